import NNModel
import NNNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Changes pictures of one shape at random.
///
/// Beyond its edge a picture goes on with the pixels of the edge, since black bars would be something to learn. Turning
/// and moving are one resampling, bilinear where a picture is turned. Nothing is allocated, and the result depends on the
/// seed, the epoch and the place in the order of the epoch alone, not on who computes it. (That order is shuffled anew every
/// epoch, but with a full batch, where the place is the example's own.)
public struct ImageAugmenter: Sendable, Equatable {
    private let augmentation: Augmentation
    private let seed: UInt64
    private let height: Int
    private let width: Int
    private let channels: Int

    /// An augmenter for examples of this shape, `[height, width]` or `[height, width, channels]`.
    ///
    /// - Throws: `TrainingError.badSetting` where they are no pictures, or could be moved out of sight.
    public init(_ augmentation: Augmentation, shape: [Int], seed: UInt64) throws(TrainingError) {
        try augmentation.check()
        guard let size = Input(shape: shape).imageSize, size.height >= 1, size.width >= 1 else {
            throw .badSetting(
                "augmentation: expected pictures of height × width, or of height × width × 1, 3 or 4 channels, found "
                    + "examples of shape \(shape)")
        }
        guard augmentation.shift < min(size.height, size.width) else {
            throw .badSetting(
                "augmentation: shift: expected less than the \(min(size.height, size.width)) pixels of a picture, found "
                    + "\(augmentation.shift)")
        }
        self.augmentation = augmentation
        self.seed = seed
        (height, width, channels) = size
    }

    /// Writes an example as the network sees it in an epoch: raw numbers, before they are scaled.
    ///
    /// - Parameters:
    ///   - pixels: of the example.
    ///   - epoch: from 1.
    ///   - place: its place among the examples of the epoch, from 0.
    ///   - row: room for as many numbers as an example has.
    package func augment<Raw: PixelNumber, Scalar: NetworkReal>(
        _ pixels: UnsafePointer<Raw>, epoch: Int, place: Int, into row: UnsafeMutablePointer<Scalar>
    ) {
        apply(ImageChange(augmentation, seed: seed, epoch: epoch, place: place), to: pixels, into: row)
    }

    /// Writes an example after this change.
    package func apply<Raw: PixelNumber, Scalar: NetworkReal>(
        _ change: ImageChange, to pixels: UnsafePointer<Raw>, into row: UnsafeMutablePointer<Scalar>
    ) {
        if change.degrees == 0 {
            move(change, pixels, into: row)
        } else {
            turn(change, pixels, into: row)
        }
        brighten(change, row, limit: Raw.brightest.map { Scalar($0) })
    }

    /// Whole pixels, exactly.
    @inline(__always)
    private func move<Raw: PixelNumber, Scalar: NetworkReal>(
        _ change: ImageChange, _ pixels: UnsafePointer<Raw>, into row: UnsafeMutablePointer<Scalar>
    ) {
        var target = row
        for y in 0..<height {
            let line = pixels + min(max(y - change.down, 0), height - 1) * width * channels
            for x in 0..<width {
                let unflipped = min(max(x - change.right, 0), width - 1)
                let source = line + (change.isFlipped ? width - 1 - unflipped : unflipped) * channels
                for channel in 0..<channels { target[channel] = source[channel].number() }
                target += channels
            }
        }
    }

    /// Each pixel is taken from where it was before it was moved, turned and flipped, between the four pixels around.
    @inline(__always)
    private func turn<Raw: PixelNumber, Scalar: NetworkReal>(
        _ change: ImageChange, _ pixels: UnsafePointer<Raw>, into row: UnsafeMutablePointer<Scalar>
    ) {
        let angle = change.degrees * (Double.pi / 180)
        let (cosine, sine) = (cos(angle), sin(angle))
        let (lastX, lastY) = (Double(width - 1), Double(height - 1))
        // From a pixel to its right and lower neighbours; a picture one pixel wide has none.
        let (besides, below) = (width > 1 ? channels : 0, height > 1 ? width * channels : 0)
        var target = row
        for y in 0..<height {
            let fromCentreY = Double(y - change.down) - lastY / 2
            for x in 0..<width {
                let fromCentreX = Double(x - change.right) - lastX / 2
                let turnedX = cosine * fromCentreX - sine * fromCentreY + lastX / 2
                let turnedY = sine * fromCentreX + cosine * fromCentreY + lastY / 2
                let sourceX = min(max(change.isFlipped ? lastX - turnedX : turnedX, 0), lastX)
                let sourceY = min(max(turnedY, 0), lastY)
                let (left, top) = (min(Int(sourceX), max(0, width - 2)), min(Int(sourceY), max(0, height - 2)))
                let (shareX, shareY) = (Scalar(sourceX - Double(left)), Scalar(sourceY - Double(top)))
                let upper = pixels + (top * width + left) * channels
                let lower = upper + below
                for channel in 0..<channels {
                    let (a, b): (Scalar, Scalar) = (upper[channel].number(), upper[channel + besides].number())
                    let (c, d): (Scalar, Scalar) = (lower[channel].number(), lower[channel + besides].number())
                    let (above, under) = (a + (b - a) * shareX, c + (d - c) * shareX)
                    target[channel] = above + (under - above) * shareY
                }
                target += channels
            }
        }
    }

    /// Multiplies the pixels, up to a limit; the fourth channel is no colour but opacity, which stays.
    @inline(__always)
    private func brighten<Scalar: NetworkReal>(
        _ change: ImageChange, _ row: UnsafeMutablePointer<Scalar>, limit: Scalar?
    ) {
        guard change.brightness != 1 else { return }
        let (factor, limit) = (Scalar(change.brightness), limit ?? .infinity)
        let count = height * width * channels
        if channels == 4 {
            for i in 0..<count where i % 4 != 3 { row[i] = min(row[i] * factor, limit) }
        } else {
            for i in 0..<count { row[i] = min(row[i] * factor, limit) }
        }
    }
}

/// How the numbers of a picture are stored.
package protocol PixelNumber {
    /// What brightening doesn't go beyond; nil without bounds.
    static var brightest: Double? { get }
    /// The same number in another precision.
    func number<Scalar: NetworkReal>() -> Scalar
}

extension UInt8: PixelNumber {
    package static var brightest: Double? { 255 }
    @inline(__always) package func number<Scalar: NetworkReal>() -> Scalar { Scalar(self) }
}

extension Float: PixelNumber {
    package static var brightest: Double? { nil }
    @inline(__always) package func number<Scalar: NetworkReal>() -> Scalar { Scalar(self) }
}

extension Double: PixelNumber {
    package static var brightest: Double? { nil }
    @inline(__always) package func number<Scalar: NetworkReal>() -> Scalar { Scalar(self) }
}
