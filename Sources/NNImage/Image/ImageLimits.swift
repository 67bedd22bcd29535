/// What a file may make the decoders do. Everything that a file declares is held against these before memory is taken.
///
/// Fixed besides: no side is longer than 1,000,000 pixels (libpng's own limit; the weights of resampling grow with the
/// side), and a JPEG file has at most 500 scans.
public struct ImageLimits: Sendable, Hashable {
    /// The longest side, in pixels.
    static let side = 1_000_000

    /// The most pixels, height × width; 200 million unless told. A decoded pixel takes up to 4 bytes, while a progressive
    /// JPEG or a lossless WebP is decoded up to 6 more, and 4 more while the image is converted and resized.
    public var pixels: Int

    /// Limits as given, or the usual ones.
    public init(pixels: Int = 200_000_000) {
        self.pixels = pixels
    }

    /// The size that a file declares.
    ///
    /// - Throws: `.damaged` where a side is 0 or negative, `.tooLarge` or `.tooLong` beyond a limit.
    func size(_ format: ImageFormat, height: Int, width: Int) throws(ImageError.Problem) -> ImageSize {
        guard height > 0, width > 0 else {
            throw .damaged(format, message: "expected at least one pixel, found \(height)x\(width)")
        }
        let (product, overflow) = height.multipliedReportingOverflow(by: width)
        guard !overflow, product <= pixels else {
            throw .tooLarge(format, height: height, width: width, limit: pixels)
        }
        guard max(height, width) <= Self.side else {
            throw .tooLong(format, height: height, width: width, limit: Self.side)
        }
        return ImageSize(height: height, width: width)
    }
}
