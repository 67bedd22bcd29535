/// What the samples of a pixel mean. Every sample is 8 bits, and there is no colour profile: the numbers are the file's.
public enum PixelFormat: Sendable, Hashable {
    /// One sample, 0 is black and 255 white.
    case grey
    /// Grey, and opacity: 0 is transparent and 255 opaque. Grey isn't multiplied by it.
    case greyAlpha
    /// Red, green, blue.
    case rgb
    /// Red, green, blue, and opacity, by which the colours aren't multiplied.
    case rgba
    /// Inks, 255 is full cover.
    case cmyk

    /// Samples in a pixel.
    public var channels: Int {
        switch self {
        case .grey: 1
        case .greyAlpha: 2
        case .rgb: 3
        case .rgba, .cmyk: 4
        }
    }
}
