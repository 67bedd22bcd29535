/// The smallest unit of compression: bytes as they are, or as a deflate stream where that is shorter. Which of the two
/// it is shows in the length.
enum Stream {
    /// How hard to look for the shorter form.
    enum Effort: Sendable {
        /// Only what pays by a look at how often each byte occurs.
        case quick
        /// Everything that may pay.
        case thorough
    }

    /// The deflate stream of `bytes`, or nil where they are better left as they are; `decode` gives them back.
    static func encode(_ bytes: UnsafeRawBufferPointer, effort: Effort) -> [UInt8]? {
        let entropy = ByteCounts(bytes).entropy
        var best: [UInt8]?
        // The upper bits of a significand would give up 1 byte in 120, and cost as much time as the exponents.
        var limit = bytes.count - bytes.count / leastSaving
        func consider(_ candidate: [UInt8]?) {
            guard let candidate, candidate.count < limit else { return }
            best = candidate
            limit = candidate.count
        }
        // A Huffman code can't do better than the entropy.
        if entropy < 8 - 8 / Double(leastSaving) { consider(Deflate.compress(bytes, .huffmanOnly)) }
        switch effort {
        case .quick:
            // A code spends a bit a byte at least, so bytes with less to tell call for repetitions.
            if entropy < 2 { consider(Deflate.compress(bytes, .all(level: 1))) }
        case .thorough:
            if hasRepetitions(bytes) { consider(Deflate.compress(bytes, .all(level: 6))) }
        }
        return best
    }

    /// A stream is stored compressed where that saves one byte in so many.
    private static let leastSaving = 64

    /// Whether it pays to look for repetitions, judged by the start of `bytes`: looking through a megabyte of noise
    /// takes a hundred times as long as coding it.
    private static func hasRepetitions(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let sample = UnsafeRawBufferPointer(rebasing: bytes.prefix(1 << 14))
        guard Repetitions.count(in: sample) * leastSaving >= sample.count else { return false }
        let plain = Deflate.compress(sample, .huffmanOnly)?.count ?? sample.count
        let searched = Deflate.compress(sample, .all(level: 6))?.count ?? sample.count
        return searched < plain
    }

    /// Fills `target` with what `stored` holds.
    ///
    /// - Precondition: `stored` is no longer than `target`.
    static func decode(
        _ stored: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
    ) throws(BlockProblem) {
        if stored.count == target.count { return target.copyMemory(from: stored) }
        if LiteralDecoder.decode(stored, into: target) { return }
        do throws(Deflate.Failure) {
            try Deflate.decompress(stored, into: target)
        } catch {
            throw BlockProblem(.stream, expected: "a deflate stream of \(target.count) bytes", found: error.text)
        }
    }
}

/// How often each byte occurs.
struct ByteCounts {
    private var counts = [Int](repeating: 0, count: 256)
    private let total: Int

    init(_ bytes: UnsafeRawBufferPointer) {
        total = bytes.count
        // Four tables, since equal bytes in a row would otherwise wait for each other's counter.
        var tables = [UInt32](repeating: 0, count: 4 * 256)
        tables.withUnsafeMutableBufferPointer { tables in
            let whole = bytes.count & ~3
            for start in stride(from: 0, to: whole, by: 4) {
                for lane in 0..<4 { tables[lane << 8 | Int(bytes[start + lane])] += 1 }
            }
            for index in whole..<bytes.count { tables[Int(bytes[index])] += 1 }
        }
        for (index, count) in tables.enumerated() { counts[index & 255] += Int(count) }
    }

    /// Bits that a byte carries, if each stood alone: Σ p log₂(1/p).
    var entropy: Double {
        guard total > 0 else { return 0 }
        return counts.reduce(0) { sum, count in
            guard count > 0 else { return sum }
            let share = Double(count) / Double(total)
            return sum - share * Double.log(share) / Double.log(2)
        }
    }
}

/// What is wrong with a block, before anyone knows where in the file it stands.
struct BlockProblem: Error {
    let rule: Rule
    let expected: String
    let found: String

    init(_ rule: Rule, expected: String, found: String) {
        (self.rule, self.expected, self.found) = (rule, expected, found)
    }
}
