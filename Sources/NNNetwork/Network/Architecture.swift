import NNModel

/// The shape of a network: how many units each layer has, their activations, and where their parameters stand.
///
/// All parameters of a network lie in one array, W[1], b[1], W[2], b[2], …, each row-major, so that an optimizer's step
/// and the sum of two gradients are one loop each.
public struct Architecture: Sendable, Equatable {
    /// One dense layer.
    public struct Layer: Sendable, Equatable {
        /// n[l−1]
        public let inputs: Int
        /// n[l]
        public let units: Int
        /// g
        public let activation: Activation
        /// Where W[l], of shape `units × inputs`, stands among the parameters.
        public let weights: Range<Int>
        /// Where b[l], of shape `units`, stands among the parameters.
        public let biases: Range<Int>
    }

    /// The layers in order; `layers[0]` is layer 1.
    public let layers: [Layer]

    /// An architecture of `units.count` dense layers.
    ///
    /// - Parameters:
    ///   - inputs: n[0].
    ///   - units: n[1], …, n[L].
    ///   - activations: one a layer.
    /// - Throws: `NetworkError` where there is no layer, a layer has no unit, an activation can't be computed, or the
    ///   parameters exceed `Limits`.
    public init(inputs: Int, units: [Int], activations: [Activation]) throws(NetworkError) {
        guard !units.isEmpty else { throw .noLayers }
        guard units.count == activations.count else {
            throw .activationCount(expected: units.count, found: activations.count)
        }
        var layers: [Layer] = []
        var (fanIn, offset) = (inputs, 0)
        for (index, (units, activation)) in zip(units, activations).enumerated() {
            guard units >= 1, fanIn >= 1 else { throw .emptyLayer(index + (fanIn < 1 ? 0 : 1)) }
            guard activation.isRecognized else { throw .unrecognizedActivation(layer: index + 1, activation) }
            let (weights, overflows) = units.multipliedReportingOverflow(by: fanIn)
            guard !overflows, weights <= Limits.parameters - offset, units <= Limits.parameters - offset - weights
            else {
                throw .tooManyParameters(layer: index + 1)
            }
            layers.append(
                Layer(
                    inputs: fanIn, units: units, activation: activation, weights: offset..<offset + weights,
                    biases: offset + weights..<offset + weights + units))
            offset += weights + units
            fanIn = units
        }
        self.layers = layers
    }

    /// n[0]
    public var inputs: Int { layers[0].inputs }
    /// n[L]
    public var outputs: Int { layers[layers.count - 1].units }
    /// How many weights and biases there are.
    public var parameterCount: Int { layers[layers.count - 1].biases.upperBound }
}
