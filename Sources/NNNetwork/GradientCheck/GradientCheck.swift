import NNModel

/// Backpropagation compared with central differences of the cost, layer by layer, in Double.
///
/// For every weight and bias θ, ∂C/∂θ ≈ (C(θ + h) − C(θ − h)) / 2h of each example, and then the mean. The step h is
/// 1e-5. Where it would carry a unit of the example, in this layer or a later one, across a kink of its activation, or
/// an output across a kink of the cost, it is divided by ten for this example until it doesn't. A parameter for which
/// even a step of 1e-8 does is left out, and counted: units that sit right on a kink have no derivative there.
///
/// The work grows with parameters times examples. Where it would exceed `Limits.gradientCheckWork` in a layer, weights
/// (and biases) are sampled, reproducibly; `Layer.checkedWeights` says how many were looked at.
public struct GradientCheck: Sendable, Equatable {
    /// The comparison of one layer.
    public struct Layer: Sendable, Equatable {
        /// l, from 1.
        public let layer: Int
        /// ‖x − y‖ / (‖x‖ + ‖y‖) of backpropagation's ∂J/∂W[l] and the differences'; 0 where both are zero.
        public let weights: Double
        /// The same of ∂J/∂b[l].
        public let biases: Double
        /// How many weights the layer has.
        public let weightCount: Int
        /// How many of them were compared.
        public let checkedWeights: Int
        /// How many of its biases were compared; all, but for the sampling and those left out.
        public let checkedBiases: Int
        /// How many differences, one a parameter and example, took a step shorter than 1e-5.
        public let shortenedSteps: Int
        /// How many weights and biases were left out for a unit right on a kink.
        public let leftOut: Int
    }

    /// One comparison a layer, from layer 1 on.
    public let layers: [Layer]
    /// How many examples the cost was the mean of.
    public let exampleCount: Int

    /// Compares the gradients of `network` for the batch in `workspace`.
    ///
    /// - Parameters:
    ///   - candidate: the gradient to be checked; nil for backpropagation's.
    ///   - work: what a layer may take; see `Limits`.
    ///   - seed: what the sampling depends on.
    /// - Precondition: `workspace` holds at least one example.
    public init(
        _ network: Network<Double>, _ loss: Loss, _ workspace: Workspace<Double>,
        candidate: Parameters<Double>? = nil, work: Int = Limits.gradientCheckWork, seed: UInt64 = 0
    ) {
        precondition(workspace.count >= 1, "no example to check gradients with")
        network.propagateForward(workspace)
        var gradient = candidate ?? Parameters<Double>(zerosFor: network.architecture)
        if candidate == nil { network.propagateBackward(loss, workspace, into: &gradient) }

        var generator = SplitMix64(seed: seed)
        exampleCount = workspace.count
        layers = network.architecture.layers.indices.map { index in
            let shape = network.architecture.layers[index]
            let pass = PerturbedPass(network, loss, workspace, layer: index)
            let affordable = max(1, work / (pass.work * workspace.count))
            let weights = generator.sample(affordable, of: shape.weights.count)
            let biases = generator.sample(affordable, of: shape.units)
            let weightTally = pass.compare(
                gradient.weights(index), weights.map { ($0 / shape.inputs, $0 % shape.inputs) })
            let biasTally = pass.compare(gradient.biases(index), biases.map { ($0, shape.inputs) })
            return Layer(
                layer: index + 1, weights: weightTally.distance, biases: biasTally.distance,
                weightCount: shape.weights.count, checkedWeights: weightTally.compared,
                checkedBiases: biasTally.compared, shortenedSteps: weightTally.shortened + biasTally.shortened,
                leftOut: weightTally.leftOut + biasTally.leftOut)
        }
    }
}

/// What came of comparing some parameters of a layer.
struct GradientTally {
    var squaredDifference = 0.0
    var squaredGradient = 0.0
    var squaredEstimate = 0.0
    var compared = 0
    var leftOut = 0
    var shortened = 0

    mutating func add(gradient: Double, estimate: Double?) {
        guard let estimate else {
            leftOut += 1
            return
        }
        compared += 1
        squaredDifference += (gradient - estimate) * (gradient - estimate)
        squaredGradient += gradient * gradient
        squaredEstimate += estimate * estimate
    }

    /// ‖x − y‖ / (‖x‖ + ‖y‖)
    var distance: Double {
        let sum = squaredGradient.squareRoot() + squaredEstimate.squareRoot()
        return sum == 0 ? 0 : squaredDifference.squareRoot() / sum
    }
}

extension SplitMix64 {
    /// `count` different numbers below `total`, or all of them, in ascending order (Floyd's method).
    fileprivate mutating func sample(_ count: Int, of total: Int) -> [Int] {
        guard count < total else { return Array(0..<total) }
        var chosen: Set<Int> = []
        for candidate in total - count..<total {
            let number = next(below: candidate + 1)
            chosen.insert(chosen.contains(number) ? candidate : number)
        }
        return chosen.sorted()
    }
}
