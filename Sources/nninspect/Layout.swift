import NNCommand
import NNModel

/// `nninspect layout`: where everything stands in the file.
struct Layout: Command {
    static let configuration = CommandConfiguration(
        "layout",
        abstract: "Print the chunks of the file: where they stand, how large they are and how they are stored.",
        examples: ["nninspect layout cats.nnm"])

    @Argument("MODEL.nnm", help: "the model file") var path: String
    @Flag("json", help: "print a list of objects with chunk, name, offset, stored, raw, codec, checksum") var json
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
        try Console.write(table.text)
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
        default: return "unknown"
        }
    }

    fileprivate var checksumText: String {
        let digits = String(checksum, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }

    fileprivate var json: JSON {
        .object([
            ("chunk", .string(type.description)), ("name", .string(meaning)), ("offset", .integer(offset)),
            ("stored", .integer(storedLength)), ("raw", .integer(rawLength)),
            ("codec", .string(codec.description)), ("checksum", .string(checksumText)),
        ])
    }
}
