import NNModel
import NNNetwork

/// The first layer of a network in its dual form, for optimizers that are linear in the gradient and few long examples.
///
/// Such optimizers only ever add multiples of the examples, and of W[1] itself, to the rows of W[1], and to those of its
/// moments M. So after any number of updates
///
///     W[1] = a·W₀ + Cᵀ·X           M = d·W₀ + Pᵀ·X          C and P are m × n[1]
///     Z[1] = a·X·W₀ᵀ + K·C + b[1]                            K = X·Xᵀ, m × m, and X·W₀ᵀ are computed once
///
/// and the gradient of a batch B, λ being the weight decay, is λa·W₀ + (G + λC)ᵀ·X, where G is Δ[1]/|B| in the rows of B
/// and zero elsewhere. A batch costs |B|·m·n[1] multiplications instead of 2·|B|·n[0]·n[1], and W[1] itself is not touched
/// before the end. Exact but for rounding, and in Double whatever the network's precision is, since C gathers thousands of
/// small steps.
final class DualFirstLayer<Scalar: TrainingReal>: @unchecked Sendable {
    /// The parts of an update that threads share out, by the number of examples alone: rows of C and P.
    let strips: [Range<Int>]

    private let shape: Architecture.Layer
    private let optimizer: Optimizer
    private let products: ExampleProducts
    /// a
    private var startShare = 1.0
    /// d
    private var momentShare = 0.0
    /// C, of rows of `products.columns` numbers.
    private let coefficients: UnsafeMutableBufferPointer<Double>
    /// P, as C; empty where the optimizer has no moments.
    private let momentCoefficients: UnsafeMutableBufferPointer<Double>
    // The update at hand; `slope` is what Δ[1] is multiplied by.
    private var step = LinearStep()
    private var slope = 0.0

    init(
        _ parameters: Parameters<Scalar>, _ products: ExampleProducts, _ optimizer: Optimizer
    ) {
        shape = parameters.architecture.layers[0]
        self.optimizer = optimizer
        self.products = products
        strips = Division.shards(of: products.count)
        let size = products.count * products.columns
        coefficients = .allocate(capacity: size)
        coefficients.initialize(repeating: 0)
        momentCoefficients = .allocate(capacity: optimizer.rule.hasFirstMoments ? size : 0)
        momentCoefficients.initialize(repeating: 0)
    }

    deinit {
        coefficients.deallocate()
        momentCoefficients.deallocate()
    }

    /// A copy of what changes of it.
    var state: DualState {
        DualState(
            startShare: startShare, momentShare: momentShare, coefficients: Array(coefficients),
            momentCoefficients: Array(momentCoefficients))
    }

    /// Goes on from a state that was kept.
    ///
    /// - Parameter parameters: with W₀ of that run, which may have begun with others than this.
    func resume(_ state: DualState, from parameters: Parameters<Scalar>) {
        products.start(from: parameters)
        (startShare, momentShare) = (state.startShare, state.momentShare)
        _ = coefficients.update(fromContentsOf: state.coefficients)
        _ = momentCoefficients.update(fromContentsOf: state.momentCoefficients)
    }

    /// Multiplications that Z[1] of an example takes.
    var workPerExample: Int { products.count * products.columns }

    /// Puts Z[1] = a·X·W₀ᵀ + K·C + b[1] of some rows of the batch of these examples into `workspace`.
    ///
    /// - Parameter parameters: the network's, for b[1].
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    func weightInputs(
        _ parameters: UnsafePointer<Scalar>, _ workspace: Workspace<Scalar>, _ batch: UnsafeBufferPointer<Int>,
        _ rows: Range<Int>
    ) {
        guard let c = coefficients.baseAddress else { return }
        Scalar.weighRows(
            UnsafeBufferPointer(rebasing: batch[rows]), of: products.view, by: UnsafePointer(c), startShare: startShare,
            biases: parameters + shape.biases.lowerBound, units: shape.units,
            into: workspace.weightedInputs[0] + rows.lowerBound * shape.units)
    }

