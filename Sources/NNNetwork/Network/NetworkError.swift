import NNFile
import NNModel

/// A network that can't be made as asked.
public enum NetworkError: Failure, Equatable {
    case noLayers
    /// The layer, from 1, or 0 for the input.
    case emptyLayer(Int)
    case activationCount(expected: Int, found: Int)
    case unrecognizedActivation(layer: Int, Activation)
    case layersDisagree(layer: Int, expected: Int, found: Int)
    case tooManyParameters(layer: Int)
    case outOfMemory(bytes: Int?)

    /// A file can hold a network that this version can't run; the rest is asked for by the caller.
    public var reason: FailureReason {
        switch self {
        case .unrecognizedActivation, .layersDisagree: .malformedInput
        default: .usage
        }
    }

    /// What was expected and what was found.
    public var description: String {
        switch self {
        case .noLayers: "expected 1 or more layers, found 0"
        case .emptyLayer(0): "input: expected 1 or more features, found 0"
        case .emptyLayer(let layer): "layer \(layer): expected 1 or more units, found 0"
        case .activationCount(let expected, let found): "expected \(expected) activations, one a layer, found \(found)"
        case .unrecognizedActivation(let layer, let activation):
            "layer \(layer): activation \(activation) is not known to this version"
        case .layersDisagree(let layer, let expected, let found):
            "layer \(layer): expected weights for \(expected) inputs, found \(found)"
        case .tooManyParameters(let layer):
            "layer \(layer): expected at most \(Limits.parameters) weights and biases in all, found more"
        case .outOfMemory(let bytes):
            "a batch needs \(bytes.map { "\($0) bytes" } ?? "more memory than a machine can have"): take a smaller one"
        }
    }
}
