import NNModel

/// Activations by Keras's names, with the parameters that each version means by them.
enum KerasActivation {
    /// The slope of the function `leaky_relu`; the layer's is another.
    static let functionSlope = 0.2
    /// The slope of the layer LeakyReLU where it gives none.
    static let layerSlope = 0.3

    /// What an `activation` is: a name, or an object that holds a function or a layer.
    static func read(
        _ value: JSONValue?, of layer: KerasLayer, version: Int
    ) throws(InterchangeError) -> Activation {
        guard let value, value != .null else { return .identity }
        if let name = value.string { return try function(name, of: layer, version: version) }
        guard let className = value["class_name"]?.string else {
            // Keras writes the bytecode of a lambda as a list.
            throw layer.refuse("its activation is \(value.kind), and code is never run")
        }
        guard className == "function" else {
            let inner = try KerasLayer(value, number: 1, file: layer.file)
            guard let activation = try self.layer(inner, version: version) else {
                throw layer.refuse("the activation \(className) is none that a model can have")
            }
            return activation
        }
        let module = value["module"]?.string ?? "builtins"
        guard module.hasPrefix("keras") || module == "builtins", let name = value["config"]?.string else {
            throw layer.refuse(
                "its activation is a function of the module \(JSONValue.string(module).kind), which is never run")
        }
        return try function(name, of: layer, version: version)
    }

    private static func function(
        _ name: String, of layer: KerasLayer, version: Int
    ) throws(InterchangeError) -> Activation {
        switch name {
        case "linear": return .identity
        case "relu": return .relu
        case "relu6": return .relu6
        case "leaky_relu": return .leakyRelu(slope: functionSlope)
        case "elu": return .elu(alpha: 1)
        case "selu": return .selu
        case "gelu": return .gelu
        case "sigmoid": return .sigmoid
        case "hard_sigmoid": return .hardSigmoid(slope: version < 3 ? 0.2 : 1.0 / 6, offset: 0.5)
        case "tanh": return .tanh
        case "softplus": return .softplus
        case "softsign": return .softsign
        case "swish", "silu": return .swish
        case "hard_swish", "hard_silu": return .hardSwish
        case "mish": return .mish
        case "softmax", "softmax_v2": return .softmax
        case "log_softmax", "log_softmax_v2": return .logSoftmax
        default: throw layer.refuse("the activation \(JSONValue.string(name).kind) is none that a model can have")
        }
    }

    /// The activation that a layer is; nil where it is none.
    static func layer(_ layer: KerasLayer, version: Int) throws(InterchangeError) -> Activation? {
        switch layer.className {
        case "Activation": return try read(layer.config["activation"], of: layer, version: version)
        case "ReLU": return try rectifier(layer)
        case "LeakyReLU":
            let slope = try layer.number("negative_slope", "alpha") ?? layerSlope
            return .leakyRelu(slope: slope)
        case "ELU": return .elu(alpha: try layer.number("alpha") ?? 1)
        case "Softmax":
            let axes = try layer.axes("axis") ?? [-1]
            guard axes == [-1] || axes == [1] else {
                throw layer.fail("the axis -1, that of the units", found: "\(axes)")
            }
            return .softmax
        default: return nil
        }
    }

    private static func rectifier(_ layer: KerasLayer) throws(InterchangeError) -> Activation {
        let (most, slope) = (try layer.number("max_value"), try layer.number("negative_slope") ?? 0)
        let threshold = try layer.number("threshold") ?? 0
        switch (most, slope, threshold) {
        case (nil, 0, 0): return .relu
        case (6?, 0, 0): return .relu6
        case (nil, _, 0): return .leakyRelu(slope: slope)
        default:
            throw layer.refuse(
                "with max_value \(most.map { "\($0)" } ?? "none"), negative_slope \(slope) and threshold \(threshold) it is "
                    + "no activation that a model can have")
        }
    }

    /// Whether it keeps numbers between 0 and 1: what makes a hard sigmoid of a Rescaling.
    static func isClip(_ layer: KerasLayer) throws(InterchangeError) -> Bool {
        guard layer.className == "ReLU", try layer.number("max_value") == 1 else { return false }
        let (slope, threshold) = (try layer.number("negative_slope") ?? 0, try layer.number("threshold") ?? 0)
        return slope == 0 && threshold == 0
    }
}