    /// The sum of squares of ∂J/∂W[1] of the batch, ‖Δ[1]ᵀ·X/|B|‖² = Σᵢⱼ Kᵢⱼ Δᵢ·Δⱼ / |B|².
    func squaredGradient(_ workspace: Workspace<Scalar>, _ batch: UnsafeBufferPointer<Int>) -> Double {
        let (deltas, units) = (workspace.deltas[0], shape.units)
        var sum = 0.0
        for i in batch.indices {
            let row = products.kernel + batch[i] * products.count
            for j in batch.indices {
                var dot = 0.0
                for unit in 0..<units { dot += Double(deltas[i * units + unit]) * Double(deltas[j * units + unit]) }
                sum += row[batch[j]] * dot
            }
        }
        return max(0, sum) / (Double(batch.count) * Double(batch.count))
    }

    /// Begins an update of W[1], as the optimizer's formulas have it; all strips are yet to be updated.
    ///
    /// - Parameters:
    ///   - count: |B|
    ///   - scale: what the gradient is multiplied by first.
    func beginUpdate(count: Int, learningRate: Double, scale: Double) {
        step = optimizer.rule.linearStep(learningRate)
        slope = scale / Double(max(1, count))
        let decay = optimizer.weightDecay
        momentShare = step.momentum * momentShare + decay * startShare
        startShare -= step.along * decay * startShare + step.rolled * momentShare
    }

    /// Updates one strip of C and P by the gradient of the batch in `workspace`.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    func update(strip index: Int, _ workspace: Workspace<Scalar>, _ batch: UnsafeBufferPointer<Int>) {
        let (strip, step, decay) = (strips[index], step, optimizer.weightDecay)
        let (deltas, units, columns) = (workspace.deltas[0], shape.units, products.columns)
        guard let c = coefficients.baseAddress, let p = momentCoefficients.baseAddress else { return }
        func add(_ factor: Double, to target: UnsafeMutablePointer<Double>) {
            Scalar.addRows(
                deltas, units: units, times: factor, to: target, columns: columns, rows: batch, among: strip)
        }
        // Everything that takes all examples alike first, then what the batch adds.
        let numbers = strip.lowerBound * columns..<strip.upperBound * columns
        let hasMoments = !momentCoefficients.isEmpty
        if hasMoments {
            for i in numbers { p[i] = step.momentum * p[i] + decay * c[i] }
            add(slope, to: p)
        }
        if decay != 0 {
            let kept = 1 - step.along * decay
            for i in numbers { c[i] *= kept }
        }
        add(-step.along * slope, to: c)
        if hasMoments {
            for i in numbers { c[i] -= step.rolled * p[i] }
        }
    }

    /// Makes W[1] of `parameters`, which still is W₀, what it has become: a·W₀ + Cᵀ·X.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    func takeOver(by parameters: inout Parameters<Scalar>) {
        let (first, inputs, units, share) = (shape.weights.lowerBound, shape.inputs, shape.units, startShare)
        parameters.values.withUnsafeMutableBufferPointer { values in
            guard let values = values.baseAddress else { return }
            // Each feature's weights are one thread's.
            nonisolated(unsafe) let weights = values + first
            products.forEachCombination(of: coefficients, units: units) { features, change in
                for unit in 0..<units {
                    let row = weights + unit * inputs + features.lowerBound
                    let changes = change + unit * features.count
                    for i in 0..<features.count { row[i] = Scalar(share * Double(row[i]) + changes[i]) }
                }
            }
        }
    }
}

/// What changes of a first layer in its dual form: a, d, C and P of its formulas.
public struct DualState: Sendable, Equatable {
    /// a
    public var startShare: Double
    /// d
    public var momentShare: Double
    /// C
    public var coefficients: [Double]
    /// P; empty where the optimizer has no moments.
    public var momentCoefficients: [Double]
}

/// W ← W − along · g − rolled · m, m ← momentum · m + g: what an optimizer comes to that is linear in the gradient.
private struct LinearStep {
    var along = 0.0
    var rolled = 0.0
    var momentum = 0.0
}

extension Optimizer.Rule {
    /// - Precondition: it is.
    fileprivate func linearStep(_ learningRate: Double) -> LinearStep {
        switch self {
        case .gradientDescent: LinearStep(along: learningRate, rolled: 0, momentum: 0)
        case .momentum(let momentum): LinearStep(along: 0, rolled: learningRate, momentum: momentum)
        case .nesterov(let momentum):
            LinearStep(along: learningRate, rolled: learningRate * momentum, momentum: momentum)
        case .rmsprop, .adam, .adamw: preconditionFailure("\(self) has no dual form")
        }
    }

    var isLinear: Bool {
        switch self {
        case .gradientDescent, .momentum, .nesterov: true
        case .rmsprop, .adam, .adamw: false
        }
    }
}
