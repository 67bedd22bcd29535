import NNFile

/// Bytes that are in memory, or a view into a file that stays open for as long as the view lives.
enum ByteStorage: Sendable {
    case owned([UInt8])
    case mapped(FileBytes, Range<Int>)

    /// Lends the bytes; the pointer must not outlive the call.
    func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch self {
        case .owned(let bytes):
            return try bytes.span.bytes.withUnsafeBytes(body)
        case .mapped(let file, let range):
            return try file.withUnsafeBytes { bytes throws(Failure) in
                try body(UnsafeRawBufferPointer(rebasing: bytes[range]))
            }
        }
    }
}
