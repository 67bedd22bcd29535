import NNModel

/// The types of models that a file can hold.
extension CoreMLReader {
    mutating func read(_ network: CoreMLNetwork, _ input: CoreMLFeature) throws(InterchangeError) -> Found {
        let start = try CoreMLStart(input, network, in: bytes)
        let output = try output(of: network)
        let layers = needed(for: output, network)
        if layers.count < network.layers.count {
            notes.append("left out: \(network.layers.count - layers.count) layers that the output doesn't need")
        }
        var reader = CoreMLNetworkReader(input: input.name, axes: start.axes, file: bytes, budget: budget)
        for step in network.preprocessing { try reader.prepare(step, input: input.name, start) }
        for layer in layers { try reader.read(layer) }
        let (dense, scaling) = try reader.finish(output: output, features: start.axes.count)
        notes += reader.notes
        for (name, count) in reader.vanished.sorted(by: { $0.key < $1.key }) {
            notes.append("left out: \(count) × \(name), which changes no prediction")
        }
        if reader.draft.foldedNodes > 0 {
            notes.append("folded into weights and biases: \(reader.draft.foldedNodes) layers")
        }
        if network.isTrainable { notes.append("left out: how the network is to be trained further") }
        return Found(
            layers: dense, scaling: scaling, start: start, output: output, labels: network.labels,
            classCount: reader.givesBothClasses ? 2 : dense.last?.units ?? 0)
    }

    func read(_ linear: CoreMLLinearModel, _ input: CoreMLFeature) throws(InterchangeError) -> Found {
        let start = try CoreMLStart(input, nil, in: bytes)
        guard !start.isImage, start.axes.count == linear.layer.inputs else {
            throw fail(
                "the input '\(input.name)'", "an array of \(linear.layer.inputs) numbers, as there are weights",
                start.isImage ? "a picture" : "\(start.axes.count)")
        }
        let output = linear.labels == nil ? try numbers(source.description.outputs) : source.description.probabilities
        return Found(layers: [linear.layer], start: start, output: output, labels: linear.labels, classCount: 2)
    }

    /// The name of what a network gives: of a classifier the probabilities, else the only output.
    private func output(of network: CoreMLNetwork) throws(InterchangeError) -> String {
        guard network.labels != nil else { return try numbers(source.description.outputs) }
        let last = network.layers.last?.outputs.first ?? ""
        return network.probabilities.isEmpty ? last : network.probabilities
    }

    /// The name of the only output, of numbers.
    private func numbers(_ outputs: [CoreMLFeature]) throws(InterchangeError) -> String {
        guard outputs.count == 1 else {
            throw fail("the outputs", "one output", outputs.isEmpty ? "none" : list(outputs.map(\.name)))
        }
        switch outputs[0].kind {
        case .array, .other("doubleType"): return outputs[0].name
        case .image: throw fail("the output '\(outputs[0].name)'", "an array of numbers", "a picture")
        case .other(let type): throw fail("the output '\(outputs[0].name)'", "an array of numbers", type)
        }
    }

    /// The layers that have a part in a value. They stand in the order of computation, so one look backwards finds them.
    private func needed(for output: String, _ network: CoreMLNetwork) -> [CoreMLLayer] {
        var names: Set<String> = [output]
        var layers: [CoreMLLayer] = []
        for layer in network.layers.reversed() where layer.outputs.contains(where: names.contains) {
            layers.append(layer)
            names.formUnion(layer.inputs)
        }
        return layers.reversed()
    }
}
