import NNFile

/// A picture in memory: 8-bit samples, row by row from the top, the channels of a pixel side by side.
///
/// Decoding gives the samples as the file holds them (16-bit ones reduced to 8). A network takes them after
/// `prepared(_:color:filter:fit:)`.
public struct Image: Sendable, Equatable, CustomStringConvertible {
    /// Height and width in pixels.
    public let size: ImageSize
    /// What the samples mean, and how many a pixel has.
    public let format: PixelFormat
    /// The samples, `size.height × size.width × format.channels`, row-major.
    public let pixels: [UInt8]

    /// A picture of samples that are in memory already.
    ///
    /// - Precondition: `pixels` has `size.height × size.width × format.channels` elements.
    public init(size: ImageSize, format: PixelFormat, pixels: [UInt8]) {
        precondition(pixels.count == size.height * size.width * format.channels, "samples don't fill the image")
        self.size = size
        self.format = format
        self.pixels = pixels
    }

    /// Samples in a pixel.
    public var channels: Int { format.channels }

    /// Size and format; the samples would fill pages.
    public var description: String { "\(size) \(format)" }

    /// A picture whose samples `fill` writes, all of them, given `pixels` and `count`.
    init(size: ImageSize, format: PixelFormat, fill: (UnsafeMutablePointer<UInt8>, Int) -> Void) {
        let count = size.height * size.width * format.channels
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            prepareToFill(UnsafeMutableRawBufferPointer(buffer))
            if let start = buffer.baseAddress { fill(start, count) }
            initialized = count
        }
        self.init(size: size, format: format, pixels: pixels)
    }
}
