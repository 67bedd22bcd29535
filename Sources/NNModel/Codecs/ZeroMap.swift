/// Which numbers have a bit other than zero, a bit each, and those numbers by themselves.
///
/// By bits: −0 is no zero here, since it has to come back as it was.
enum ZeroMap {
    static func length(count: Int) -> Int { (count + 7) / 8 }

    /// - Returns: the bit map, and the numbers that it marks, one behind the other.
    static func split(_ numbers: UnsafeRawBufferPointer, layout: WordLayout) -> (map: [UInt8], numbers: [UInt8]) {
        switch layout.size {
        case 1: split(numbers, of: UInt8.self)
        case 2: split(numbers, of: UInt16.self)
        case 4: split(numbers, of: UInt32.self)
        default: split(numbers, of: UInt64.self)
        }
    }

    /// Whether any number has no bit set.
    static func hasZeros(_ numbers: UnsafeRawBufferPointer, layout: WordLayout) -> Bool {
        func hasZero<Word: FixedWidthInteger & BitwiseCopyable>(of: Word.Type) -> Bool {
            stride(from: 0, to: numbers.count, by: MemoryLayout<Word>.size).contains {
                numbers.loadUnaligned(fromByteOffset: $0, as: Word.self) == 0
            }
        }
        return switch layout.size {
        case 1: hasZero(of: UInt8.self)
        case 2: hasZero(of: UInt16.self)
        case 4: hasZero(of: UInt32.self)
        default: hasZero(of: UInt64.self)
        }
    }

    /// How many numbers of a block of `count` are marked.
    ///
    /// - Throws: where a bit behind the last number is set.
    static func count(in map: UnsafeRawBufferPointer, of count: Int) throws(BlockProblem) -> Int {
        if count % 8 != 0, let last = map.last, last >> (count % 8) != 0 {
            throw BlockProblem(.bitMap, expected: "no bit for a number behind the last", found: "one")
        }
        return map.reduce(0) { $0 + $1.nonzeroBitCount }
    }

    /// Puts `marked` where the map says, and zeros elsewhere; the inverse of `split`.
    ///
    /// - Throws: where a marked number is zero, which has no business among them.
    static func merge(
        map: UnsafeRawBufferPointer, marked: UnsafeRawBufferPointer, into numbers: UnsafeMutableRawBufferPointer,
        layout: WordLayout
    ) throws(BlockProblem) {
        let hasZero =
            switch layout.size {
            case 1: merge(map, marked, into: numbers, of: UInt8.self)
            case 2: merge(map, marked, into: numbers, of: UInt16.self)
            case 4: merge(map, marked, into: numbers, of: UInt32.self)
            default: merge(map, marked, into: numbers, of: UInt64.self)
            }
        if hasZero { throw BlockProblem(.bitMap, expected: "no zero among the numbers that are marked", found: "one") }
    }

    @inline(__always)
    private static func split<Word: FixedWidthInteger>(
        _ numbers: UnsafeRawBufferPointer, of: Word.Type
    ) -> (map: [UInt8], numbers: [UInt8]) {
        let size = MemoryLayout<Word>.size
        let count = numbers.count / size
        var map = [UInt8](repeating: 0, count: length(count: count))
        let marked = [UInt8](unsafeUninitializedCapacity: numbers.count) { target, initialized in
            var end = 0
            for i in 0..<count {
                let word = numbers.loadUnaligned(fromByteOffset: i * size, as: Word.self)
                UnsafeMutableRawBufferPointer(target).storeBytes(of: word, toByteOffset: end, as: Word.self)
                // Always stored, and overwritten by the next where it is zero: no branch that can't be foretold.
                let bit: UInt8 = word == 0 ? 0 : 1
                map[i >> 3] |= bit << UInt8(i & 7)
                end += Int(bit) * size
            }
            initialized = end
        }
        return (map, marked)
    }

    @inline(__always)
    private static func merge<Word: FixedWidthInteger>(
        _ map: UnsafeRawBufferPointer, _ marked: UnsafeRawBufferPointer, into numbers: UnsafeMutableRawBufferPointer,
        of: Word.Type
    ) -> Bool {
        let size = MemoryLayout<Word>.size
        var position = 0
        var hasZero = false
        for i in 0..<numbers.count / size {
            guard map[i >> 3] >> UInt8(i & 7) & 1 == 1 else {
                numbers.storeBytes(of: 0, toByteOffset: i * size, as: Word.self)
                continue
            }
            let word = marked.loadUnaligned(fromByteOffset: position, as: Word.self)
            hasZero = hasZero || word == 0
            numbers.storeBytes(of: word, toByteOffset: i * size, as: Word.self)
            position += size
        }
        return hasZero
    }
}
