import NNCommand
import NNModel

/// A model that is ready, in the arithmetic that it is stored for.
struct Network: Sendable {
    /// What the model takes.
    let input: Input
    /// What the model gives, with the threshold of the command line.
    var output: Output
    private let predictor: Precision

    /// float64 where the model stores any, else float32: what the trainer worked in.
    private enum Precision: Sendable {
        case single(Predictor<Float>)
        case double(Predictor<Double>)

        init(_ model: Model) throws(UnpredictableModel) {
            self = model.isDouble ? .double(try Predictor(model)) : .single(try Predictor(model))
        }
    }

    /// Reads the model at `path`.
    init(path: String) throws {
        let model = try Model(path: path)
        do {
            predictor = try Precision(model)
        } catch {
            throw InputError("\(path): \(error)")
        }
        input = model.input
        output = model.output
        units = model.layers.last?.units ?? model.input.featureCount
    }

    /// How many numbers the last layer gives.
    let units: Int

    /// How many classes the output tells apart; nil where it is no probability.
    var classCount: Int? { output.meaning == .value ? nil : max(2, units) }

    /// Forward propagation of one example.
    func callAsFunction(_ elements: ExampleElements) -> Prediction {
        switch predictor {
        case .single(let predictor): Prediction(predictor(elements.converted()))
        case .double(let predictor): Prediction(predictor(elements.converted()))
        }
    }
}

/// What the network makes of one example; wider than it was computed, but not changed.
struct Prediction: Sendable {
    let weightedInputs: [Double]
    let activations: [Double]
    let activation: Activation

    fileprivate init<Scalar: Real>(_ result: Predictor<Scalar>.Result) {
        weightedInputs = result.weightedInputs.map { Double($0) }
        activations = result.activations.map { Double($0) }
        activation = result.activation
    }
}

extension ExampleElements {
    fileprivate func converted<Scalar: Real>() -> [Scalar] {
        switch self {
        case .uint8(let values): values.map { Scalar($0) }
        case .float32(let values): values.map { Scalar($0) }
        case .float64(let values): values.map { Scalar($0) }
        }
    }
}
