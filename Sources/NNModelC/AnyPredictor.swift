import NNModel

/// A model made ready to predict, in the arithmetic that the format prescribes for it.
enum AnyPredictor: Sendable {
    case float(Predictor<Float>)
    case double(Predictor<Double>)

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
        self = model.isDouble ? .double(try Predictor(model)) : .float(try Predictor(model))
    }

    /// A[L] of each example, a row each.
    func predict<Element: Real>(
        _ raw: UnsafeBufferPointer<Element>, examples: Int, into outputs: UnsafeMutableBufferPointer<Element>
    ) {
        switch self {
        case .float(let predictor): Self.predict(predictor, raw, examples, outputs)
        case .double(let predictor): Self.predict(predictor, raw, examples, outputs)
        }
    }

    /// A[L] of one example.
    func predict(_ raw: [Double]) -> [Double] {
        switch self {
        case .float(let predictor): predictor(raw.map { Float($0) }).activations.map { Double($0) }
        case .double(let predictor): predictor(raw).activations
        }
    }

    private static func predict<Scalar: Real, Element: Real>(
        _ predictor: Predictor<Scalar>, _ raw: UnsafeBufferPointer<Element>, _ examples: Int,
        _ outputs: UnsafeMutableBufferPointer<Element>
    ) {
        let (features, units) = (predictor.input.featureCount, predictor.unitCount)
        for example in 0..<examples {
            let row = UnsafeBufferPointer(rebasing: raw[example * features..<(example + 1) * features])
            // One copy at once where the types agree, which the compiler doesn't make of a conversion to the same type.
            let elements = (row as? UnsafeBufferPointer<Scalar>).map(Array.init) ?? row.map { Scalar($0) }
            let activations = predictor(elements).activations
            for unit in 0..<units { outputs[example * units + unit] = Element(activations[unit]) }
        }
    }
}
