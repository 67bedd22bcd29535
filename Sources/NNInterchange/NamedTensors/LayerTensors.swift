import NNModel

/// Which tensors make up which layer, by the names that PyTorch's modules give them: `X.weight` (units, inputs) and `X.bias`
/// (units), in the order in which the layers first appear. Anything else belongs to a layer that no model of ours has, and
/// is refused.
struct LayerTensors {
    struct Layer {
        /// What stands before `.weight`: `fc1`, `0`; empty where nothing does.
        let name: String
        let weights: NamedTensor
        /// Nil for a layer without biases.
        let biases: NamedTensor?
    }

    /// At least one.
    let layers: [Layer]

    /// n[0], n[1], …
    var sizes: [Int] { [layers[0].weights.shape[1]] + layers.map { $0.weights.shape[0] } }

    init(_ tensors: [NamedTensor], file: String) throws(InterchangeError) {
        var order: [String] = []
        var parts: [String: (weights: NamedTensor?, biases: NamedTensor?)] = [:]
        for tensor in tensors {
            guard let (layer, isWeight) = Self.role(tensor.name) else {
                throw Self.fail(
                    file, tensor, "the weight and the bias of linear layers alone",
                    found: "a tensor of another kind of layer, of shape \(tensor.shapeText)")
            }
            if parts[layer] == nil { order.append(layer) }
            var part = parts[layer] ?? (nil, nil)
            guard (isWeight ? part.weights : part.biases) == nil else {
                throw Self.fail(file, tensor, "tensors of different names", found: "two of this one")
            }
            if isWeight { part.weights = tensor } else { part.biases = tensor }
            parts[layer] = part
        }
        var layers: [Layer] = []
        for name in order {
            guard let part = parts[name], let weights = part.weights else {
                let prefix = name.isEmpty ? "" : "\(name)."
                throw InterchangeError(
                    file, "\(prefix)bias",
                    .unexpected(expected: "\(prefix)weight beside it", found: "no tensor of that name"))
            }
            let layer = Layer(name: name, weights: weights, biases: part.biases)
            try Self.check(layer, behind: layers.last, file: file)
            layers.append(layer)
        }
        guard !layers.isEmpty else {
            throw InterchangeError(
                file, .unexpected(expected: "the tensors of a network, as in 0.weight and 0.bias", found: "none"))
        }
        self.layers = layers
    }

    /// The layer that a tensor belongs to, and as what.
    private static func role(_ name: String) -> (layer: String, isWeight: Bool)? {
        for (suffix, isWeight) in [("weight", true), ("bias", false)] {
            if name == suffix { return ("", isWeight) }
            if name.hasSuffix(".\(suffix)") { return (String(name.dropLast(suffix.count + 1)), isWeight) }
        }
        return nil
    }

    private static func check(_ layer: Layer, behind last: Layer?, file: String) throws(InterchangeError) {
        let (weights, shape) = (layer.weights, layer.weights.shape)
        guard shape.count == 2, !shape.contains(0) else {
            throw fail(
                file, weights, "weights of a linear layer, of shape (units, inputs)", found: weights.shapeText)
        }
        if let units = last?.weights.shape[0], shape[1] != units {
            throw fail(
                file, weights, "\(units) inputs, as many as the layer before has units", found: weights.shapeText)
        }
        if let biases = layer.biases, biases.shape != [shape[0]] {
            throw fail(file, biases, "biases of shape (\(shape[0]),), one a unit", found: biases.shapeText)
        }
        for tensor in [weights, layer.biases].compactMap({ $0 }) where tensor.dataType == nil {
            throw fail(file, tensor, "float16, bfloat16, float32 or float64 numbers", found: tensor.type)
        }
    }

    private static func fail(
        _ file: String, _ tensor: NamedTensor, _ expected: String, found: String
    ) -> InterchangeError {
        InterchangeError(file, tensor.name, .unexpected(expected: expected, found: found))
    }
}
