import NNModel

/// What of a model a format can hold.
public struct CarriedModel: Sendable {
    /// The model without what the format can't hold.
    public var model: Model
    /// What was left out or changed, for people.
    public var notes: [String]

    init(model: Model, notes: [String]) {
        (self.model, self.notes) = (model, notes)
    }

    /// What a format holds that knows layers, input and output, and none of our records.
    ///
    /// - Parameters:
    ///   - types: the types of numbers that the format has; others become float32, without loss.
    ///   - keepsMetadata: whether it has a place for keys with their texts.
    ///   - keepsHistory: whether it has a place for the history, unless that is very long.
    /// - Throws: `InterchangeError` where an activation is one that this version doesn't know.
    init(
        _ source: Model, types: Set<DataType>, keepsMetadata: Bool = false, keepsHistory: Bool = false, file: String
    ) throws(InterchangeError) {
        model = Model(
            input: source.input, layers: source.layers, output: source.output,
            metadata: keepsMetadata ? source.metadata : [:],
            history: keepsHistory ? source.history.flatMap { $0.fitsText ? $0 : nil } : nil)
        notes = []
        for (index, layer) in source.layers.enumerated() {
            guard layer.activation.isRecognized else {
                throw InterchangeError(
                    file, "layer \(index + 1)",
                    .unexpected(expected: "an activation that has a name", found: layer.activation.description))
            }
            model.layers[index] = DenseLayer(
                name: layer.name, weights: layer.weights.stored(as: types), biases: layer.biases.stored(as: types),
                activation: layer.activation)
        }
        let lost = Set(source.layers.flatMap { [$0.weights.dataType, $0.biases.dataType] }).subtracting(types)
        for type in DataType.allCases where lost.contains(type) {
            let note =
                switch type {
                case .int8: "int8 weights are written as float32, multiplied by their scales"
                case .float64: "float64 is rounded to float32: the format has no such type"
                default: "\(type.name) is written as float32, which holds it exactly: the format has no such type"
                }
            notes.append(note)
        }
        let left = [
            ("metadata", !keepsMetadata && !source.metadata.isEmpty),
            ("history", source.history != nil && model.history == nil),
            ("verification", !source.verification.isEmpty), ("unknown chunks", !source.extras.isEmpty),
        ].filter { $0.1 }
        if !left.isEmpty { notes.append("left out: " + left.map { $0.0 }.joined(separator: ", ")) }
    }
}

extension Tensor {
    /// The same numbers, as float32 where they are of none of these types.
    fileprivate func stored(as types: Set<DataType>) -> Tensor {
        types.contains(dataType) ? self : Tensor(scalars(as: Float.self), shape: shape)
    }
}
