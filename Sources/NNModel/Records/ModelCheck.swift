/// What must hold between the records of a model, whether it comes from a file or is about to go into one.
enum ModelCheck {
    /// Each layer takes what the one before it gives, and the classes are as many as the output can tell apart.
    static func records(input: Input, layers: [LayerRecord], output: Output) throws(Violation) {
        var width = input.featureCount
        for (index, layer) in layers.enumerated() {
            guard layer.inputs == width else {
                throw Violation(
                    rule: .layerChain, offset: 0, place: "\(ChunkType.layers)",
                    expected: "layer \(index + 1) to take \(width) inputs", found: "\(layer.inputs)")
            }
            width = layer.units
        }
        let count = output.classNames.count
        let classes = width == 1 && output.meaning != .value ? 2 : width
        guard count == 0 || count == classes else {
            throw Violation(
                rule: .classes, offset: 0, place: "\(ChunkType.output)",
                expected: "\(classes) class names or none for an output of \(width) units", found: "\(count)")
        }
    }

    /// Each layer has its weights and its biases, in order, in one data type and in the shape that the layer says.
    static func tensors(_ tensors: [ChunkEntry.TensorEntry], of layers: [LayerRecord]) throws(Violation) {
        func fail(_ expected: String, found: String) -> Violation {
            Violation(
                rule: .tensorList, offset: FileHeader.length, place: "directory", expected: expected, found: found)
        }
        let wanted = layers.enumerated().flatMap { index, layer in
            ChunkEntry.Role.allCases.map { (layer: index + 1, role: $0, shape: layer.shape(of: $0)) }
        }
        guard tensors.count == wanted.count else {
            throw fail("\(wanted.count) tensors for \(layers.count) layers", found: "\(tensors.count)")
        }
        for (tensor, wanted) in zip(tensors, wanted) {
            guard tensor.layer == wanted.layer, tensor.role == wanted.role, tensor.shape == wanted.shape else {
                throw fail(
                    "\(wanted.role) of layer \(wanted.layer) of shape \(wanted.shape)",
                    found: "\(tensor.role) of layer \(tensor.layer) of shape \(tensor.shape)")
            }
        }
    }
}
