/// A fully connected layer, A[l] = g(W[l]·A[l−1] + b[l]).
public struct DenseLayer: Sendable, Equatable {
    /// A name that people gave it, or an empty string.
    public var name: String
    /// g
    public var activation: Activation
    /// W[l], of shape `[units, inputs]`: row j weights unit j.
    public let weights: Tensor
    /// b[l], of shape `[units]`.
    public let biases: Tensor

    /// A layer of these parameters.
    ///
    /// - Precondition: `weights` has two axes, and `biases` one of `weights.shape[0]` units; these are not int8.
    public init(name: String = "", weights: Tensor, biases: Tensor, activation: Activation) {
        precondition(weights.shape.count == 2, "weights have two axes, not \(weights.shape)")
        precondition(biases.shape == [weights.shape[0]], "biases of shape \(biases.shape) for weights \(weights.shape)")
        precondition(biases.dataType != .int8, "only weights are stored as int8")
        self.name = name
        self.activation = activation
        self.weights = weights
        self.biases = biases
    }

    /// n[l]
    public var units: Int { weights.shape[0] }
    /// n[l−1]
    public var inputs: Int { weights.shape[1] }
}
