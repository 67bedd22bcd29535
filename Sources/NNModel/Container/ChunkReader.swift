/// Checks and reads the chunks of a file whose directory has been checked.
struct ChunkReader {
    private let bytes: UnsafeRawBufferPointer

    /// - Precondition: every entry that is read lies within `bytes`, as `Directory.parse` has made sure of.
    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Checks that the chunk's header says what its entry says, the checksum, and the padding behind it.
    func check(_ entry: ChunkEntry) throws(Violation) {
        func fail(_ rule: Rule, at offset: Int, expected: String, found: String) -> Violation {
            Violation(rule: rule, offset: offset, place: entry.name, expected: expected, found: found)
        }
        let header = bytes[entry.offset..<entry.payload.lowerBound]
        let expected = entry.encodedHeader
        if let index = expected.indices.first(where: { header[entry.offset + $0] != expected[$0] }) {
            throw fail(
                .headerMismatch, at: entry.offset + index, expected: "the chunk's header as the directory says",
                found: "another byte")
        }
        let storedOffset = entry.offset + expected.count
        let stored = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: storedOffset, as: UInt32.self))
        var checksum = Checksum()
        checksum.add(UnsafeRawBufferPointer(rebasing: header.prefix(expected.count)))
        checksum.add(UnsafeRawBufferPointer(rebasing: bytes[entry.payload]))
        guard stored == entry.checksum else {
            throw fail(
                .headerMismatch, at: storedOffset,
                expected: "the directory's checksum \(hexadecimal(entry.checksum, digits: 8))",
                found: hexadecimal(stored, digits: 8))
        }
        guard checksum.value == stored else {
            throw fail(
                .chunkChecksum, at: entry.offset, expected: "the checksum \(hexadecimal(stored, digits: 8))",
                found: hexadecimal(checksum.value, digits: 8))
        }
        if let offset = bytes[entry.payload.upperBound..<entry.end].firstIndex(where: { $0 != 0 }) {
            throw fail(.padding, at: offset, expected: "padding of zero", found: "\(bytes[offset])")
        }
    }

    /// Checks the chunk and gives what it holds.
    func read(_ entry: ChunkEntry) throws(Violation) -> [UInt8] {
        try check(entry)
        let payload = UnsafeRawBufferPointer(rebasing: bytes[entry.payload])
        switch entry.codec {
        case .raw:
            return Array(payload)
        case .deflate:
            var raw = [UInt8](repeating: 0, count: entry.rawLength)
            var failure: Violation?
            raw.withUnsafeMutableBytes { target in
                do throws(Violation) {
                    try Blocks.decode(payload, into: target, place: entry.name, offset: entry.payload.lowerBound)
                } catch {
                    failure = error
                }
            }
            if let failure { throw failure }
            return raw
        }
    }
}
