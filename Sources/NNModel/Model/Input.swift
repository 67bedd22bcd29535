/// What a network takes, and how raw input becomes A[0].
public struct Input: Sendable, Equatable {
    /// A name for people and for other formats, or an empty string.
    public var name: String
    /// The shape of one example; images are `[height, width, channels]` or `[height, width]`, row-major.
    public var shape: [Int]
    /// The smallest and largest value that an element of raw input takes: 0 and 255 for pixels.
    public var range: ClosedRange<Double>?
    /// What happens to each element before the first layer.
    public var scaling: Scaling
    /// How an image of another size is brought to `shape`; nil where the input is no image.
    public var resizing: Resizing?

    /// An input of this description.
    public init(
        name: String = "", shape: [Int], range: ClosedRange<Double>? = nil, scaling: Scaling = .none,
        resizing: Resizing? = nil
    ) {
        self.name = name
        self.shape = shape
        self.range = range
        self.scaling = scaling
        self.resizing = resizing
    }

    /// How many numbers one example has.
    public var featureCount: Int { shape.reduce(1, *) }

    /// Height, width and channels where the input can be an image of 1, 3 or 4 channels, else nil.
    public var imageSize: (height: Int, width: Int, channels: Int)? {
        switch shape.count {
        case 2: (shape[0], shape[1], 1)
        case 3 where [1, 3, 4].contains(shape[2]): (shape[0], shape[1], shape[2])
        default: nil
        }
    }
}

/// The preprocessing of numbers: a = (x − offset) / divisor, computed in the precision of the network.
///
/// A division, since pixels ÷ 255 is what people's scripts compute, and x · (1/255) differs from it in the last digit.
public struct Scaling: Sendable, Equatable {
    /// One number for all elements, one for each index of the last axis (the channel), or one for each element.
    public var offsets: [Double]
    /// As many as `offsets`; finite and not 0.
    public var divisors: [Double]

    /// - Precondition: as many divisors as offsets, at least one, all finite and no divisor 0.
    public init(offsets: [Double], divisors: [Double]) {
        precondition(offsets.count == divisors.count && !offsets.isEmpty, "offsets and divisors come in pairs")
        precondition((offsets + divisors).allSatisfy(\.isFinite) && !divisors.contains(0), "not finite, or 0")
        self.offsets = offsets
        self.divisors = divisors
    }

    /// Elements are taken as they are.
    public static let none = Scaling(offsets: [0], divisors: [1])
    /// Pixels of 0 to 255 become 0 to 1.
    public static let pixels = Scaling(offsets: [0], divisors: [255])

    /// Prepares one example, given its raw elements.
    ///
    /// - Precondition: `offsets.count` divides `values.count`.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func apply<Scalar: Real>(to values: UnsafeMutableBufferPointer<Scalar>) {
        guard self != .none else { return }
        let period = offsets.count
        let (offsets, divisors) = (offsets.map { Scalar($0) }, divisors.map { Scalar($0) })
        for start in stride(from: 0, to: values.count, by: period) {
            for i in 0..<period { values[start + i] = (values[start + i] - offsets[i]) / divisors[i] }
        }
    }
}

/// How an image of another size is brought to the size that a network takes.
public struct Resizing: Sendable, Equatable {
    /// The interpolation; all but `nearest` are antialiased when an image shrinks.
    public enum Filter: String, Sendable, CaseIterable {
        case nearest, bilinear, bicubic, lanczos, area
    }

    /// What happens where the proportions differ.
    public enum Fit: String, Sendable, CaseIterable {
        /// The image is distorted.
        case stretch
        /// The whole image, with white bars.
        case fit
        /// The centre of the image.
        case crop
    }

    /// The interpolation.
    public var filter: Filter
    /// What happens where the proportions differ.
    public var fit: Fit

    /// Bilinear and stretched, unless told otherwise.
    public init(filter: Filter = .bilinear, fit: Fit = .stretch) {
        self.filter = filter
        self.fit = fit
    }
}
