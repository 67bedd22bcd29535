/// How a sample of the resized image is made from those around its place in the original.
///
/// A filter is a kernel of a support; where the image shrinks, both are widened by the ratio, so that every sample of
/// the original counts (antialiasing).
public enum ResizeFilter: Sendable, Hashable {
    /// The triangle, 1 − |x| within 1.
    case bilinear

    /// The distance from the centre at which the kernel ends, in samples of the original at a ratio of 1.
    var support: Double {
        switch self {
        case .bilinear: 1
        }
    }

    /// The kernel at a distance from the centre.
    func weight(at distance: Double) -> Double {
        switch self {
        case .bilinear: max(0, 1 - abs(distance))
        }
    }
}
