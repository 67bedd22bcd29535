/// What stands in a JPEG file before its first scan, as far as the decoder doesn't tell.
struct JPEGSegments {
    /// Where the EXIF data are, without the `Exif` prefix; the first ones where there are several.
    private(set) var exif: Range<Int>?
    /// Whether the file ends before its first scan's data begin.
    private(set) var endEarly = true

    /// Walks the marker segments (T.81, B.1.1). Stray bytes between them are passed over, as libjpeg does, which
    /// complains about them later.
    init(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        while offset + 1 < bytes.count {
            guard bytes[offset] == 0xFF, bytes[offset + 1] != 0xFF, bytes[offset + 1] != 0 else {
                offset += 1
                continue
            }
            let marker = bytes[offset + 1]
            offset += 2
            switch marker {
            case 0xD8, 0x01, 0xD0...0xD7:  // SOI, TEM, RSTn stand alone
                continue
            case 0xD9:  // EOI
                endEarly = false
                return
            default:
                break
            }
            guard offset + 2 <= bytes.count else { return }
            let end = offset + (Int(bytes[offset]) << 8 | Int(bytes[offset + 1]))
            guard end <= bytes.count else { return }
            if marker == 0xDA {  // SOS
                endEarly = false
                return
            }
            let start = offset + 2
            if marker == 0xE1, exif == nil, end >= start + 6,
                UnsafeRawBufferPointer(rebasing: bytes[start..<end]).starts(with: exifPrefix)
            {
                exif = start + 6..<end
            }
            offset = max(start, end)
        }
    }
}
