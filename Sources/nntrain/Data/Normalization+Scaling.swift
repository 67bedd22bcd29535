import NNModel
import NNTraining

extension Normalization {
    /// The preprocessing for inputs of which examples have this shape.
    ///
    /// - Parameters:
    ///   - areBytes: whether they are stored as bytes.
    ///   - read: calls its argument with all inputs, a part at a time and in order; asked for only where they matter.
    func scaling(
        shape: [Int], areBytes: Bool, _ read: ((Examples.Inputs) -> Void) throws -> Void
    ) rethrows -> Scaling {
        switch self {
        case .none: return .none
        case .pixels: return .pixels
        case .auto: return areBytes ? .pixels : .none
        case .standardize:
            // Images by channel, everything else by feature.
            var standardization = Standardization(period: shape.count == 3 ? shape[2] : shape.reduce(1, *))
            try read { standardization.add($0) }
            return standardization.scaling
        }
    }
}

/// Mean 0 and standard deviation 1 for each index modulo `period`, after Welford's one-pass method, which doesn't cancel.
private struct Standardization {
    private var count = 0.0
    private var means: [Double]
    private var squares: [Double]

    init(period: Int) {
        means = [Double](repeating: 0, count: period)
        squares = means
    }

    mutating func add(_ inputs: Examples.Inputs) {
        switch inputs {
        case .bytes(let values): add(values) { Double($0) }
        case .floats(let values): add(values) { Double($0) }
        case .doubles(let values): add(values) { $0 }
        }
    }

    private mutating func add<Element>(_ values: [Element], _ number: (Element) -> Double) {
        let period = means.count
        for start in stride(from: 0, to: values.count, by: period) {
            count += 1
            for i in 0..<period {
                let value = number(values[start + i])
                let distance = value - means[i]
                means[i] += distance / count
                squares[i] += distance * (value - means[i])
            }
        }
    }

    /// What never varies is only shifted.
    var scaling: Scaling {
        let deviations = squares.map { ($0 / count).squareRoot() }
        return Scaling(offsets: means, divisors: deviations.map { $0.isFinite && $0 > 0 ? $0 : 1 })
    }
}
