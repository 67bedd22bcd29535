/// Numbers cut into their bytes: the most significant byte of each number in order, then the next one, and so on.
enum Planes {
    /// Cuts `numbers` into planes, which stand one behind the other in `planes`.
    ///
    /// - Precondition: `planes` is as long as `numbers`, whose length is a multiple of the word's.
    static func split(
        _ numbers: UnsafeRawBufferPointer, into planes: UnsafeMutableRawBufferPointer, layout: WordLayout
    ) {
        switch layout.size {
        case 1: planes.copyMemory(from: numbers)
        case 2: split(numbers, into: planes, of: UInt16.self, rotates: layout.rotates)
        case 4: split(numbers, into: planes, of: UInt32.self, rotates: layout.rotates)
        default: split(numbers, into: planes, of: UInt64.self, rotates: layout.rotates)
        }
    }

    /// Puts `planes`, each of one byte a number, together again; the inverse of `split`.
    ///
    /// - Precondition: as many planes as a word has bytes, each as long as `numbers` has words.
    static func merge(
        _ planes: [UnsafeRawBufferPointer], into numbers: UnsafeMutableRawBufferPointer, layout: WordLayout
    ) {
        switch layout.size {
        case 1: numbers.copyMemory(from: planes[0])
        case 2: merge(planes, into: numbers, of: UInt16.self, rotates: layout.rotates)
        case 4: merge(planes, into: numbers, of: UInt32.self, rotates: layout.rotates)
        default: merge(planes, into: numbers, of: UInt64.self, rotates: layout.rotates)
        }
    }

    /// Numbers that fit into the processor's first cache with their planes; each plane is one simple loop over them,
    /// which the compiler turns into vector instructions.
    private static let tile = 1024

    @inline(__always)
    private static func split<Word: FixedWidthInteger & UnsignedInteger>(
        _ numbers: UnsafeRawBufferPointer, into planes: UnsafeMutableRawBufferPointer, of: Word.Type, rotates: Bool
    ) {
        let size = MemoryLayout<Word>.size
        let count = numbers.count / size
        withUnsafeTemporaryAllocation(of: Word.self, capacity: tile) { words in
            for start in stride(from: 0, to: count, by: tile) {
                let length = min(tile, count - start)
                for i in 0..<length {
                    let word = Word(
                        littleEndian: numbers.loadUnaligned(fromByteOffset: (start + i) * size, as: Word.self))
                    words[i] = rotates ? word << 1 | word >> (Word.bitWidth - 1) : word
                }
                for plane in 0..<size {
                    let shift = 8 * (size - 1 - plane)
                    let target = UnsafeMutableRawBufferPointer(rebasing: planes[(plane * count + start)...])
                    for i in 0..<length { target[i] = UInt8(truncatingIfNeeded: words[i] >> shift) }
                }
            }
        }
    }

    @inline(__always)
    private static func merge<Word: FixedWidthInteger & UnsignedInteger>(
        _ planes: [UnsafeRawBufferPointer], into numbers: UnsafeMutableRawBufferPointer, of: Word.Type, rotates: Bool
    ) {
        let size = MemoryLayout<Word>.size
        let count = numbers.count / size
        withUnsafeTemporaryAllocation(of: Word.self, capacity: tile) { words in
            for start in stride(from: 0, to: count, by: tile) {
                let length = min(tile, count - start)
                for i in 0..<length { words[i] = 0 }
                for plane in planes {
                    let source = UnsafeRawBufferPointer(rebasing: plane[start...])
                    for i in 0..<length { words[i] = words[i] << 8 | Word(source[i]) }
                }
                for i in 0..<length {
                    let word = rotates ? words[i] >> 1 | words[i] << (Word.bitWidth - 1) : words[i]
                    numbers.storeBytes(of: word.littleEndian, toByteOffset: (start + i) * size, as: Word.self)
                }
            }
        }
    }
}
