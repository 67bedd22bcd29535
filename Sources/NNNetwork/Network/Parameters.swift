import NNModel

/// One number for every weight and bias of a network: the parameters themselves, a gradient, or a moment of one.
public struct Parameters<Scalar: NetworkReal>: Sendable, Equatable {
    /// Which number belongs where.
    public let architecture: Architecture
    /// W[1], b[1], W[2], b[2], …, each row-major.
    public var values: [Scalar]

    /// All zero.
    public init(zerosFor architecture: Architecture) {
        self.architecture = architecture
        values = [Scalar](repeating: 0, count: architecture.parameterCount)
    }

    /// - Precondition: as many values as the architecture has parameters.
    public init(_ values: [Scalar], for architecture: Architecture) {
        precondition(values.count == architecture.parameterCount, "\(values.count) values")
        self.architecture = architecture
        self.values = values
    }

    /// W of `layers[layer]`, row-major, of shape `units × inputs`.
    public func weights(_ layer: Int) -> ArraySlice<Scalar> { values[architecture.layers[layer].weights] }

    /// b of `layers[layer]`.
    public func biases(_ layer: Int) -> ArraySlice<Scalar> { values[architecture.layers[layer].biases] }

    /// The same numbers in another precision.
    public func converted<Other: NetworkReal>(to type: Other.Type) -> Parameters<Other> {
        Parameters<Other>(values.map { Other($0) }, for: architecture)
    }
}
