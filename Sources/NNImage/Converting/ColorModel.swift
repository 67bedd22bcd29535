/// What a network takes: one channel or three.
public enum ColorModel: Sendable, Hashable {
    /// One channel, luma by ITU-R BT.601.
    case grey
    /// Red, green and blue.
    case rgb

    /// The model for inputs of so many channels, or nil where that is neither 1 nor 3.
    public init?(channels: Int) {
        switch channels {
        case 1: self = .grey
        case 3: self = .rgb
        default: return nil
        }
    }
}

extension Image {
    /// The image in one of the colour models: alpha is laid over white, inks become light, all as Pillow's `paste` with
    /// a mask and `convert` do it.
    ///
    /// - Returns: an image of format `.grey` or `.rgb`.
    public func converted(to color: ColorModel) -> Image {
        let opaque = flattened()
        return switch (opaque.format, color) {
        case (.grey, .rgb):
            opaque.mapPixels(to: .rgb) {
                $1[0] = $0[0]; $1[1] = $0[0]; $1[2] = $0[0]
            }
        case (.rgb, .grey): opaque.mapPixels(to: .grey) { $1[0] = luma($0[0], $0[1], $0[2]) }
        default: opaque
        }
    }

    /// The image over white, and out of inks: grey or RGB.
    func flattened() -> Image {
        switch format {
        case .grey, .rgb: self
        case .greyAlpha: mapPixels(to: .grey) { $1[0] = overWhite($0[0], alpha: $0[1]) }
        case .rgba:
            mapPixels(to: .rgb) { source, target in
                for channel in 0..<3 { target[channel] = overWhite(source[channel], alpha: source[3]) }
            }
        case .cmyk:
            mapPixels(to: .rgb) { source, target in
                for channel in 0..<3 { target[channel] = light(ink: source[channel], black: source[3]) }
            }
        }
    }

    @inline(__always)
    private func mapPixels(
        to format: PixelFormat, _ transform: (UnsafePointer<UInt8>, UnsafeMutablePointer<UInt8>) -> Void
    ) -> Image {
        pixels.withUnsafeBufferPointer { stored in
            Image(size: size, format: format) { output, _ in
                guard var source = stored.baseAddress else { return }
                var target = output
                for _ in 0..<size.height * size.width {
                    transform(source, target)
                    source += self.format.channels
                    target += format.channels
                }
            }
        }
    }
}

/// Pillow's `convert("L")`: (19595·R + 38470·G + 7471·B + 2¹⁵) ÷ 2¹⁶.
private func luma(_ red: UInt8, _ green: UInt8, _ blue: UInt8) -> UInt8 {
    UInt8(truncatingIfNeeded: (Int32(red) * 19595 + Int32(green) * 38470 + Int32(blue) * 7471 + 0x8000) >> 16)
}

/// A sample over white: (sample·alpha + 255·(255 − alpha)) ÷ 255, rounded.
private func overWhite(_ sample: UInt8, alpha: UInt8) -> UInt8 {
    dividedBy255(Int32(sample) * Int32(alpha) + 255 * (255 - Int32(alpha)))
}

/// Pillow's CMYK to RGB: the light that black lets through, less the share that the ink takes of it.
private func light(ink: UInt8, black: UInt8) -> UInt8 {
    let paper = 255 - black
    return paper - dividedBy255(Int32(ink) * Int32(paper))
}

/// The quotient rounded, exact for all products of two samples.
private func dividedBy255(_ product: Int32) -> UInt8 {
    let shifted = product + 128
    return UInt8(truncatingIfNeeded: (shifted >> 8 + shifted) >> 8)
}
