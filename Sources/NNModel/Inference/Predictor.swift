import NNFile

/// A model made ready to predict, in plain code that needs no BLAS: for one example at a time, or a few.
///
///     let predictor = try Predictor<Float>(Model(path: "cats.nnm"))
///     let probability = predictor.activations(of: pixels)[0]
public struct Predictor<Scalar: Real>: Sendable {
    /// What the model takes.
    public let input: Input
    /// What the model gives.
    public let output: Output
    private let layers: [Layer]

    private struct Layer: Sendable {
        let weights: [Scalar]
        let biases: [Scalar]
        let activation: Activation
    }

    /// Converts the parameters to the arithmetic of `Scalar`.
    ///
    /// - Throws: `UnpredictableModel` where the model has an activation that this version doesn't know.
    public init(_ model: Model) throws(UnpredictableModel) {
        for (index, layer) in model.layers.enumerated() where !layer.activation.isRecognized {
            throw UnpredictableModel(layer: index + 1, activation: layer.activation)
        }
        input = model.input
        output = model.output
        layers = model.layers.map {
            Layer(weights: $0.weights.scalars(), biases: $0.biases.scalars(), activation: $0.activation)
        }
    }

    /// n[L], the numbers that the network gives.
    public var unitCount: Int { layers.last?.biases.count ?? 0 }

    /// What the network makes of one example.
    public struct Result: Sendable {
        /// Z[L], one number a unit of the last layer.
        public let weightedInputs: [Scalar]
        /// A[L] = g(Z[L])
        public let activations: [Scalar]
        /// g of the last layer.
        public let activation: Activation
    }

    /// Forward propagation of one example.
    ///
    /// - Parameter raw: the elements in the order of the input's shape, before preprocessing.
    /// - Precondition: `raw` has as many elements as the input's shape.
    public func callAsFunction(_ raw: [Scalar]) -> Result {
        precondition(raw.count == input.featureCount, "\(raw.count) elements for the shape \(input.shape)")
        var values = raw
        values.withUnsafeMutableBufferPointer { input.scaling.apply(to: $0) }
        var weightedInputs = values
        for layer in layers {
            weightedInputs = layer.biases
            multiplyAdd(layer.weights, values, into: &weightedInputs)
            values = weightedInputs
            values.withUnsafeMutableBufferPointer { layer.activation.apply(to: $0, units: layer.biases.count) }
        }
        return Result(
            weightedInputs: weightedInputs, activations: values, activation: layers.last?.activation ?? .identity)
    }
}

/// A model that can be looked at, but not computed by this version.
public struct UnpredictableModel: Failure {
    /// The layer, from 1.
    public let layer: Int
    /// Its activation.
    public let activation: Activation

    public var reason: FailureReason { .malformedInput }
    public var description: String {
        "layer \(layer) has the activation '\(activation)', which this version can't compute"
    }
}
