/// What must hold between the records of a model, whether it comes from a file or is about to go into one.
enum ModelCheck {
    /// Each layer takes what the one before it gives, and the classes are as many as the output can tell apart.
    ///
    /// - Parameter offset: where the payload of a chunk begins in the file.
    static func records(
        input: Input, layers: [LayerRecord], output: Output, offset: (ChunkType) -> Int = { _ in 0 }
    ) throws(Violation) {
        var width = input.featureCount
        for (index, layer) in layers.enumerated() {
            guard layer.inputs == width else {
                throw Violation(
                    rule: .layerChain, offset: offset(.layers), place: "\(ChunkType.layers)",
                    expected: "layer \(index + 1) to take \(width) inputs", found: "\(layer.inputs)")
            }
            width = layer.units
        }
        let count = output.classNames.count
        let classes = width == 1 && output.meaning != .value ? 2 : width
        guard count == 0 || count == classes else {
            throw Violation(
                rule: .classes, offset: offset(.output), place: "\(ChunkType.output)",
                expected: "\(classes) class names or none for an output of \(width) units", found: "\(count)")
        }
    }

    /// Each layer has its weights, its biases and, for int8 weights, their scales, in order and in the shape that the
    /// layer says.
    static func tensors(_ tensors: [ChunkEntry.TensorEntry], of layers: [LayerRecord]) throws(Violation) {
        func fail(_ expected: String, found: String) -> Violation {
            Violation(
                rule: .tensorList, offset: Directory.payloadOffset, place: "directory", expected: expected,
                found: found)
        }
        var rest = tensors[...]
        for (index, layer) in layers.enumerated() {
            let isQuantized = rest.first?.dataType == .int8
            for role in ChunkEntry.Role.allCases where role != .scales || isQuantized {
                let wanted = "\(role) of layer \(index + 1) of shape \(layer.shape(of: role))"
                guard let tensor = rest.popFirst() else { throw fail(wanted, found: "no more tensors") }
                guard tensor.layer == index + 1, tensor.role == role, tensor.shape == layer.shape(of: role) else {
                    throw fail(
                        wanted, found: "\(tensor.role) of layer \(tensor.layer) of shape \(tensor.shape)")
                }
                guard role.allows(tensor.dataType) else {
                    throw fail("\(wanted) in a data type that is fit for them", found: tensor.dataType.name)
                }
            }
        }
        guard rest.isEmpty else {
            throw fail("no more tensors than \(layers.count) layers have", found: "\(rest.count) more")
        }
    }
}

extension ChunkEntry.Role {
    fileprivate func allows(_ dataType: DataType) -> Bool {
        switch self {
        case .weights: true
        case .biases: dataType != .int8
        case .scales: dataType == .float32
        }
    }
}
