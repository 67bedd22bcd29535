#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How a sample of the resized image is made from those around its place in the original.
///
/// All but `nearest` are a kernel of a support; where the image shrinks, both are widened by the ratio, so that every
/// sample of the original counts (antialiasing).
public enum ResizeFilter: String, Sendable, CaseIterable {
    /// The sample of the original in which the centre falls. What lies between is lost.
    case nearest
    /// The mean of the samples that a pixel covers, Pillow's `BOX`: 1 within ½.
    case area
    /// The triangle, 1 − |x| within 1.
    case bilinear
    /// The cubic convolution of Keys (1981) with a = −½, within 2.
    case bicubic
    /// sinc(x) · sinc(x ÷ 3) within 3.
    case lanczos

    /// The distance from the centre at which the kernel ends, in samples of the original at a ratio of 1.
    var support: Double {
        switch self {
        case .nearest, .area: 0.5
        case .bilinear: 1
        case .bicubic: 2
        case .lanczos: 3
        }
    }

    /// The kernel at a distance from the centre; each is written as Pillow writes it, so that weights agree bit for bit.
    func weight(at distance: Double) -> Double {
        let x = abs(distance)
        switch self {
        case .nearest, .area: return distance > -0.5 && distance <= 0.5 ? 1 : 0
        case .bilinear: return max(0, 1 - x)
        case .bicubic:
            let a = -0.5
            if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
        case .lanczos: return distance >= -3 && distance < 3 ? sinc(distance) * sinc(distance / 3) : 0
        }
    }
}

private func sinc(_ x: Double) -> Double { x == 0 ? 1 : sin(x * .pi) / (x * .pi) }
