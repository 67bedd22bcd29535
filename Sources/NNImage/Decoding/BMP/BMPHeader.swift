/// The header of a bitmap file: BITMAPFILEHEADER, one of the headers of Windows or OS/2 behind it, and the palette.
///
/// Numbers are little-endian, and stand where Microsoft's documentation of BITMAPCOREHEADER to BITMAPV5HEADER has them.
struct BMPHeader {
    /// How the pixels are stored.
    enum Storage {
        /// Rows of indices into the palette, of 1, 2, 4 or 8 bits, the first in the highest bits.
        case indices
        /// Runs of indices of 4 or 8 bits (BI_RLE4, BI_RLE8).
        case runs
        /// Rows of pixels of 16, 24 or 32 bits, of which some bits each are a sample.
        case fields(BMPBitFields)
    }

    let height: Int
    let width: Int
    /// Whether the first row stored is the topmost.
    let isTopDown: Bool
    /// Bits of a pixel.
    let depth: Int
    let storage: Storage
    /// Red, green and blue of each index, one after the other.
    let palette: [UInt8]
    /// Where the pixels begin.
    let pixelsStart: Int

    init(_ bytes: UnsafeRawBufferPointer) throws(ImageError.Problem) {
        let file = BMPNumbers(bytes)
        let length = try file.u32(at: 14)
        // Of OS/2's second version there is a short form, which ends before the compression.
        guard [12, 16, 40, 52, 56, 64, 108, 124].contains(length) else {
            throw .damaged(.bmp, message: "expected a known header, found one of \(length) bytes")
        }
        let isCore = length == 12
        let signedHeight = isCore ? try file.u16(at: 20) : try file.i32(at: 22)
        width = isCore ? try file.u16(at: 18) : try file.i32(at: 18)
        (height, isTopDown) = (abs(signedHeight), signedHeight < 0)
        depth = try file.u16(at: isCore ? 24 : 28)
        let compression = length >= 40 ? try file.u32(at: 30) : 0
        storage = try Self.storage(file, headerLength: length, depth: depth, compression)
        // In headers of 40 bytes the masks aren't, but behind them.
        let end = 14 + length + (length == 40 ? compression == 3 ? 12 : compression == 6 ? 16 : 0 : 0)
        let declaredStart = try file.u32(at: 10)
        guard declaredStart == 0 || declaredStart >= 14 + length else {
            throw .damaged(.bmp, message: "the pixels begin within the header")
        }
        guard depth <= 8 else {
            palette = []
            pixelsStart = declaredStart == 0 ? end : declaredStart
            return
        }
        let declaredColors = length >= 40 ? try file.u32(at: 46) : 0
        var colors = min(declaredColors == 0 ? 1 << depth : declaredColors, 1 << depth)
        let entrySize = isCore ? 3 : 4
        // Some programs leave the place of the pixels out, or give that of the palette.
        if declaredStart <= end {
            pixelsStart = end + colors * entrySize
        } else {
            pixelsStart = declaredStart
            colors = min(colors, (declaredStart - end) / entrySize)
        }
        palette = try Self.palette(file, at: end, colors: colors, entrySize: entrySize)
    }

    private static func storage(
        _ file: BMPNumbers, headerLength: Int, depth: Int, _ compression: Int
    ) throws(ImageError.Problem) -> Storage {
        // From 3 on OS/2 has other meanings.
        let meaning = headerLength == 64 && compression >= 3 ? -1 : compression
        switch (meaning, depth) {
        case (0, 1), (0, 2), (0, 4), (0, 8): return .indices
        case (1, 8), (2, 4): return .runs
        case (0, 16), (0, 24), (0, 32): return .fields(BMPBitFields(usualFor: depth))
        case (3, 16), (3, 24), (3, 32), (6, 16), (6, 24), (6, 32):
            var masks: [Int] = []
            for index in 0..<(headerLength >= 56 || compression == 6 ? 4 : 3) {
                masks.append(try file.u32(at: 54 + 4 * index))
            }
            return .fields(try BMPBitFields(masks: masks, depth: depth))
        default: throw .damaged(.bmp, message: "compression \(compression) of \(depth) bits a pixel")
        }
    }

    /// Stored are blue, green, red, and in entries of 4 bytes one more.
    private static func palette(
        _ file: BMPNumbers, at start: Int, colors: Int, entrySize: Int
    ) throws(ImageError.Problem) -> [UInt8] {
        var palette: [UInt8] = []
        for entry in 0..<colors {
            for channel in [2, 1, 0] {
                palette.append(UInt8(try file.u8(at: start + entry * entrySize + channel)))
            }
        }
        return palette
    }
}

/// Numbers of a bitmap's header; reading beyond the end says that the file is cut off.
private struct BMPNumbers {
    private let numbers: Numbers

    init(_ bytes: UnsafeRawBufferPointer) {
        numbers = Numbers(bytes: bytes, isBigEndian: false)
    }

    func u8(at offset: Int) throws(ImageError.Problem) -> Int { try found(numbers.u8(at: offset)) }

    func u16(at offset: Int) throws(ImageError.Problem) -> Int { try found(numbers.u16(at: offset)) }

    func u32(at offset: Int) throws(ImageError.Problem) -> Int { try found(numbers.u32(at: offset)) }

    func i32(at offset: Int) throws(ImageError.Problem) -> Int { try found(numbers.i32(at: offset)) }

    private func found(_ number: Int?) throws(ImageError.Problem) -> Int {
        guard let number else {
            throw .truncated(.bmp, length: numbers.bytes.count, message: "within the header")
        }
        return number
    }
}
