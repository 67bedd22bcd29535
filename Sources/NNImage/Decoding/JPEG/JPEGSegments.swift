/// What stands in a JPEG file before its first scan, as far as the decoder doesn't tell.
package struct JPEGSegments {
    /// Where the EXIF data are, without the `Exif` prefix; the first ones where there are several.
    package private(set) var exif: Range<Int>?
    /// Whether the file ends before its first scan's data begin.
    package private(set) var endEarly = true
    /// Whether there are several scans, so that the decoder has to keep the coefficients of the whole image: it is
    /// progressive, or the first scan lacks components.
    package private(set) var hasSeveralScans = false

    /// Walks the marker segments (T.81, B.1.1). Stray bytes between them are passed over, as libjpeg does, which
    /// complains about them later.
    package init(_ bytes: UnsafeRawBufferPointer) {
        var offset = 0
        var components: UInt8?
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
            if marker == 0xDA {  // SOS, whose first byte counts components
                if let components, offset + 2 < end, bytes[offset + 2] < components { hasSeveralScans = true }
                endEarly = false
                return
            }
            if let isProgressive = Self.isProgressive(frame: marker) {
                hasSeveralScans = isProgressive
                components = offset + 7 < end ? bytes[offset + 7] : nil
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

    /// Whether the frame that a marker begins is progressive; nil where it begins none (T.81, table B.1).
    private static func isProgressive(frame marker: UInt8) -> Bool? {
        switch marker {
        case 0xC4, 0xC8, 0xCC: nil  // DHT, JPG, DAC
        case 0xC0...0xCF: marker & 3 == 2
        default: nil
        }
    }
}
