import NNModel

/// A model made ready to predict, in the arithmetic that the format prescribes for it.
enum AnyPredictor: Sendable {
    case float(SharedPredictor<Float>)
    case double(SharedPredictor<Double>)

    /// - Throws: `ModelFileError` where a tensor is damaged, `UnpredictableModel` where this version can't compute it.
    init(_ file: ModelFile, tensors: inout TensorViews) throws {
        // Not `file.model()`: metadata and history, be they damaged, are no part of a prediction.
        var layers: [DenseLayer] = []
        for (index, record) in file.layers.enumerated() {
            layers.append(
                DenseLayer(
                    name: record.name, weights: try tensors.tensor(.weights, layer: index + 1, in: file),
                    biases: try tensors.tensor(.biases, layer: index + 1, in: file), activation: record.activation))
        }
        let model = Model(input: file.input, layers: layers, output: file.output)
        self =
            model.isDouble
            ? .double(SharedPredictor(try Predictor(model))) : .float(SharedPredictor(try Predictor(model)))
    }

    /// A[L] of each example, a row each.
    func predict<Element: Real>(
        _ raw: UnsafePointer<Element>, examples: Int, into outputs: UnsafeMutablePointer<Element>
    ) {
        switch self {
        case .float(let predictor): predictor.predict(raw, examples: examples, into: outputs)
        case .double(let predictor): predictor.predict(raw, examples: examples, into: outputs)
        }
    }

    /// A[L] of one example.
    func predict(_ raw: [Double]) -> [Double] {
        switch self {
        case .float(let predictor): predictor.predict(raw.map { Float($0) }).activations.map { Double($0) }
        case .double(let predictor): predictor.predict(raw).activations
        }
    }
}
