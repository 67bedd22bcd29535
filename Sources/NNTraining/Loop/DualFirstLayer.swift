import NNModel
import NNNetwork

/// The first layer of a network in its dual form, for gradient descent on the same few long examples at every step.
///
/// Gradient descent only ever adds multiples of the examples to the rows of W[1], so after any number of steps
///
///     W[1] = W₀ + Cᵀ·X                    C is m × n[1], and loses (α/m)·Δ[1] at each step
///     Z[1] = X·W₀ᵀ + K·C + b[1]           K = X·Xᵀ, m × m, computed once
///
/// A step costs 2·m²·n[1] operations instead of 4·m·n[0]·n[1], and W[1] itself is not touched before the end. Exact but
/// for rounding, and in Double whatever the network's precision is, since C gathers thousands of small steps.
struct DualFirstLayer<Scalar: NetworkReal> {
    private let count: Int
    private let shape: Architecture.Layer
    /// X, of shape m × n[0].
    private let inputs: [Double]
    /// K = X·Xᵀ
    private let products: [Double]
    /// X·W₀ᵀ, of shape m × n[1].
    private let start: [Double]
    /// C, of shape m × n[1].
    private var coefficients: [Double]
    /// X·W₀ᵀ + K·C
    private var weighted: [Double]

    /// The form of a network's first layer for the batch in `workspace`, which stays there.
    init(_ parameters: Parameters<Scalar>, _ workspace: Workspace<Scalar>) {
        shape = parameters.architecture.layers[0]
        count = workspace.count
        inputs = workspace.inputs[..<(count * shape.inputs)].map { Double($0) }
        let weights = parameters.weights(0).map { Double($0) }
        products = multiply(inputs, inputs, rows: count, columns: count, inner: shape.inputs)
        start = multiply(inputs, weights, rows: count, columns: shape.units, inner: shape.inputs)
        coefficients = [Double](repeating: 0, count: count * shape.units)
        weighted = coefficients
    }

    /// Puts Z[1] = X·W₀ᵀ + K·C + b[1] into `workspace`.
    mutating func weightInputs(_ parameters: Parameters<Scalar>, _ workspace: Workspace<Scalar>) {
        weighted.withUnsafeMutableBufferPointer { weighted in
            products.withUnsafeBufferPointer { products in
                coefficients.withUnsafeBufferPointer { coefficients in
                    guard let target = weighted.baseAddress, let k = products.baseAddress,
                        let c = coefficients.baseAddress
                    else { return }
                    _ = weighted.update(fromContentsOf: start)
                    Double.multiply(
                        MatrixView(k, rows: count, columns: count), MatrixView(c, rows: count, columns: shape.units),
                        scale: 1, adding: true, into: target)
                }
            }
            parameters.values.withUnsafeBufferPointer { values in
                let z = workspace.weightedInputs[0]
                for first in stride(from: 0, to: count * shape.units, by: shape.units) {
                    for unit in 0..<shape.units {
                        z[first + unit] = Scalar(weighted[first + unit]) + values[shape.biases.lowerBound + unit]
                    }
                }
            }
        }
    }

    /// A step of gradient descent, after a backward pass: C ← C − (α/m)·Δ[1], and θ ← θ − α ∂J/∂θ for every other
    /// parameter.
    mutating func descend(
        _ parameters: inout Parameters<Scalar>, by gradient: Parameters<Scalar>, _ workspace: Workspace<Scalar>,
        learningRate: Double
    ) {
        let deltas = workspace.deltas[0]
        let step = learningRate / Double(count)
        coefficients.withUnsafeMutableBufferPointer { coefficients in
            for i in coefficients.indices { coefficients[i] -= step * Double(deltas[i]) }
        }
        let rate = Scalar(learningRate)
        parameters.values.withUnsafeMutableBufferPointer { values in
            gradient.values.withUnsafeBufferPointer { gradient in
                for i in shape.biases.lowerBound..<values.count { values[i] -= rate * gradient[i] }
            }
        }
    }

    /// Makes W[1] of `parameters`, which still are those that this was made from, W₀ + Cᵀ·X.
    func takeOver(by parameters: inout Parameters<Scalar>) {
        var change = [Double](repeating: 0, count: shape.units * shape.inputs)
        change.withUnsafeMutableBufferPointer { change in
            inputs.withUnsafeBufferPointer { inputs in
                coefficients.withUnsafeBufferPointer { coefficients in
                    guard let target = change.baseAddress, let x = inputs.baseAddress, let c = coefficients.baseAddress
                    else { return }
                    Double.multiply(
                        MatrixView(c, rows: count, columns: shape.units).transposed,
                        MatrixView(x, rows: count, columns: shape.inputs), scale: 1, adding: false, into: target)
                }
            }
        }
        for (index, change) in change.enumerated() {
            let place = shape.weights.lowerBound + index
            parameters.values[place] = Scalar(Double(parameters.values[place]) + change)
        }
    }
}

/// A·Bᵀ, of shape rows × columns, from A of shape rows × inner and B of shape columns × inner.
private func multiply(_ a: [Double], _ b: [Double], rows: Int, columns: Int, inner: Int) -> [Double] {
    var product = [Double](repeating: 0, count: rows * columns)
    product.withUnsafeMutableBufferPointer { product in
        a.withUnsafeBufferPointer { a in
            b.withUnsafeBufferPointer { b in
                guard let target = product.baseAddress, let a = a.baseAddress, let b = b.baseAddress else { return }
                Double.multiply(
                    MatrixView(a, rows: rows, columns: inner), MatrixView(b, rows: columns, columns: inner).transposed,
                    scale: 1, adding: false, into: target)
            }
        }
    }
    return product
}

extension TrainingPlan {
    /// Whether the first layer is to be trained in its dual form: where that is asked for, or is less work.
    ///
    /// - Throws: `TrainingError.badSetting` where it is asked for and does not apply.
    func isDual(_ architecture: Architecture, _ settings: TrainingSettings) throws(TrainingError) -> Bool {
        guard settings.firstLayer != .direct else { return false }
        let layer = architecture.layers[0]
        let optimizer = settings.optimizer
        let applies = isFullBatch && optimizer.rule == .gradientDescent && optimizer.weightDecay == 0
        // In Double, since these may be more than an Int counts.
        let (m, inputs, units) = (Double(batchSize), Double(layer.inputs), Double(layer.units))
        let megabytes = (m * m + m * inputs) * 8 / 1e6
        guard settings.firstLayer == .auto else {
            guard applies else {
                throw .badSetting(
                    "first layer: expected a full batch and gradient descent without weight decay for the dual form")
            }
            guard megabytes <= Self.dualMegabytes else {
                throw .badSetting(
                    "first layer: expected examples whose dual form takes at most \(Self.dualMegabytes) MB, "
                        + "found \(batchSize)")
            }
            return true
        }
        // Multiplications in all.
        let direct = Double(iterations) * 2 * m * inputs * units
        let dual = m * m * inputs + 2 * m * inputs * units + Double(iterations) * m * m * units
        return applies && dual < direct && megabytes <= Self.dualMegabytes
    }

    /// What the examples and their products with each other may take.
    private static let dualMegabytes = 1_000.0
}
