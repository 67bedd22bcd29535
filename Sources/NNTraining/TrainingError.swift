import NNFile
import NNModel
import NNNetwork

/// Examples, settings and a network that don't go together, or training that went astray.
///
/// Examples and features are counted from 0 here, as in the arrays that they come from.
public enum TrainingError: Failure, Equatable {
    /// Where a number stands.
    public enum Place: String, Sendable {
        case input, label
    }

    case noExamples
    case raggedInputs(numbers: Int, featureCount: Int)
    case scalingMismatch(channels: Int, featureCount: Int)
    case labelCount(expected: Int, found: Int)
    case classOutOfRange(example: Int, classCount: Int, found: Int)
    case notFinite(Place, example: Int, index: Int, found: Double)
    case featureCount(expected: Int, found: Int)
    case targetWidth(expected: Int, found: Int)
    case classesDoNotFit(classCount: Int, outputs: Int, Loss)
    case lossNeedsAnotherActivation(Loss, Activation)
    case lossNeedsClasses(Loss)
    case badSetting(String)
    case diverged(iteration: Int, cost: Double, cause: String)
    case network(NetworkError)
    /// A batch of more examples than may be in memory at a time.
    case batchBeyondMemory(batchSize: Int, capacity: Int)
    // Indirect, since Swift 6.3.1 crashes on `@specialized` functions that throw what it can't hold in registers.
    /// Examples that can't be read.
    indirect case unreadable(ReadingFailure)

    /// Whether the data or the settings are at fault.
    public var reason: FailureReason {
        switch self {
        case .lossNeedsAnotherActivation, .badSetting, .batchBeyondMemory: .usage
        case .network(let error): error.reason
        case .unreadable(let failure): failure.reason
        default: .malformedInput
        }
    }

    /// What was expected and what was found.
    public var description: String {
        switch self {
        case .noExamples: "expected 1 or more examples, found 0"
        case .raggedInputs(let numbers, let featureCount):
            "inputs: expected whole examples of \(featureCount) numbers, found \(numbers) numbers"
        case .scalingMismatch(let channels, let featureCount):
            "scaling of \(channels) channels: expected it to divide the \(featureCount) numbers of an example"
        case .labelCount(let expected, let found): "labels: expected \(expected), one an example, found \(found)"
        case .classOutOfRange(let example, let classCount, let found):
            "label of example \(example): expected a class from 0 to \(classCount - 1), found \(found)"
        case .notFinite(let place, let example, let index, let found):
            "\(place) \(index) of example \(example): expected a finite number, found \(found)"
        case .featureCount(let expected, let found):
            "examples: expected \(expected) numbers each, as the network takes, found \(found)"
        case .targetWidth(let expected, let found):
            "labels: expected \(expected) numbers an example, as the last layer has units, found \(found)"
        case .classesDoNotFit(let classCount, let outputs, let loss):
            "last layer: expected \(Self.unitsFor(classCount, loss)) for \(classCount) classes, found \(outputs)"
        case .lossNeedsAnotherActivation(let loss, let activation):
            "\(loss.rawValue): expected \(loss == .binaryCrossEntropy ? "sigmoid" : "softmax or log-softmax") "
                + "as output activation, found \(activation)"
        case .lossNeedsClasses(let loss): "\(loss.rawValue): expected classes as labels, found numbers"
        case .badSetting(let message): message
        case .diverged(let iteration, let cost, let cause):
            "cost after iteration \(iteration): expected a finite number, found \(cost.isNaN ? "NaN" : "\(cost)"); "
                + cause
        case .network(let error): error.description
        case .batchBeyondMemory(let batchSize, let capacity):
            "batch size: expected at most \(capacity) examples, as fit in memory twice, found \(batchSize)"
        case .unreadable(let failure): failure.description
        }
    }

    private static func unitsFor(_ classCount: Int, _ loss: Loss) -> String {
        if classCount < 2 { return loss == .categoricalCrossEntropy ? "2 or more units" : "1 unit" }
        return classCount > 2 || loss == .categoricalCrossEntropy ? "\(classCount) units" : "1 unit or 2"
    }
}

/// Why a source of examples could not read some, in its own words.
public struct ReadingFailure: Failure, Equatable {
    /// What the source threw.
    public let cause: any Failure

    /// A failure for this reason.
    public init(_ cause: any Failure) {
        self.cause = cause
    }

    public var reason: FailureReason { cause.reason }
    public var description: String { cause.description }

    public static func == (one: Self, other: Self) -> Bool {
        one.reason == other.reason && one.description == other.description
    }
}
