import NNCommand
import NNModel
import NNTraining

/// How raw inputs become A[0].
enum Normalization: String, CaseIterable, ParameterValue {
    case auto, none
    case pixels = "255"
    case standardize
}

enum Precision: String, CaseIterable, ParameterValue {
    case float32, float64
}

extension TrainingSettings.FirstLayer: ParameterValue {}

enum OptimizerName: String, CaseIterable, ParameterValue {
    case gradientDescent = "gradient-descent"
    case momentum, nesterov, rmsprop, adam, adamw

    /// With the constants that it has unless told otherwise.
    var usual: Optimizer {
        switch self {
        case .gradientDescent: .gradientDescent()
        case .momentum: .momentum()
        case .nesterov: .nesterov()
        case .rmsprop: .rmsprop()
        case .adam: .adam()
        case .adamw: .adamw()
        }
    }
}

extension Loss: ParameterValue {}

extension Activation: ParameterValue {
    public static var expectation: String { "one of " + named.map(\.name).joined(separator: ", ") }
    public init?(argument: String) { self.init(argument) }
    public var argument: String { description }
}

extension Initializer: ParameterValue {
    public static var expectation: String { "normal:DEVIATION, he, glorot or zeros" }
    public init?(argument: String) { self.init(argument) }
    public var argument: String {
        switch self {
        case .normal(let deviation): "normal:\(deviation)"
        case .he: "he"
        case .glorot: "glorot"
        case .zeros: "zeros"
        }
    }
}

extension Schedule.Shape: ParameterValue {
    public init?(argument: String) { self.init(argument) }
    public var argument: String { description }
}

extension Schedule.Span: ParameterValue {
    public static var expectation: String { "a number of epochs, or of iterations with an i behind it, as 5 or 500i" }
    public init?(argument: String) { self.init(argument) }
    public var argument: String { description }
}

extension Augmentation: ParameterValue {
    public init?(argument: String) { self.init(argument) }
    public var argument: String { description }
}

extension ClassWeights: ParameterValue {
    public static var expectation: String { "balanced, or a number from 0 for each class between commas" }

    public init?(argument: String) {
        if argument == "balanced" {
            self = .balanced
        } else if let weights = [Double](argument: argument), weights.allSatisfy({ $0 >= 0 }) {
            self = .each(weights)
        } else {
            return nil
        }
    }

    public var argument: String {
        switch self {
        case .balanced: "balanced"
        case .each(let weights): weights.argument
        }
    }
}

/// Examples an update.
struct BatchSize: ParameterValue {
    static let expectation = "a whole number from 1, or full"
    let value: TrainingSettings.BatchSize

    init?(argument: String) {
        if argument == "full" {
            value = .full
        } else if let size = Int(argument), size >= 1 {
            value = .examples(size)
        } else {
            return nil
        }
    }

    var argument: String {
        switch value {
        case .full: "full"
        case .examples(let size): String(size)
        }
    }
}

/// The layers whose gradients are checked.
enum CheckedLayers: ParameterValue {
    case all
    /// Counted from 1.
    case one(Int)

    static let expectation = "a layer, counted from 1"

    init?(argument: String) {
        guard let layer = Int(argument), layer >= 1 else { return nil }
        self = .one(layer)
    }

    var argument: String {
        switch self {
        case .all: ""
        case .one(let layer): String(layer)
        }
    }

    func contain(_ layer: Int) -> Bool {
        switch self {
        case .all: true
        case .one(let chosen): chosen == layer
        }
    }
}
