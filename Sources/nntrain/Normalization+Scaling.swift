import NNModel
import NNTraining

extension Normalization {
    /// The preprocessing for these inputs, of examples of this shape.
    func scaling(of inputs: Examples.Inputs, shape: [Int]) -> Scaling {
        switch self {
        case .none: return .none
        case .pixels: return .pixels
        case .auto:
            if case .bytes = inputs { return .pixels }
            return .none
        case .standardize:
            // Images by channel, everything else by feature.
            let period = shape.count == 3 ? shape[2] : shape.reduce(1, *)
            switch inputs {
            case .bytes(let values): return standardizing(values, period: period) { Double($0) }
            case .floats(let values): return standardizing(values, period: period) { Double($0) }
            case .doubles(let values): return standardizing(values, period: period) { $0 }
            }
        }
    }
}

/// Mean 0 and standard deviation 1 for each index modulo `period`, after Welford's one-pass method, which doesn't cancel.
/// What never varies is only shifted.
private func standardizing<Element>(_ values: [Element], period: Int, _ number: (Element) -> Double) -> Scaling {
    var means = [Double](repeating: 0, count: period)
    var squares = means
    for start in stride(from: 0, to: values.count, by: period) {
        let count = Double(start / period + 1)
        for i in 0..<period {
            let value = number(values[start + i])
            let distance = value - means[i]
            means[i] += distance / count
            squares[i] += distance * (value - means[i])
        }
    }
    let count = Double(values.count / period)
    let deviations = squares.map { ($0 / count).squareRoot() }
    return Scaling(offsets: means, divisors: deviations.map { $0.isFinite && $0 > 0 ? $0 : 1 })
}
