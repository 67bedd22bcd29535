import NNModel
import NNNetwork

/// How the weights of a layer are drawn before training; biases start at zero.
public enum Initializer: Sendable, Equatable {
    /// N(0, σ²)
    case normal(deviation: Double)
    /// N(0, 2/n[l−1]) (He et al. 2015; PyTorch's `kaiming_normal_`, and Keras's `he_normal` without its truncation)
    case he
    /// Uniform from −r to r, r = √(6 / (n[l−1] + n[l])) (Glorot and Bengio 2010; PyTorch's `xavier_uniform_` and Keras's
    /// `glorot_uniform`)
    case glorot
    /// All zero. Units of a hidden layer then stay equal to each other; good for a single layer.
    case zeros

    /// The usual choice: `he` before relu and its kin, whose units are silent for half of their inputs, else `glorot`.
    public static func usual(before activation: Activation) -> Initializer {
        switch activation {
        case .relu, .relu6, .leakyRelu, .elu, .gelu, .geluTanh, .swish, .hardSwish, .mish: .he
        default: .glorot
        }
    }

    /// Reads `normal:0.01`, `he`, `glorot` or `zeros`.
    public init?(_ description: String) {
        let parts = description.split(separator: ":", omittingEmptySubsequences: false)
        switch (parts[0], parts.count) {
        case ("he", 1): self = .he
        case ("glorot", 1): self = .glorot
        case ("zeros", 1): self = .zeros
        case ("normal", 2):
            guard let deviation = Double(parts[1]), deviation.isFinite, deviation >= 0 else { return nil }
            self = .normal(deviation: deviation)
        default: return nil
        }
    }

    /// Fills the weights of `layer`. Drawn in Double whatever the precision, so that both start from the same numbers.
    func fill<Scalar: NetworkReal>(
        _ weights: UnsafeMutableBufferPointer<Scalar>, of layer: Architecture.Layer, _ generator: inout SplitMix64
    ) {
        switch self {
        case .zeros:
            weights.update(repeating: 0)
        case .normal(let deviation):
            fillNormal(weights, deviation: deviation, &generator)
        case .he:
            fillNormal(weights, deviation: (2 / Double(layer.inputs)).squareRoot(), &generator)
        case .glorot:
            let reach = (6 / (Double(layer.inputs) + Double(layer.units))).squareRoot()
            for i in weights.indices { weights[i] = Scalar((2 * generator.nextUniform() - 1) * reach) }
        }
    }

    private func fillNormal<Scalar: NetworkReal>(
        _ weights: UnsafeMutableBufferPointer<Scalar>, deviation: Double, _ generator: inout SplitMix64
    ) {
        for i in stride(from: 0, to: weights.count, by: 2) {
            let (first, second) = generator.nextNormals()
            weights[i] = Scalar(first * deviation)
            if i + 1 < weights.count { weights[i + 1] = Scalar(second * deviation) }
        }
    }
}

extension Parameters {
    /// Initial parameters, reproducible by `seed`.
    ///
    /// - Parameter initializer: for all layers; nil for the usual one before each layer's activation.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public init(initialFor architecture: Architecture, _ initializer: Initializer? = nil, seed: UInt64) {
        self.init(zerosFor: architecture)
        for (index, layer) in architecture.layers.enumerated() {
            var generator = SplitMix64(seed: seed, for: .weights(layer: index + 1))
            values.withUnsafeMutableBufferPointer { values in
                (initializer ?? .usual(before: layer.activation)).fill(
                    UnsafeMutableBufferPointer(rebasing: values[layer.weights]), of: layer, &generator)
            }
        }
    }
}
