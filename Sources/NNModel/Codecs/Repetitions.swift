/// A quick look for repetitions, which spares noise the search that deflate would make.
enum Repetitions {
    /// How many of the bytes begin four that occurred before, as far as a small table remembers.
    ///
    /// No repetition saves more bytes than begin one, so few of them save little.
    static func count(in bytes: UnsafeRawBufferPointer) -> Int {
        guard bytes.count >= 4 else { return 0 }
        var repetitions = 0
        // The last four bytes with this hash. Nothing has occurred yet, and four zero bytes do no harm.
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 1 << 14) { seen in
            seen.initialize(repeating: 0)
            for start in 0...bytes.count - 4 {
                let four = bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)
                let slot = Int((four &* 2_654_435_761) >> 18)
                if seen[slot] == four { repetitions += 1 }
                seen[slot] = four
            }
        }
        return repetitions
    }
}
