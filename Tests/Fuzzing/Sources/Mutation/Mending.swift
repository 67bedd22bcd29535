/// What to put right in a damaged file, so that a reader gets past it to what lies behind.
public struct Mending: OptionSet, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// The length of the file in its header.
    public static let fileLength = Mending(rawValue: 1)
    /// The fields of chunks' headers, which repeat those of the directory.
    public static let chunkHeaders = Mending(rawValue: 2)
    /// The CRC-32 of the blocks of compressed chunks.
    public static let blocks = Mending(rawValue: 4)
    /// The CRC-32 of chunks, the directory included.
    public static let chunks = Mending(rawValue: 8)
    /// The content digest.
    public static let digest = Mending(rawValue: 16)
    /// The CRC-32 of the header.
    public static let header = Mending(rawValue: 32)
    public static let checksums: Mending = [.blocks, .chunks, .digest, .header]
    public static let everything: Mending = [.fileLength, .chunkHeaders, .checksums]
}

/// Puts right what `mending` names, as far as the file holds the place for it.
public func mend(_ file: inout [UInt8], _ mending: Mending = .everything) {
    if mending.contains(.fileLength) { file.put(UInt64(file.count), 8, at: 32) }
    for entry in Layout.entries(of: file) {
        guard let payload = Layout.payload(ofEntryAt: entry, in: file) else { continue }
        mendChunk(at: entry, payload: payload, in: &file, mending)
    }
    if mending.contains(.chunks), let length = file.size(4, at: 48), Layout.firstEntry + length <= file.count {
        let payload = Layout.firstEntry..<Layout.firstEntry + length
        file.put(UInt64(crc32(of: file, payload.lowerBound - 32..<payload.lowerBound - 4, payload)), 4, at: 124)
    }
    if mending.contains(.digest), let digest = digest(of: file) { file.put(digest, at: 56) }
    if mending.contains(.header), file.count >= Layout.headerLength {
        file.put(UInt64(crc32(of: file, 0..<Layout.headerLength - 4)), 4, at: Layout.headerLength - 4)
    }
}

private func mendChunk(at entry: Int, payload: Range<Int>, in file: inout [UInt8], _ mending: Mending) {
    let start = payload.lowerBound - 32
    if mending.contains(.chunkHeaders) {
        file.put(Array(file[entry..<entry + 5]) + [0, 0, 0], at: start)
        file.put(Array(file[entry + 16..<entry + 32]) + [0, 0, 0, 0], at: start + 8)
    }
    if mending.contains(.blocks), file[entry + 4] != 0, let raw = file.size(8, at: entry + 24) {
        let count = (raw + (1 << 20) - 1) >> 20
        var position = payload.lowerBound + 8 * count
        for index in 0..<count {
            let place = payload.lowerBound + 8 * index
            guard let stored = file.size(4, at: place), position + stored <= payload.upperBound else { break }
            file.put(UInt64(crc32(of: file, position..<position + stored)), 4, at: place + 4)
            position += stored
        }
    }
    if mending.contains(.chunks) {
        let checksum = UInt64(crc32(of: file, start..<start + 28, payload))
        file.put(checksum, 4, at: start + 28)
        file.put(checksum, 4, at: entry + 32)
    }
}

/// The content digest of a file; nil where it holds no model that could be decoded.
private func digest(of file: [UInt8]) -> [UInt8]? {
    guard let container = Container(file) else { return nil }
    var summary: [UInt8] = []
    for chunk in container.chunks where chunk.isOfModel {
        guard let raw = chunk.raw else { return nil }
        var line = [UInt8](repeating: 0, count: 36)
        line.put(chunk.entry[0..<4] + chunk.entry[5..<8], at: 0)
        line.put(chunk.entry[36..<56], at: 8)
        line.put(UInt64(raw.count), 8, at: 28)
        summary += line + sha256(raw)
    }
    return sha256(summary)
}
