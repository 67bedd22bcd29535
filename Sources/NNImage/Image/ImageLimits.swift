/// What a file may make the decoders do. Everything that a file declares is held against these before memory is taken.
///
/// Fixed besides: a JPEG file has at most 500 scans, a chunk of a PNG file other than pixels at most 8 MB.
public struct ImageLimits: Sendable, Hashable {
    /// The most pixels, height × width; 200 million unless told. A decoded pixel takes up to 4 bytes, and while a
    /// progressive JPEG is decoded up to 6 more.
    public var pixels: Int

    /// Limits as given, or the usual ones.
    public init(pixels: Int = 200_000_000) {
        self.pixels = pixels
    }

    func allows(height: Int, width: Int) -> Bool {
        let (product, overflow) = height.multipliedReportingOverflow(by: width)
        return !overflow && product <= pixels
    }
}
