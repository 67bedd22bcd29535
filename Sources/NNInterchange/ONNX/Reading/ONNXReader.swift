import NNFile
import NNModel

/// Reads a model: the network from the graph, and what a graph can't say from the description beside it.
struct ONNXReader {
    private let source: ONNXModel
    /// The file that it stands in.
    private let bytes: FileBytes
    private let budget: Int
    private var notes: [String]

    /// - Parameter notes: what people are to be told of the files that it stands in.
    init(_ source: ONNXModel, in bytes: FileBytes, budget: Int, notes: [String]) {
        (self.source, self.bytes, self.budget, self.notes) = (source, bytes, budget, notes)
    }

    private var file: String { bytes.path }

    consuming func read(_ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        let (input, output) = (try input(), try output())
        let (layers, scaling, axes) = try network(input: input, output: output)
        var model: Model
        let entry = source.metadata.first { $0.key == ONNXFormat.descriptionKey }
        if let entry {
            model = try DescriptionText(entry.value, file: file, place: "the metadata's \(entry.key)")
                .model(layers, scaling, of: "the graph", file: file)
        } else {
            model = Model(layers, scaling, axes: axes, input: input.name, output: output.name)
            model.output.classNames = try classNames(of: model)
        }
        try options.check(model.layers.map(\.activation), file: file, place: "the graph")
        model.metadata = metadata()
        if entry == nil, !source.producer.isEmpty, model.metadata["onnx.producer"] == nil {
            model.metadata["onnx.producer"] = source.producer
        }
        return try ReadModel(model, file: file, notes: notes)
    }

    /// The labels of a classifier: what an ArrayFeatureExtractor chooses from by the largest probability.
    private func classNames(of model: Model) throws(InterchangeError) -> [String] {
        let units = model.layers.last?.units ?? 0
        let count = units == 1 && model.output.meaning != .value ? 2 : units
        for node in source.graph.nodes where node.opType == "ArrayFeatureExtractor" {
            guard let name = node.input(0), let tensor = source.graph.initializers[name], tensor.count == count,
                let labels = try tensor.labels(), labels.allSatisfy(\.isUsable)
            else { continue }
            return labels
        }
        return []
    }

    /// The only input that isn't a tensor of the file.
    private func input() throws(InterchangeError) -> ONNXGraph.Value {
        let inputs = source.graph.inputs.filter { source.graph.initializers[$0.name] == nil }
        guard inputs.count == 1 else {
            throw fail("the inputs", "one input", inputs.isEmpty ? "none" : list(inputs.map(\.name)))
        }
        guard inputs[0].shape.map({ $0.count >= 2 }) ?? true else {
            throw fail(
                "the input '\(inputs[0].name)'", "an axis of examples and one of numbers",
                "\(inputs[0].shape?.count ?? 0) axes")
        }
        return inputs[0]
    }

    /// The only output, or the only one that is of numbers: classifiers give the label beside the probabilities, which may
    /// be in a ZipMap.
    private mutating func output() throws(InterchangeError) -> ONNXGraph.Value {
        let outputs = source.graph.outputs
        let ofNumbers = outputs.filter { $0.element?.dataType != nil }
        let chosen = outputs.count == 1 ? outputs : ofNumbers
        let maps = source.graph.nodes.filter { $0.opType == "ZipMap" && outputs.map(\.name).contains($0.outputs.first) }
        if ofNumbers.isEmpty, maps.count == 1, let probabilities = maps[0].input(0) {
            notes.append("left out: \(maps[0].place), which gives each probability under the name of its class")
            noteOutputs(but: maps[0].outputs.first)
            return ONNXGraph.Value(name: probabilities, element: .float, shape: nil)
        }
        guard chosen.count == 1 else {
            throw fail("the outputs", "one output of numbers", outputs.isEmpty ? "none" : list(outputs.map(\.name)))
        }
        noteOutputs(but: chosen[0].name)
        return chosen[0]
    }

    private mutating func noteOutputs(but chosen: String?) {
        for other in source.graph.outputs where other.name != chosen {
            notes.append("left out: the output '\(other.name)'")
        }
    }

    private mutating func network(
        input: ONNXGraph.Value, output: ONNXGraph.Value
    ) throws(InterchangeError) -> (layers: [DenseLayer], scaling: Scaling, axes: [Int]?) {
        let nodes = needed(for: output.name)
        if nodes.count < source.graph.nodes.count {
            notes.append("left out: \(source.graph.nodes.count - nodes.count) nodes that the output doesn't need")
        }
        var reader = GraphReader(
            source.graph, nodes: nodes, input: input, opset: source.opset, file: bytes, budget: budget)
        let axes = reader.axes
        for node in nodes { try reader.read(node) }
        let network = try reader.finish(output: output.name, features: axes.flatMap { elementCount($0) })
        for (name, count) in reader.vanished.sorted(by: { $0.key < $1.key }) {
            notes.append("left out: \(count) × \(name), which changes no prediction")
        }
        if reader.draft.foldedNodes > 0 {
            notes.append("folded into weights and biases: \(reader.draft.foldedNodes) nodes")
        }
        return (network.layers, network.scaling, axes)
    }

    /// The nodes that have a part in a value. They stand in the order of computation, so one look backwards finds them.
    private func needed(for output: String) -> [ONNXNode] {
        var names: Set<String> = [output]
        var nodes: [ONNXNode] = []
        for node in source.graph.nodes.reversed() where node.outputs.contains(where: names.contains) {
            nodes.append(node)
            names.formUnion(node.inputs)
        }
        return nodes.reversed()
    }

    /// What a model can keep of the file's own metadata.
    private mutating func metadata() -> [String: String] {
        var metadata: [String: String] = [:]
        for (key, value) in source.metadata where key != ONNXFormat.descriptionKey {
            if Model.isMetadataKey(key), value.utf8.count <= Limits.metadataValueBytes {
                metadata[key] = value
            } else {
                notes.append("left out: the key '\(key)' of the metadata, which no model can hold")
            }
        }
        return metadata
    }

    private func list(_ names: [String]) -> String {
        "\(names.count): " + names.prefix(5).map { "'\($0)'" }.joined(separator: ", ") + (names.count > 5 ? ", …" : "")
    }

    private func fail(_ place: String, _ expected: String, _ found: String) -> InterchangeError {
        InterchangeError(file, place, .unexpected(expected: expected, found: found))
    }
}
