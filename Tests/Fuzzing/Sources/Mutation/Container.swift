/// A file taken apart into header and chunks, to be changed and put together again. Whatever can't be taken apart
/// (a chunk that reaches beyond the file) is left out.
struct Container {
    /// A chunk: its 64 bytes of the directory, and its payload.
    struct Chunk {
        var entry: [UInt8]
        var payload: [UInt8]

        var type: [UInt8] {
            get { Array(entry[0..<4]) }
            set { entry.put(newValue, at: 0) }
        }
        var codec: UInt8 {
            get { entry[4] }
            set { entry[4] = newValue }
        }
        var rawLength: Int {
            get { entry.size(8, at: 24) ?? 0 }
            set { entry.put(UInt64(newValue), 8, at: 24) }
        }
        var isTensor: Bool { type == Array("TNSR".utf8) }
        var isOfModel: Bool { ["INPT", "LAYR", "OUTP", "TNSR"].contains { type == Array($0.utf8) } }

        /// A chunk that isn't compressed.
        init(type: String, payload: [UInt8]) {
            entry = [UInt8](repeating: 0, count: Layout.entryLength)
            self.payload = payload
            self.type = Array(type.utf8)
            rawLength = payload.count
        }

        init(entry: [UInt8], payload: [UInt8]) {
            self.entry = entry
            self.payload = payload
        }

        /// Bytes a number where it is a tensor of a known type.
        var width: Int {
            switch entry[5] {
            case 1: 4
            case 2: 8
            case 3, 4: 2
            case 5: 1
            default: 0
            }
        }
        var isInt8: Bool { entry[5] == 5 }
    }

    var header: [UInt8]
    var chunks: [Chunk]

    init?(_ file: [UInt8]) {
        guard file.count >= Layout.firstEntry else { return nil }
        header = Array(file[..<Layout.headerLength])
        chunks = Layout.entries(of: file).compactMap { start in
            guard let payload = Layout.payload(ofEntryAt: start, in: file) else { return nil }
            return Chunk(entry: Array(file[start..<start + Layout.entryLength]), payload: Array(file[payload]))
        }
    }

    /// The file with offsets, lengths, padding and directory as they should be; its checksums are `mend`'s work.
    func assembled() -> [UInt8] {
        let directoryLength = Layout.entryLength * chunks.count
        var file = header
        file.put(UInt64(directoryLength), 4, at: 48)
        file.put(UInt64(chunks.count + 1), 4, at: 52)
        var directory = Chunk(type: "INDX", payload: [])
        directory.rawLength = directoryLength
        var bodies: [UInt8] = []
        let start = Layout.padded(Layout.firstEntry + directoryLength)
        for var chunk in chunks {
            chunk.entry.put(UInt64(start + bodies.count), 8, at: 8)
            chunk.entry.put(UInt64(chunk.payload.count), 8, at: 16)
            if chunk.codec == 0 { chunk.rawLength = chunk.payload.count }
            directory.payload += chunk.entry
            bodies += chunk.header + chunk.payload
            bodies += [UInt8](repeating: 0, count: Layout.padded(bodies.count + 32) - bodies.count - 32)
        }
        directory.entry.put(UInt64(directoryLength), 8, at: 16)
        file += directory.header + directory.payload
        file += [UInt8](repeating: 0, count: start - file.count)
        file += bodies
        file.put(UInt64(file.count), 8, at: 32)
        return file
    }
}

extension Container.Chunk {
    /// The 32 bytes before the payload, but for the checksum.
    fileprivate var header: [UInt8] {
        var header = [UInt8](repeating: 0, count: 32)
        header.put(entry[0..<5], at: 0)
        header.put(entry[16..<32], at: 8)
        return header
    }
}

/// Where the parts of a file are that may be damaged.
enum Layout {
    static let headerLength = 96
    static let firstEntry = 128
    static let entryLength = 64

    /// The next offset at which a chunk may begin.
    static func padded(_ offset: Int) -> Int { (offset + 31) / 64 * 64 + 32 }

    /// Where the entries of the directory stand, as many as the header counts and the file holds.
    static func entries(of file: [UInt8]) -> StrideTo<Int> {
        let declared = max(1, file.size(4, at: 52) ?? 1) - 1
        let count = min(declared, max(0, file.count - firstEntry) / entryLength, 10_000)
        return stride(from: firstEntry, to: firstEntry + count * entryLength, by: entryLength)
    }

    /// The payload that an entry tells of, where the file holds it.
    static func payload(ofEntryAt start: Int, in file: [UInt8]) -> Range<Int>? {
        guard let offset = file.size(8, at: start + 8), let length = file.size(8, at: start + 16),
            offset >= headerLength, offset + 32 + length <= file.count
        else { return nil }
        return offset + 32..<offset + 32 + length
    }
}
