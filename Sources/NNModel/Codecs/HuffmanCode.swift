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
        symbols = (1...Self.longest).flatMap { length in
            lengths.indices.filter { lengths[$0] == UInt8(length) }
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

    /// Fills a table that tells for each value of the next bits which literals they begin with; with none where the
    /// first symbol is no literal, or takes more bits.
    ///
    /// - Precondition: the table has 2^`bits` entries.
    func fill(_ table: UnsafeMutablePointer<Literals>, bits: Int) {
        let size = 1 << bits
        for value in 0..<size { table[value] = Literals() }
        var (word, index) = (0, 0)
        for length in 1...min(bits, Self.longest) {
            for _ in 0..<counts[length] {
                let symbol = symbols[index]
                if symbol < Self.endOfBlock {
                    // Code words begin with their highest bit, the table's index with its lowest.
                    let start = Int(reversed(UInt16(word)) >> UInt16(16 - length))
                    let literals = Literals(UInt8(symbol), bits: length)
                    for value in stride(from: start, to: size, by: 1 << length) { table[value] = literals }
                }
                word += 1
                index += 1
            }
            word <<= 1
        }
        // What follows the first literal stands in the table too, at the bits that remain; it may have been extended
        // already, but only its own first literal counts.
        for value in 0..<size {
            var literals = table[value]
            while literals.count > 0, literals.count < Literals.most,
                literals.append(table[value >> literals.bits], within: bits)
            {}
            table[value] = literals
        }
    }

    private func reversed(_ word: UInt16) -> UInt16 {
        (0..<16).reduce(0) { $0 | (word >> UInt16($1) & 1) << UInt16(15 - $1) }
    }
}

/// Up to four literals that a run of bits begins with, in one word, so that a look into a table gives them all.
struct Literals {
    /// The literals in the lower half, then a byte each for the bits that all of them take, for the bits that the first
    /// one takes, and nothing, and in the highest byte their number.
    private var word: UInt64 = 0

    static let most = 4

    init() {}

    init(_ literal: UInt8, bits: Int) {
        word = UInt64(literal)
        word |= UInt64(bits) << 32
        word |= UInt64(bits) << 40
        word |= 1 << 56
    }

    /// The literals, the first in the lowest byte.
    @inline(__always)
    var bytes: UInt32 { UInt32(truncatingIfNeeded: word) }
    /// How many bits they take together.
    @inline(__always)
    var bits: Int { Int(word >> 32 & 0xFF) }
    /// How many there are.
    @inline(__always)
    var count: Int { Int(word >> 56) }

    private var bitsOfFirst: Int { Int(word >> 40 & 0xFF) }

    /// Adds the first of `others`, if there is one and it fits into so many bits.
    mutating func append(_ others: Literals, within most: Int) -> Bool {
        guard others.count > 0, bits + others.bitsOfFirst <= most else { return false }
        word |= (others.word & 0xFF) << UInt64(8 * count)
        word += UInt64(others.bitsOfFirst) << 32
        word += 1 << 56
        return true
    }
}
