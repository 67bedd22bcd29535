import NNModel

extension NamedLayers {
    /// The layers in the order in which their tensors stand in the file, which then is the order of the network.
    init(inOrder tensors: [(name: String, shape: [Int])], file: String) throws(InterchangeError) {
        var order: [String] = []
        var known: Set<String> = []
        for tensor in tensors {
            guard let layer = Self.role(of: tensor.name)?.layer, known.insert(layer).inserted else { continue }
            order.append(layer)
        }
        try self.init(tensors, order: order, file: file)
    }

    /// The model of these layers.
    ///
    /// - Parameters:
    ///   - text: the description that a file of ours has; nil in others.
    ///   - tensor: reads a tensor, by its place in what was given.
    func model(
        _ text: DescriptionText?, _ options: ReadingOptions, file: String, notes: [String] = [],
        tensor: (Int) throws(InterchangeError) -> Tensor
    ) throws(InterchangeError) -> ReadModel {
        let activations = try options.activations(
            named: text?.activations, layerSizes: sizes, file: file, place: text?.place)
        let names =
            normalizations.isEmpty
            ? LayerNames.forReading(layers.map(\.name), activations) : layers.map { _ in "" }
        var notes = notes
        var dense: [DenseLayer] = []
        for (index, layer) in layers.enumerated() {
            let weights = try tensor(layer.weights)
            let biases: Tensor
            if let place = layer.biases {
                biases = try tensor(place)
            } else {
                notes.append("layer \(index + 1) has no biases: zeros are taken")
                biases = Tensor(zeros: [weights.shape[0]], dataType: weights.dataType)
            }
            dense.append(
                DenseLayer(name: names[index], weights: weights, biases: biases, activation: activations[index]))
        }
        dense = try folded(dense, file: file, notes: &notes, tensor: tensor)
        var model: Model
        do throws(ModelDescription.Problem) {
            model = try (text?.description ?? ModelDescription([:])).model(dense)
        } catch {
            throw InterchangeError(file, error, in: text?.place)
        }
        model.metadata = text?.metadata ?? [:]
        return try ReadModel(model, file: file, notes: notes)
    }
}
