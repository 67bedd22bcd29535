/// Everything that a file may ask for, capped.
///
/// The format's own limits are constants; what a caller may set is a property.
public struct Limits: Sendable {
    /// Bytes of the directory.
    public static let directoryBytes = 1 << 20
    /// Chunks in a file, the directory included.
    public static let chunks = 10_000
    /// Layers of a model.
    public static let layers = 4_096
    /// Axes of a tensor or an input.
    public static let rank = 4
    /// Bytes of UTF-8 of a name.
    public static let nameBytes = 255
    /// Bytes that one chunk of records (anything but a tensor) holds after decompression.
    public static let recordBytes = 1 << 24
    /// Columns of a history.
    public static let historyColumns = 1_024
    /// Checks of a verification.
    public static let verificationChecks = 64
    /// Bytes of the value of a metadata entry.
    public static let metadataValueBytes = 1 << 16

    /// Bytes that all chunks together hold after decompression; 2 GiB unless told.
    public var bytes: Int

    /// The caller's own limit.
    public init(bytes: Int = 1 << 31) {
        self.bytes = bytes
    }
}
