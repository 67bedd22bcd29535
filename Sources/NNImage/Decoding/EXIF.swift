/// Finds the orientation in EXIF data, a TIFF file in miniature (EXIF 2.32, 4.6): the tag 0x0112 of its first directory.
///
/// What is malformed has no orientation: that costs nobody the picture.
/// - Parameter exif: the TIFF header and what follows, without JPEG's `Exif` prefix.
func orientation(inEXIF exif: UnsafeRawBufferPointer) -> Orientation? {
    guard let tiff = TIFFBytes(exif), let directory = tiff.u32(at: 4), let entries = tiff.u16(at: directory) else {
        return nil
    }
    for index in 0..<entries {
        let entry = directory + 2 + 12 * index
        guard let tag = tiff.u16(at: entry), let type = tiff.u16(at: entry + 2) else { return nil }
        guard tag == orientationTag else { continue }
        let value = type == shortType ? tiff.u16(at: entry + 8) : type == longType ? tiff.u32(at: entry + 8) : nil
        return value.flatMap { Orientation(rawValue: $0) }
    }
    return nil
}

private let orientationTag = 0x0112
private let shortType = 3
private let longType = 4

/// Numbers of a TIFF file, in the byte order that its first bytes name. Reading beyond the end gives nil.
private struct TIFFBytes {
    private let bytes: UnsafeRawBufferPointer
    private let isBigEndian: Bool

    init?(_ bytes: UnsafeRawBufferPointer) {
        if bytes.starts(with: [0x49, 0x49, 0x2A, 0x00]) {
            isBigEndian = false
        } else if bytes.starts(with: [0x4D, 0x4D, 0x00, 0x2A]) {
            isBigEndian = true
        } else {
            return nil
        }
        self.bytes = bytes
    }

    func u16(at offset: Int) -> Int? { number(at: offset, size: 2) }

    func u32(at offset: Int) -> Int? { number(at: offset, size: 4) }

    private func number(at offset: Int, size: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - size else { return nil }
        var value = 0
        for index in 0..<size {
            value = value << 8 | Int(bytes[offset + (isBigEndian ? index : size - 1 - index)])
        }
        return value
    }
}
