/// Whole numbers in a file, in the byte order that it has. Reading beyond the end gives nil.
struct Numbers {
    let bytes: UnsafeRawBufferPointer
    let isBigEndian: Bool

    func u8(at offset: Int) -> Int? { number(at: offset, size: 1) }

    func u16(at offset: Int) -> Int? { number(at: offset, size: 2) }

    func u24(at offset: Int) -> Int? { number(at: offset, size: 3) }

    func u32(at offset: Int) -> Int? { number(at: offset, size: 4) }

    func i32(at offset: Int) -> Int? { u32(at: offset).map { Int(Int32(truncatingIfNeeded: $0)) } }

    private func number(at offset: Int, size: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - size else { return nil }
        var value = 0
        for index in 0..<size {
            value = value << 8 | Int(bytes[offset + (isBigEndian ? index : size - 1 - index)])
        }
        return value
    }
}
