import NNFile
import NNModel

/// A checkpoint that can't be written, or that no training can go on from.
public enum CheckpointError: Failure, Equatable {
    /// The model file around the state can't be read or written.
    case model(ModelFileError)
    /// A model file without the state of a training.
    case noState(path: String)
    /// The state says something that can't be, or that is of another run.
    case badState(path: String, place: String, expected: String, found: String)

    public var reason: FailureReason {
        switch self {
        case .model(let error): error.reason
        case .noState, .badState: .malformedInput
        }
    }

    public var description: String {
        switch self {
        case .model(let error): error.description
        case .noState(let path):
            "\(path): expected a checkpoint with the state of a training, found a model alone; --init-from starts from one"
        case .badState(let path, let place, let expected, let found):
            "\(path): training state: \(place): expected \(expected), found \(found)"
        }
    }
}
