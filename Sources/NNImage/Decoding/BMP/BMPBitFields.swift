/// Which bits of a pixel are which sample.
struct BMPBitFields {
    /// Some neighbouring bits, or none.
    struct Field {
        private let shift: UInt32
        private let most: UInt32

        /// - Returns: nil where the bits of the mask aren't neighbours.
        init?(mask: UInt32) {
            shift = mask == 0 ? 0 : UInt32(mask.trailingZeroBitCount)
            most = mask >> shift
            guard most & (most &+ 1) == 0 else { return nil }
        }

        /// The sample of a pixel as 8 bits, cut off as by Pillow (`Unpack.c`); 0 where there are no bits.
        @inline(__always)
        func sample(_ pixel: UInt32) -> UInt8 {
            let value = pixel >> shift & most
            if most == 255 { return UInt8(truncatingIfNeeded: value) }
            guard most != 0 else { return 0 }
            return UInt8(truncatingIfNeeded: UInt64(value) * 255 / UInt64(most))
        }
    }

    let red: Field
    let green: Field
    let blue: Field
    /// Opacity; as in Pillow, only pixels of 32 bits have it, and only where the file names its bits.
    let alpha: Field?

    /// Those of pixels for which a file names none: 5 bits each of 16, else 8, blue in the lowest.
    init(usualFor depth: Int) {
        let masks: [UInt32] = depth == 16 ? [0x7C00, 0x3E0, 0x1F] : [0xFF0000, 0xFF00, 0xFF]
        let fields = masks.compactMap { Field(mask: $0) }
        (red, green, blue, alpha) = (fields[0], fields[1], fields[2], nil)
    }

    /// - Parameter masks: those of red, green, blue, and maybe alpha.
    /// - Throws: `.damaged` where the bits of one aren't neighbours, or none of the pixel's.
    init(masks: [Int], depth: Int) throws(ImageError.Problem) {
        var masks = masks.map { UInt32(truncatingIfNeeded: $0) }
        // To Pillow no masks at all are those that everybody uses.
        if depth == 32, masks.allSatisfy({ $0 == 0 }) { masks = [0xFF0000, 0xFF00, 0xFF, 0xFF00_0000] }
        let fields = masks.compactMap { Field(mask: $0) }
        guard fields.count == masks.count, masks.allSatisfy({ UInt64($0) >> UInt64(depth) == 0 }),
            masks.prefix(3).contains(where: { $0 != 0 })
        else {
            let found = masks.map { String($0, radix: 16, uppercase: true) }.joined(separator: ", ")
            throw .damaged(.bmp, message: "expected masks of neighbouring bits of \(depth), found \(found)")
        }
        (red, green, blue) = (fields[0], fields[1], fields[2])
        alpha = depth == 32 && masks.count == 4 && masks[3] != 0 ? fields[3] : nil
    }
}
