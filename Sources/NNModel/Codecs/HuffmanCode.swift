/// A Huffman code as deflate has it (RFC 1951, section 3.2.2): known by the lengths of its code words, of which those of
/// one length ascend with their symbols.
struct HuffmanCode {
    static let endOfBlock = 256
    private static let longest = 15

    /// The code of blocks that bring none (section 3.2.6).
    static let fixedLengths: [UInt8] = (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }

    /// How many code words each length has.
    private var counts = [Int](repeating: 0, count: longest + 1)
    /// The symbols in the order of their code words.
    private var symbols: [Int] = []

    /// Takes over a code.
    ///
    /// - Parameter lengths: bits of the code word of each symbol, 0 where it has none.
    /// - Returns: false where there is no code of such lengths, or it leaves words without a symbol.
    mutating func set(_ lengths: [UInt8]) -> Bool {
        counts = [Int](repeating: 0, count: Self.longest + 1)
        for length in lengths where length > 0 { counts[Int(length)] += 1 }
        var free = 1
        for length in 1...Self.longest {
            free = 2 * free - counts[length]
            guard free >= 0 else { return false }
        }
        guard free == 0 else { return false }
        var next = [Int](repeating: 0, count: Self.longest + 1)
        for length in 1..<Self.longest { next[length + 1] = next[length] + counts[length] }
        symbols = [Int](repeating: 0, count: counts.reduce(0, +))
        for (symbol, length) in lengths.enumerated() where length > 0 {
            symbols[next[Int(length)]] = symbol
            next[Int(length)] += 1
        }
        return true
    }

    /// The symbol whose code word comes first in `bits`, which begin at the lowest, and the word's length.
    func symbol(at bits: UInt64) -> (symbol: Int, length: Int)? {
        var (word, first, index) = (0, 0, 0)
        for length in 1...Self.longest {
            word |= Int(bits >> UInt64(length - 1) & 1)
            let count = counts[length]
            if word - first < count { return (symbols[index + word - first], length) }
            index += count
            (first, word) = ((first + count) << 1, word << 1)
        }
        return nil
    }

    /// Fills `table`, which tells for each value of the next bits which literals they begin with; with none where the
    /// first symbol is no literal, or takes more bits.
    func fill(_ table: UnsafeMutableBufferPointer<Literals>) {
        withUnsafeTemporaryAllocation(of: Literals.self, capacity: 2 * table.count) { scratch in
            let singles = UnsafeMutableBufferPointer(rebasing: scratch[..<table.count])
            let pairs = UnsafeMutableBufferPointer(rebasing: scratch[table.count...])
            fill(singles: singles)
            // What follows stands in the same tables, at the bits that remain.
            let bits = table.count.trailingZeroBitCount
            for value in 0..<table.count {
                let first = singles[value]
                pairs[value] = first.joined(singles[value &>> first.bits], within: bits)
            }
            for value in 0..<table.count {
                let first = pairs[value]
                let rest = value &>> first.bits
                let second = first.bits &+ pairs[rest].bits <= bits ? pairs[rest] : singles[rest]
                table[value] = first.joined(second, within: bits)
            }
        }
    }

    /// Fills a table of the first literal alone.
    private func fill(singles table: UnsafeMutableBufferPointer<Literals>) {
        table.initialize(repeating: Literals())
        let bits = table.count.trailingZeroBitCount
        var (word, index) = (0, 0)
        for length in 1...min(bits, Self.longest) {
            for _ in 0..<counts[length] {
                let symbol = symbols[index]
                if symbol < Self.endOfBlock {
                    // Code words begin with their highest bit, the table's index with its lowest.
                    let start = Int(reversed(UInt16(word)) >> UInt16(16 - length))
                    let literal = Literals(UInt8(symbol), bits: length)
                    for value in stride(from: start, to: table.count, by: 1 << length) { table[value] = literal }
                }
                word += 1
                index += 1
            }
            word <<= 1
        }
    }

    private func reversed(_ word: UInt16) -> UInt16 {
        (0..<16).reduce(0) { $0 | (word >> UInt16($1) & 1) << UInt16(15 - $1) }
    }
}

/// Up to four literals that a run of bits begins with, in one word, so that a look into a table gives them all.
struct Literals {
    /// From the lowest byte: the bits that they take, where a shift finds them at once; the literals, four bytes; two
    /// bytes of nothing; their number.
    private var word: UInt64 = 0

    init() {}

    init(_ literal: UInt8, bits: Int) {
        word = UInt64(bits)
        word |= UInt64(literal) << 8
        word |= 1 << 56
    }

    /// The literals, the first in the lowest byte.
    @inline(__always)
    var bytes: UInt32 { UInt32(truncatingIfNeeded: word &>> 8) }
    /// How many bits they take.
    @inline(__always)
    var bits: Int { Int(word & 0xFF) }
    /// How many there are.
    @inline(__always)
    var count: Int { Int(word &>> 56) }

    /// These literals and the `others` behind them, if together they fit into so many bits; else these alone.
    ///
    /// Without branches, of which half would be foretold wrongly.
    @inline(__always)
    func joined(_ others: Literals, within most: Int) -> Literals {
        let mask: UInt64 = bits &+ others.bits <= most ? .max : 0
        var both = self
        both.word |= (UInt64(others.bytes) &<< UInt64(8 &+ 8 &* count)) & mask
        both.word &+= others.word & 0xFF00_0000_0000_00FF & mask
        return both
    }

    /// Drops the bits that they take from `bits`.
    @inline(__always)
    func drop(from bits: inout UInt64) {
        // A shift looks at the lowest six bits only.
        bits &>>= word
    }
}
