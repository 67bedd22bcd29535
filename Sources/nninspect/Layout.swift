import NNCommand
import NNModel

/// `nninspect layout`: where everything stands in the file.
struct Layout: Command {
    static let configuration = CommandConfiguration(
        "layout",
        abstract:
            "Print the chunks of the file: where they stand, how large they are and how they are stored, and a map.",
        examples: ["nninspect layout cats.nnm"])

    @Argument("MODEL.nnm", help: "the model file") var path: String
    @Flag(
        "json",
        help:
            "print a list of objects with chunk, name, offset, length (with header and padding), stored, raw, codec, checksum, known"
    ) var json
    @Flag("quiet", "q", help: "no effect: there is nothing but results") var isQuiet

    func run() throws {
        let file = try ModelFile(path: path)
        let chunks = [file.directory] + file.chunks
        if json {
            return try Console.print(JSON.array(chunks.map(\.json)).text)
        }
        var table = Table([
            ("offset", .right), ("chunk", .left), ("name", .left), ("codec", .left), ("stored", .right),
            ("raw", .right), ("stored ÷ raw", .right), ("checksum", .left),
        ])
        table.add(["0", "", "header", "", grouped(FileHeader.length), grouped(FileHeader.length), "", ""])
        for chunk in chunks {
            let ratio = chunk.rawLength == 0 ? 1 : Double(chunk.storedLength) / Double(chunk.rawLength)
            table.add([
                grouped(chunk.offset), chunk.type.description, chunk.meaning, chunk.codec.description,
                grouped(chunk.storedLength), grouped(chunk.rawLength), decimal(ratio, places: 3), chunk.checksumText,
            ])
        }
        table.add([grouped(file.header.fileLength), "", "end", "", "", "", "", ""])
        try Console.write(table.text + "\n" + map(file, chunks))
        for (what, meaning) in file.unknownParts { try Console.print("\(what): \(meaning)") }
    }

    /// Where everything stands, drawn to scale: a line for each part of the file, in plain characters.
    private func map(_ file: ModelFile, _ chunks: [ChunkEntry]) -> String {
        var parts = [(name: "header", range: 0..<FileHeader.length)]
        parts += chunks.map { ($0.meaning, $0.offset..<$0.offset + $0.length) }
        let length = max(1, file.header.fileLength)
        let columns = 60
        let width = parts.map(\.name.count).max() ?? 0
        var text = "map of \(grouped(length)) bytes, \(grouped((length + columns - 1) / columns)) a column\n"
        for (name, range) in parts {
            // At least one column, however small the part is.
            let first = min(columns - 1, Int(Double(range.lowerBound) / Double(length) * Double(columns)))
            let last = min(columns, Int((Double(range.upperBound) / Double(length) * Double(columns)).rounded(.up)))
            let bar = String(repeating: " ", count: first) + String(repeating: "#", count: max(1, last - first))
            let percent = decimal(100 * Double(range.count) / Double(length), places: 1)
            text += name + String(repeating: " ", count: width - name.count) + " |"
            text += bar + String(repeating: " ", count: columns - bar.count) + "| \(percent)%\n"
        }
        return text
    }
}

extension ChunkEntry {
    fileprivate var meaning: String {
        if let tensor { return tensor.name }
        switch type {
        case .directory: return "directory"
        case .input: return "input"
        case .layers: return "layers"
        case .output: return "output"
        case .history: return "history"
        case .metadata: return "metadata"
        case .verification: return "verification"
        default: return "unknown"
        }
    }

    /// Bytes that the chunk takes in the file.
    fileprivate var length: Int {
        // The header, and the padding that brings the next chunk to 32 bytes before a multiple of 64.
        (32 + storedLength + 63) / 64 * 64
    }

    fileprivate var checksumText: String {
        let digits = String(checksum, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    fileprivate var json: JSON {
        .object([
            ("chunk", .string(type.description)), ("name", .string(meaning)), ("offset", .integer(offset)),
            ("length", .integer(length)), ("stored", .integer(storedLength)), ("raw", .integer(rawLength)),
            ("codec", .string(codec.description)), ("checksum", .string(checksumText)),
            ("known", .bool(type.isKnown)),
        ])
    }
}
