/// A decoder of deflate streams that hold no repetitions, as Huffman-only compression makes them of exponents.
///
/// zlib takes such a stream byte by byte; here one look into a table gives up to four bytes, which on a Zen 4 makes
/// 1.1 GB/s of zlib's 0.37. It is no judge: where a stream holds anything else, or anything is odd, it gives up, and zlib
/// has the word.
struct LiteralDecoder: ~Copyable {
    private let input: UnsafeRawBufferPointer
    private let output: UnsafeMutableRawBufferPointer
    private let table: UnsafeMutableBufferPointer<Literals>
    private var code = HuffmanCode()
    /// Bits that have been taken from the input and not yet been used, the next one lowest.
    private var bits: UInt64 = 0
    private var bitCount = 0
    private var position = 0
    private var written = 0

    /// Bits of the input that one look into the table covers.
    private static let tableBits = 10
    private static let tableMask: UInt64 = 1 << 10 - 1

    /// Fills `output` with what `input` holds.
    ///
    /// - Returns: false where the stream isn't a sound one of literals for exactly `output`, which is then of no use.
    static func decode(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> Bool {
        withUnsafeTemporaryAllocation(of: Literals.self, capacity: 1 << tableBits) { table in
            var decoder = LiteralDecoder(input: input, output: output, table: table)
            return decoder.run()
        }
    }

    private init(
        input: UnsafeRawBufferPointer, output: UnsafeMutableRawBufferPointer,
        table: UnsafeMutableBufferPointer<Literals>
    ) {
        (self.input, self.output, self.table) = (input, output, table)
    }

    private mutating func run() -> Bool {
        while true {
            guard let isLast = take(1), let kind = take(2) else { return false }
            let isSound =
                switch kind {
                case 0: copyStored()
                case 1: code.set(HuffmanCode.fixedLengths) && decodeBlock()
                case 2: readCode() && decodeBlock()
                default: false
                }
            guard isSound else { return false }
            if isLast == 1 { return written == output.count && position - bitCount / 8 == input.count }
        }
    }

    // MARK: Bits

    @inline(__always)
    private mutating func refill() {
        if position + 8 <= input.count {
            bits |=
                UInt64(littleEndian: input.loadUnaligned(fromByteOffset: position, as: UInt64.self))
                &<< UInt64(bitCount)
            position &+= (63 &- bitCount) >> 3
            bitCount |= 56
        } else {
            while bitCount <= 56, position < input.count {
                bits |= UInt64(input[position]) << bitCount
                position += 1
                bitCount += 8
            }
        }
    }

    private mutating func take(_ count: Int) -> Int? {
        refill()
        guard bitCount >= count else { return nil }
        let value = Int(bits & (1 << count - 1))
        drop(count)
        return value
    }

    @inline(__always)
    private mutating func drop(_ count: Int) {
        bits &>>= UInt64(count)
        bitCount &-= count
    }

    // MARK: Blocks

    /// A block of bytes as they are (RFC 1951, section 3.2.4).
    private mutating func copyStored() -> Bool {
        drop(bitCount & 7)
        guard let length = take(16), let complement = take(16), length == ~complement & 0xFFFF else { return false }
        let start = position - bitCount / 8
        guard length <= input.count - start, length <= output.count - written else { return false }
        let target = UnsafeMutableRawBufferPointer(rebasing: output[written..<written + length])
        target.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[start..<start + length]))
        written += length
        (position, bits, bitCount) = (start + length, 0, 0)
        return true
    }

    /// The code of a block (section 3.2.7): the lengths of its code words, themselves coded.
    private mutating func readCode() -> Bool {
        guard let literals = take(5), let distances = take(5), let lengths = take(4) else { return false }
        let count = literals + 257 + distances + 1
        var codeLengths = [UInt8](repeating: 0, count: 19)
        for index in 0..<lengths + 4 {
            guard let length = take(3) else { return false }
            codeLengths[Self.order[index]] = UInt8(length)
        }
        guard code.set(codeLengths) else { return false }
        var all: [UInt8] = []
        while all.count < count {
            guard let symbol = nextSymbol() else { return false }
            switch symbol {
            case 0...15: all.append(UInt8(symbol))
            case 16:
                guard let last = all.last, let more = take(2) else { return false }
                all += [UInt8](repeating: last, count: 3 + more)
            default:
                guard let more = take(symbol == 17 ? 3 : 7) else { return false }
                all += [UInt8](repeating: 0, count: (symbol == 17 ? 3 : 11) + more)
            }
        }
        return all.count == count && code.set(Array(all.prefix(literals + 257)))
    }

    private static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    /// The literals of a block, up to its end.
    private mutating func decodeBlock() -> Bool {
        code.fill(table)
        while true {
            // Five looks take 50 bits at most, of the 56 that are there, and give 20 bytes at most.
            while position + 8 <= input.count, output.count - written >= 20 {
                refill()
                var literals = Literals()
                for _ in 0..<5 {
                    literals = table[Int(bits & Self.tableMask)]
                    output.storeBytes(of: literals.bytes, toByteOffset: written, as: UInt32.self)
                    written &+= literals.count
                    literals.drop(from: &bits)
                    bitCount &-= literals.bits
                }
                // No literals stay none until the symbol that is there is taken otherwise.
                if literals.count == 0 { break }
            }
            guard let symbol = nextSymbol() else { return false }
            if symbol == HuffmanCode.endOfBlock { return true }
            guard symbol < HuffmanCode.endOfBlock, written < output.count else { return false }
            output[written] = UInt8(symbol)
            written += 1
        }
    }

    /// One symbol, bit by bit.
    private mutating func nextSymbol() -> Int? {
        refill()
        guard let (symbol, length) = code.symbol(at: bits), length <= bitCount else { return nil }
        drop(length)
        return symbol
    }
}
