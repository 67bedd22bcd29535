import NNFile

/// Checks and reads the chunks of a file whose directory has been checked.
struct ChunkReader {
    private let bytes: UnsafeRawBufferPointer
    private let threads: Int

    /// - Precondition: every entry that is read lies within `bytes`, as `Directory.parse` has made sure of.
    init(_ bytes: UnsafeRawBufferPointer, threads: Int = 1) {
        self.bytes = bytes
        self.threads = threads
    }

    /// Checks that the chunk's header says what its entry says, the checksum, and the padding behind it.
    func check(_ entry: ChunkEntry) throws(Violation) {
        try checkHeader(entry)
        try check(entry, payloadChecksum: Checksum.of(payload(of: entry), threads: threads))
    }

    /// Checks the chunk and gives what it holds.
    ///
    /// - Parameter isChecked: whether checksums, header and padding are looked at.
    func read(_ entry: ChunkEntry, isChecked: Bool = true) throws(Violation) -> [UInt8] {
        if entry.codec == .raw {
            if isChecked { try check(entry) }
            return Array(payload(of: entry))
        }
        if isChecked { try checkHeader(entry) }
        var outcome = Blocks.Outcome(checksum: 0, violation: nil)
        let raw = [UInt8](unsafeUninitializedCapacity: entry.rawLength) { target, count in
            prepareToFill(UnsafeMutableRawBufferPointer(target))
            outcome = Blocks.decode(
                payload(of: entry), entry.codec, layout: entry.layout, into: UnsafeMutableRawBufferPointer(target),
                place: entry.name, offset: entry.payload.lowerBound, threads: threads)
            count = outcome.violation == nil ? entry.rawLength : 0
        }
        if isChecked { try check(entry, payloadChecksum: outcome.checksum) }
        if let violation = outcome.violation { throw violation }
        return raw
    }

    private func payload(of entry: ChunkEntry) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[entry.payload])
    }

    func checkHeader(_ entry: ChunkEntry) throws(Violation) {
        let expected = entry.completeHeader
        guard !bytes[entry.offset..<entry.payload.lowerBound].elementsEqual(expected) else { return }
        throw Violation(
            rule: .headerMismatch, offset: entry.offset, place: entry.name,
            expected: "a chunk's header as the directory says, \(hexadecimal(expected))",
            found: hexadecimal(bytes[entry.offset..<entry.payload.lowerBound]))
    }

    /// Checks what `checkHeader` doesn't, given the CRC-32 of the payload.
    func check(_ entry: ChunkEntry, payloadChecksum: UInt32) throws(Violation) {
        let computed = entry.checksum(withPayload: payloadChecksum)
        guard computed == entry.checksum else {
            throw Violation(
                rule: .chunkChecksum, offset: entry.offset, place: entry.name,
                expected: "the checksum \(hexadecimal(entry.checksum, digits: 8))",
                found: hexadecimal(computed, digits: 8))
        }
        try checkPadding(entry)
    }

    func checkPadding(_ entry: ChunkEntry) throws(Violation) {
        if let offset = bytes[entry.payload.upperBound..<entry.end].firstIndex(where: { $0 != 0 }) {
            throw Violation(
                rule: .padding, offset: offset, place: entry.name, expected: "padding of zero",
                found: "\(bytes[offset])")
        }
    }
}
