import NNModel
import NNTestSupport
import Testing

/// Vectors that are damaged at random, and then get right checksums again, so that the damage is read.
@Suite struct VectorMutantTests {
    /// How many thousands for each seed; a million in all (500) takes ten minutes.
    private static let thousands = environment("NN_MUTANT_THOUSANDS").flatMap(Int.init) ?? 5

    @Test(
        "Both readers say the same of thousands of mutants whose checksums are right", .needsRelease, arguments: [1, 2])
    func agree(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let originals = try Vectors().valid.map(Vectors.bytes(of:)).filter { $0.count < 3_000 && isSmall($0) }
        #expect(originals.count > 100)
        var rules: Set<Substring> = []
        for thousand in 0..<Self.thousands {
            let mutants = try (0..<1_000).map { _ in
                try Mutant(originals[random.next(below: originals.count)], &random).bytes
            }
            let theirs = try Vectors.independent(mutants, "--places")
            try #require(theirs.count == mutants.count)
            for (index, (mutant, verdict)) in zip(mutants, theirs).enumerated() {
                let ours = try Verdict(judging: mutant).description
                #expect(ours == verdict, "mutant \(index) of thousand \(thousand) of seed \(seed)")
                rules.insert(verdict.prefix(7))
            }
        }
        #expect(rules.count > 33, "\(rules.sorted())")
    }

    /// Whether it takes no mebibytes to decode.
    private func isSmall(_ bytes: [UInt8]) -> Bool {
        (try? ModelFile(bytes: bytes))?.chunks.allSatisfy { $0.rawLength < 100_000 } ?? false
    }
}

/// A file with damage and right checksums.
private struct Mutant {
    private(set) var bytes: [UInt8]

    init(_ original: [UInt8], _ random: inout SplitMix64) throws {
        bytes = original
        for _ in 0...random.next(below: 2) { damage(&random) }
        let chunks = try ModelFile(bytes: original).chunks
        if random.next(below: 3) == 0 { shorten(chunks[random.next(below: chunks.count)], &random) }
        repair()
    }

    private mutating func damage(_ random: inout SplitMix64) {
        // Half of it within the chunks: most of a small file is its directory.
        let start = random.next(below: 2) == 0 ? 8 : min(128 + Int(bytes[48]) + 256 * Int(bytes[49]), bytes.count - 1)
        let at = start + random.next(below: bytes.count - start)
        switch random.next(below: 4) {
        case 0: bytes[at] ^= 1 << UInt8(random.next(below: 8))
        case 1: bytes[at] = [0, 1, 2, 127, 128, 255][random.next(below: 6)]
        case 2: put([[0, 0, 0, 0], [255, 255, 255, 255], [1, 0, 0, 0]][random.next(below: 3)], at: at)
        default:
            let from = random.next(below: bytes.count)
            put(Array(bytes[from..<min(from + 8, bytes.count)]), at: at)
        }
    }

    /// Takes a few bytes from the end of a chunk, where its padding has room for as many more.
    private mutating func shorten(_ chunk: ChunkEntry, _ random: inout SplitMix64) {
        let (start, length) = (chunk.offset + 32, chunk.storedLength)
        let count = 1 + random.next(below: 24)
        guard count <= length, (length - count + 63) / 64 == (length + 63) / 64, chunk.codec == .raw else { return }
        for at in start + length - count..<start + length { bytes[at] = 0 }
        for at in stride(from: 128, to: chunk.offset, by: 64) where number(at + 8, 8) == UInt64(chunk.offset) {
            for field in [at + 16, at + 24, chunk.offset + 8, chunk.offset + 16] {
                put(littleEndian(UInt64(length - count)), at: field)
            }
        }
    }

    /// Sets the CRC-32 of each chunk that the directory tells of, the directory's and the header's.
    private mutating func repair() {
        let size = Int(number(48, 4))
        guard 128 + size <= bytes.count else { return seal(92, 0..<92) }
        for entry in stride(from: 128, to: 128 + size - 63, by: 64) {
            let (start, stored) = (number(entry + 8, 8), number(entry + 16, 8))
            let (end, overflow) = start.addingReportingOverflow(32)
            guard start >= 96, !overflow, end <= bytes.count, stored <= UInt64(bytes.count) - end else { continue }
            let chunk = Int(start)
            if bytes[chunk + 4] != 0 { repairBlocks(of: chunk, rawLength: number(entry + 24, 8)) }
            seal(chunk + 28, chunk..<chunk + 28, chunk + 32..<chunk + 32 + Int(stored))
            put(Array(bytes[chunk + 28..<chunk + 32]), at: entry + 32)
        }
        seal(124, 96..<124, 128..<128 + size)
        seal(92, 0..<92)
    }

    private mutating func repairBlocks(of chunk: Int, rawLength: UInt64) {
        // None of the originals has more than one block; a mutant that claims more is refused for that.
        let (length, block) = (Int(number(chunk + 32, 4)), chunk + 40)
        guard rawLength <= 1 << 20, length <= bytes.count - block else { return }
        seal(chunk + 36, block..<block + length)
    }

    private mutating func seal(_ at: Int, _ ranges: Range<Int>...) {
        var crc: UInt32 = ~0
        for byte in ranges.flatMap({ bytes[$0] }) {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        put(Array(littleEndian(UInt64(~crc)).prefix(4)), at: at)
    }

    private mutating func put(_ new: [UInt8], at: Int) {
        for (index, byte) in new.enumerated() where at + index < bytes.count { bytes[at + index] = byte }
    }

    private func number(_ at: Int, _ size: Int) -> UInt64 {
        guard at + size <= bytes.count else { return 0 }
        return bytes[at..<at + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func littleEndian(_ number: UInt64) -> [UInt8] {
        (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
}
