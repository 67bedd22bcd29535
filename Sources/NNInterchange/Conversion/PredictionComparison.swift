import NNModel

/// How far the outputs of two models are apart on random inputs: those of SplitMix64 that the format makes of the seeds
/// 1, 2, …
struct PredictionComparison {
    let examples: Int
    /// The largest |a − e| ÷ max(1, max |e| of the example); two NaN or the same infinity are no difference.
    let worst: Double
    /// Examples of which the two give different classes; none where the output is no probability.
    let changedAnswers: Int

    /// Compares on so many examples, on fewer where they would take more multiplications, but on two at least; nil where
    /// this version can't compute one of the models.
    ///
    /// Both are computed in the same arithmetic, so that tensors alone can make a difference.
    ///
    /// - Parameter visitor: goes over the weights once, along with the comparison if there is any.
    init?(
        _ expected: Model, _ actual: Model, examples: Int, multiplications: Int,
        beside visitor: (any WeightsVisitor)? = nil
    ) {
        let examples = max(2, min(examples, multiplications / max(1, expected.parameterCount)))
        if expected.isDouble || actual.isDouble {
            self.init(expected, actual, examples: examples, visitor, in: Double.self)
        } else {
            self.init(expected, actual, examples: examples, visitor, in: Float.self)
        }
    }

    private init?<Scalar: Real>(
        _ expected: Model, _ actual: Model, examples: Int, _ visitor: (any WeightsVisitor)?, in type: Scalar.Type
    ) {
        let weights = expected.layers.map(\.weights)
        guard let first = try? Predictor<Scalar>(expected), let second = try? Predictor<Scalar>(actual) else {
            if let visitor { passOver(weights, with: [visitor]) }
            return nil
        }
        var (worst, changed) = (0.0, 0)
        let atOnce = first.examplesInAPass
        for start in stride(from: 0, to: examples, by: atOnce) {
            let inputs = (start..<min(start + atOnce, examples)).map { seed in
                let check = VerificationCheck(source: .seed(UInt64(seed) + 1), tolerance: 1, expected: [])
                return check.example(for: expected.input).map { Scalar($0) }
            }
            let (one, other) = (ForwardPass(first, of: inputs), ForwardPass(second, of: inputs))
            let others: [any WeightsVisitor] = start == 0 ? [visitor].compactMap { $0 } : []
            passOver(weights, with: others + [one, other])
            for (e, a) in zip(one.activations, other.activations) {
                worst = max(worst, Self.difference(e.map { Double($0) }, a.map { Double($0) }))
                if case .classes(let one, _) = Answer(e, output: expected.output),
                    case .classes(let other, _) = Answer(a, output: actual.output), one != other
                {
                    changed += 1
                }
            }
        }
        (self.examples, self.worst, changedAnswers) = (examples, worst, changed)
    }

    private static func difference(_ expected: [Double], _ actual: [Double]) -> Double {
        let unit = expected.reduce(1.0) { $1.isFinite ? max($0, abs($1)) : $0 }
        return zip(expected, actual).reduce(0) { worst, pair in
            let (e, a) = pair
            if e == a || (e.isNaN && a.isNaN) { return worst }
            let difference = abs(a - e) / unit
            return difference.isNaN ? .infinity : max(worst, difference)
        }
    }
}
