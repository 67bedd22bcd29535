import NNModel

/// How activations are said to Keras; `read` and `layer` take them back.
extension KerasActivation {
    typealias Form = (name: String, layers: [(className: String, settings: [(key: String, value: KerasStack.Setting)])])

    /// The name of a function, and the layers that follow where none does it alone.
    ///
    /// - Parameter isArchived: whether Keras 3 is the reader, and not Keras 2 as well.
    static func form(of activation: Activation, isArchived: Bool) -> Form {
        switch activation {
        case .identity, .geluTanh, .unrecognized: return ("linear", [])
        case .relu: return ("relu", [])
        case .relu6: return ("relu6", [])
        case .leakyRelu(functionSlope): return ("leaky_relu", [])
        case .leakyRelu(let slope):
            // Keras 2 knows the old name alone, Keras 3 both.
            return ("linear", [("LeakyReLU", [(isArchived ? "negative_slope" : "alpha", .number(slope))])])
        case .elu(1): return ("elu", [])
        case .elu(let alpha): return ("linear", [("ELU", [("alpha", .number(alpha))])])
        case .selu: return ("selu", [])
        case .gelu: return ("gelu", [])
        case .sigmoid: return ("sigmoid", [])
        case .hardSigmoid(1.0 / 6, 0.5) where isArchived: return ("hard_sigmoid", [])
        case .hardSigmoid(let slope, let offset):
            // The name means another function in each version.
            return (
                "linear",
                [
                    ("Rescaling", [("scale", .number(slope)), ("offset", .number(offset))]),
                    ("ReLU", [("max_value", .number(1))]),
                ]
            )
        case .tanh: return ("tanh", [])
        case .softplus: return ("softplus", [])
        case .softsign: return ("softsign", [])
        case .swish: return (isArchived ? "silu" : "swish", [])
        case .hardSwish: return ("hard_silu", [])
        case .mish: return ("mish", [])
        case .softmax: return ("softmax", [])
        case .logSoftmax: return ("log_softmax", [])
        }
    }

    /// - Throws: `InterchangeError` where a layer has an activation that Keras has no name for, and no layers.
    static func check(_ model: Model, file: String) throws(InterchangeError) {
        if let index = model.layers.firstIndex(where: { $0.activation == .geluTanh }) {
            throw InterchangeError(
                file, "layer \(index + 1)",
                .refused("Keras has no name for the activation gelu-tanh, but for gelu, which is almost the same"))
        }
    }
}
