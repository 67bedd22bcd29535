import NNModel

/// A feed-forward network in the precision that it computes in.
///
/// Notation: layer l of L has n[l] units, W[l] is n[l] × n[l−1], b[l] is n[l]; a batch of m examples is a matrix with one
/// example a row, A[0] = X is m × n[0], Z[l] = A[l−1]·W[l]ᵀ + b[l], A[l] = g(Z[l]).
public struct Network<Scalar: NetworkReal>: Sendable, Equatable {
    /// All W and b.
    public var parameters: Parameters<Scalar>

    /// How many units, and which activations.
    public var architecture: Architecture { parameters.architecture }

    /// A network of these parameters.
    public init(_ parameters: Parameters<Scalar>) {
        self.parameters = parameters
    }

    /// The network of a model's layers.
    ///
    /// - Throws: `NetworkError` where one layer's units are not the inputs of the next, or an activation is unknown.
    public init(_ layers: [DenseLayer]) throws(NetworkError) {
        guard let first = layers.first else { throw .noLayers }
        for (index, layer) in layers.enumerated().dropFirst() where layer.inputs != layers[index - 1].units {
            throw .layersDisagree(layer: index + 1, expected: layers[index - 1].units, found: layer.inputs)
        }
        let architecture = try Architecture(
            inputs: first.inputs, units: layers.map(\.units), activations: layers.map(\.activation))
        let values = layers.flatMap { $0.weights.scalars(as: Scalar.self) + $0.biases.scalars(as: Scalar.self) }
        self.init(Parameters(values, for: architecture))
    }

    /// The layers as a model holds them.
    public var layers: [DenseLayer] {
        architecture.layers.indices.map { index in
            let layer = architecture.layers[index]
            return DenseLayer(
                weights: Tensor(Array(parameters.weights(index)), shape: [layer.units, layer.inputs]),
                biases: Tensor(Array(parameters.biases(index)), shape: [layer.units]), activation: layer.activation)
        }
    }

    /// The same network in another precision.
    public func converted<Other: NetworkReal>(to type: Other.Type) -> Network<Other> {
        Network<Other>(parameters.converted(to: type))
    }
}
