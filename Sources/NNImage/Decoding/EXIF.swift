/// Finds the orientation in EXIF data, a TIFF file in miniature (EXIF 2.32, 4.6): the tag 0x0112 of its first directory.
///
/// What is malformed has no orientation: that costs nobody the picture.
/// - Parameter exif: the TIFF header and what follows, without JPEG's `Exif` prefix.
func orientation(inEXIF exif: UnsafeRawBufferPointer) -> Orientation? {
    guard let tiff = Numbers(tiff: exif), let directory = tiff.u32(at: 4), let entries = tiff.u16(at: directory) else {
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

/// What stands before the TIFF header in a JPEG file, and in some WebP files.
let exifPrefix: [UInt8] = [0x45, 0x78, 0x69, 0x66, 0, 0]

private let orientationTag = 0x0112
private let shortType = 3
private let longType = 4

extension Numbers {
    /// The numbers of a TIFF file, in the byte order that its first bytes name; nil where they name none.
    fileprivate init?(tiff bytes: UnsafeRawBufferPointer) {
        if bytes.starts(with: [0x49, 0x49, 0x2A, 0x00]) {
            self.init(bytes: bytes, isBigEndian: false)
        } else if bytes.starts(with: [0x4D, 0x4D, 0x00, 0x2A]) {
            self.init(bytes: bytes, isBigEndian: true)
        } else {
            return nil
        }
    }
}
