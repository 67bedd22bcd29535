/// The first chunk, which says what the others are and where; it stands right behind the header and is never
/// compressed, so that one read of a file's start lists a model.
enum Directory {
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
        var offset = own.end
        var budget = limits.bytes
        for _ in 1..<header.chunkCount {
            let start = reader.offset
            let entry = try ChunkEntry(parsing: &reader, offset: offset, fileLength: header.fileLength)
            try check(entry, after: chunks.last ?? own, at: start, reader)
            guard entry.rawLength <= budget else {
                throw reader.violation(
                    .budget, at: start + 24, expected: "a model of at most \(limits.bytes) bytes in memory",
                    found: "more with the \(entry.rawLength) of \(entry.name)")
            }
            budget -= entry.rawLength
            offset = entry.end
            chunks.append(entry)
        }
        guard offset == header.fileLength else {
            throw Violation(
                rule: .tiling, offset: 32, place: "header",
                expected: "the file to end with its last chunk, at byte \(offset)",
                found: "byte \(header.fileLength)")
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
        let checksumOffset = FileHeader.length + ChunkEntry.headerLength - 4
        let checksum = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: checksumOffset, as: UInt32.self))
        return ownEntry(length: length, checksum: checksum)
    }

    /// Tensors follow each other in the order of the layers, which `ModelCheck` looks at; of any other type there is
    /// one chunk at most, and they stand in the order of their letters.
    private static func check(
        _ entry: ChunkEntry, after last: ChunkEntry, at offset: Int, _ reader: ByteReader
    ) throws(Violation) {
        guard !(last.type == .tensor && entry.type == .tensor), last.type >= entry.type else { return }
        throw reader.violation(
            .chunkOrder, at: offset, expected: "a chunk that may stand behind \(last.type)", found: "\(entry.type)")
    }
}
