import NNModel

extension LayerTensors {
    /// The model of these layers.
    ///
    /// - Parameters:
    ///   - text: the description that a file of ours has; nil in others.
    ///   - elements: reads the numbers of a tensor, little-endian and in row-major order.
    func model(
        _ text: DescriptionText?, _ options: ReadingOptions, file: String, notes: [String] = [],
        elements: (NamedTensor) throws(InterchangeError) -> [UInt8]
    ) throws(InterchangeError) -> ReadModel {
        let activations = try options.activations(
            named: text?.activations, layerSizes: sizes, file: file, place: text?.place)
        var notes = notes
        var dense: [DenseLayer] = []
        for (layer, activation) in zip(layers, activations) {
            let weights = try tensor(layer.weights, elements)
            let biases: Tensor
            if let stored = layer.biases {
                biases = try tensor(stored, elements)
            } else {
                let (type, units) = (weights.dataType, weights.shape[0])
                biases = Tensor(
                    bytes: [UInt8](repeating: 0, count: units * type.size), dataType: type, shape: [units])
                notes.append("added: biases of 0 for \(layer.weights.name), which has none")
            }
            // A description that names no layers says that they have no names.
            let name = text != nil || isNumbered ? "" : layer.name
            dense.append(DenseLayer(name: name, weights: weights, biases: biases, activation: activation))
        }
        let model: Model
        do throws(ModelDescription.Problem) {
            model = try (text?.description ?? ModelDescription([:])).model(dense)
        } catch {
            throw InterchangeError(file, text?.place ?? "description", error)
        }
        return try ReadModel(model, file: file, notes: notes)
    }

    private func tensor(
        _ tensor: NamedTensor, _ elements: (NamedTensor) throws(InterchangeError) -> [UInt8]
    ) throws(InterchangeError) -> Tensor {
        // `check` let no tensor of another type pass.
        Tensor(bytes: try elements(tensor), dataType: tensor.dataType ?? .float32, shape: tensor.shape)
    }

    /// Whether the names are those that layers without names get.
    private var isNumbered: Bool { layers.map(\.name) == Self.numbers(layers.count) }

    /// 0, 2, 4, …, as `nn.Sequential` numbers linear layers with an activation behind each.
    private static func numbers(_ count: Int) -> [String] { (0..<count).map { "\(2 * $0)" } }

    /// The tensors of a model under the names that they get: those of the layers where each has its own, else numbers.
    ///
    /// - Parameter longest: bytes of UTF-8 that a name may have.
    static func named(_ model: Model, longest: Int = .max) -> [(name: String, tensor: Tensor)] {
        var names = model.layers.map(\.name)
        let areFit = names.allSatisfy { !$0.isEmpty && $0.utf8.count + ".weight".utf8.count <= longest }
        if !areFit || Set(names).count < names.count { names = numbers(names.count) }
        return zip(names, model.layers).flatMap { name, layer in
            [("\(name).weight", layer.weights), ("\(name).bias", layer.biases)]
        }
    }
}
