/// The kinds of image file that can be decoded, told apart by content and never by name.
public enum ImageFormat: Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// JPEG, ITU-T T.81, in a JFIF, EXIF or Adobe file or in none.
    case jpeg
    /// Portable Network Graphics, ISO/IEC 15948.
    case png
    /// WebP, RFC 9649; of an animation the first frame.
    case webP
    /// A bitmap of Windows or OS/2.
    case bmp
    /// Portable bitmap, greymap, pixmap or arbitrary map, as netpbm documents them.
    case pnm

    /// The format that `bytes` begin like, or nil.
    init?(recognising bytes: UnsafeRawBufferPointer) {
        // Of PNG's signature the half that says so: the other half tells a transfer that changed line ends, and the
        // decoder says that better than we could here.
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
            self = .webP
        } else if bytes.starts(with: "BM".utf8) {
            self = .bmp
        } else if PNMHeader.begins(bytes) {
            self = .pnm
        } else {
            return nil
        }
    }

    /// The name that people know the format by.
    public var description: String {
        switch self {
        case .jpeg: "JPEG"
        case .png: "PNG"
        case .webP: "WebP"
        case .bmp: "BMP"
        case .pnm: "PNM"
        }
    }

    /// What is expected where no format is.
    static let anyOfThem = "a JPEG, PNG, WebP, BMP or PNM file"
}
