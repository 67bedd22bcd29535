/// The kinds of image file that can be decoded, told apart by content and never by name.
public enum ImageFormat: Sendable, Hashable, CustomStringConvertible {
    /// Portable Network Graphics, ISO/IEC 15948.
    case png
    /// JPEG, ITU-T T.81, in a JFIF, EXIF or Adobe file or in none.
    case jpeg

    /// The format that `bytes` begin like, or nil.
    init?(recognising bytes: UnsafeRawBufferPointer) {
        // Of PNG's signature the half that says so: the other half tells a transfer that changed line ends, and the
        // decoder says that better than we could here.
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else {
            return nil
        }
    }

    /// The name that people know the format by.
    public var description: String {
        switch self {
        case .png: "PNG"
        case .jpeg: "JPEG"
        }
    }
}
