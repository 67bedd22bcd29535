/// The first chunk, which says what the others are and where; it stands right behind the header and is never
/// compressed, so that one read of a file's start lists a model.
enum Directory {
    /// Where the entries begin.
    static let payloadOffset = FileHeader.length + ChunkEntry.headerLength

    /// Reads and checks the directory of a file.
    ///
    /// - Returns: the directory's own chunk, and the others in order.
    static func parse(
        _ bytes: UnsafeRawBufferPointer, header: FileHeader, limits: Limits
    ) throws(Violation) -> (own: ChunkEntry, others: [ChunkEntry]) {
        let own = try ownEntry(bytes, header: header)
        try ChunkReader(bytes).check(own)
        var reader = ByteReader(Array(bytes[own.payload]), place: "directory", start: own.payload.lowerBound)
        var chunks: [ChunkEntry] = []
        var budget = limits.bytes
        for _ in 1..<header.chunkCount {
            let start = reader.position
            let entry = try ChunkEntry(parsing: &reader, after: chunks.last ?? own, fileLength: header.fileLength)
            guard entry.rawLength <= budget else {
                throw reader.violation(
                    .budget, at: start + 24, expected: "a model of at most \(limits.bytes) bytes in memory",
                    found: "more with the \(entry.rawLength) of \(entry.name)")
            }
            budget -= entry.rawLength
            chunks.append(entry)
        }
        let end = (chunks.last ?? own).end
        guard end == header.fileLength else {
            throw Violation(
                rule: .tiling, offset: FileHeader.lengthOffset, place: "header",
                expected: "the file to end with its last chunk, at byte \(end)", found: "byte \(header.fileLength)")
        }
        for type in [ChunkType.input, .layers, .output] where !chunks.contains(where: { $0.type == type }) {
            throw Violation(
                rule: .missingChunk, offset: own.payload.lowerBound, place: "directory",
                expected: "a chunk \(type)", found: "none")
        }
        return (own, chunks)
    }

    /// The payload; `parse` reads it back.
    static func encode(_ chunks: [ChunkEntry]) -> [UInt8] {
        var writer = ByteWriter()
        for chunk in chunks { chunk.encode(into: &writer) }
        return writer.bytes
    }

    /// The directory's own entry, which stands nowhere: its length follows from the count of chunks in the header.
    static func ownEntry(length: Int, checksum: UInt32) -> ChunkEntry {
        ChunkEntry(
            type: .directory, codec: .raw, offset: FileHeader.length, storedLength: length, rawLength: length,
            checksum: checksum, tensor: nil)
    }

    private static func ownEntry(_ bytes: UnsafeRawBufferPointer, header: FileHeader) throws(Violation) -> ChunkEntry {
        let length = header.directoryLength
        guard length <= Limits.directoryBytes, ownEntry(length: length, checksum: 0).end <= bytes.count else {
            throw Violation(
                rule: .directory, offset: 48, place: "header",
                expected: "a directory within the file, of at most \(Limits.directoryBytes) bytes",
                found: "\(length)")
        }
        let checksumOffset = payloadOffset - 4
        let checksum = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: checksumOffset, as: UInt32.self))
        return ownEntry(length: length, checksum: checksum)
    }
}
