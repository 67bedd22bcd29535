/// An input with the output to expect: whoever reads, converts or embeds a model can prove with it that the answers are
/// still those of whoever wrote it.
public struct VerificationCheck: Sendable, Equatable {
    /// Where the input comes from.
    public enum Source: Sendable, Equatable {
        /// The numbers of SplitMix64 from this seed, brought into the range of the input.
        case seed(UInt64)
        /// The raw elements of an example.
        case values([Double])
    }

    /// Where the input comes from.
    public let source: Source
    /// How far an output may be off, for one of magnitude 1 or less; for larger ones relative to them.
    public let tolerance: Double
    /// A[L], one number a unit.
    public let expected: [Double]

    /// A check of these parts; `Model.withVerification(seeds:)` makes them from a model.
    ///
    /// - Precondition: the tolerance is above 0, and every number finite.
    public init(source: Source, tolerance: Double, expected: [Double]) {
        precondition(tolerance > 0 && tolerance.isFinite && expected.allSatisfy(\.isFinite), "no check can be so")
        self.source = source
        self.tolerance = tolerance
        self.expected = expected
    }

    /// The raw elements of the example, before preprocessing, in row-major order.
    ///
    /// A seed gives u = 0 to below 1 for each element, and low + u · (high − low) where the input has a range, or else
    /// offset + (2u − 1) · divisor, of which preprocessing makes numbers from −1 to 1.
    public func example(for input: Input) -> [Double] {
        switch source {
        case .values(let values): return values
        case .seed(let seed):
            var generator = SplitMix64(seed: seed)
            let scaling = input.scaling
            return (0..<input.featureCount).map { index in
                let u = generator.nextUniform()
                if let range = input.range { return range.lowerBound + u * (range.upperBound - range.lowerBound) }
                let scale = index % scaling.offsets.count
                return scaling.offsets[scale] + (2 * u - 1) * scaling.divisors[scale]
            }
        }
    }

    /// How far `activations` are off at most, in tolerances: |a − e| / (t · max(1, |e|)), NaN for NaN.
    ///
    /// - Precondition: as many activations as are expected.
    public func deviation(of activations: [Double]) -> Double {
        precondition(activations.count == expected.count, "\(activations.count) outputs instead of \(expected.count)")
        return zip(activations, expected).reduce(0) { worst, pair in
            let deviation = abs(pair.0 - pair.1) / (tolerance * Swift.max(1, abs(pair.1)))
            return deviation > worst || deviation.isNaN ? deviation : worst
        }
    }

    /// Whether each of `activations` is within the tolerance.
    public func holds(for activations: [Double]) -> Bool {
        deviation(of: activations) <= 1
    }
}
