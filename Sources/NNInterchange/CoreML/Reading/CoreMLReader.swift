import NNFile
import NNModel

/// Reads a model: the network from the layers, and what they can't say from the description beside them.
struct CoreMLReader {
    private let source: CoreMLModel
    /// The file that it stands in.
    private let bytes: FileBytes
    private let budget: Int
    private var notes: [String] = []

    init(_ source: CoreMLModel, in bytes: FileBytes, budget: Int) {
        (self.source, self.bytes, self.budget) = (source, bytes, budget)
    }

    private var file: String { bytes.path }

    consuming func read(_ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        let (input, output) = (try input(), try output())
        let start = try CoreMLStart(input, source.network, in: bytes)
        let (layers, scaling) = try network(start, input: input.name, output: output)
        var model: Model
        let entry = source.description.metadata.first { $0.key == CoreMLFormat.descriptionKey }
        if let entry {
            model = try DescriptionText(entry.value, file: file, place: "the metadata's \(entry.key)")
                .model(layers, scaling, of: "the network", file: file)
        } else {
            model = Model(
                layers, scaling.repeating(start.shape.last ?? 1), axes: start.shape, input: input.name,
                output: output)
            model.input.range = start.isImage ? 0...255 : nil
            model.input.resizing = start.isImage ? Resizing() : nil
        }
        try name(classesOf: &model, isDescribed: entry != nil)
        try options.check(model.layers.map(\.activation), file: file, place: "the network")
        model.metadata = metadata()
        return try ReadModel(model, file: file, notes: notes)
    }

    /// The only input.
    private func input() throws(InterchangeError) -> CoreMLFeature {
        let inputs = source.description.inputs
        guard inputs.count == 1 else {
            throw fail("the inputs", "one input", inputs.isEmpty ? "none" : list(inputs.map(\.name)))
        }
        return inputs[0]
    }

    /// The name of the only output, which of a classifier are the probabilities.
    private func output() throws(InterchangeError) -> String {
        let network = source.network
        if network.labels != nil {
            let last = network.layers.last?.outputs.first ?? ""
            return network.probabilities.isEmpty ? last : network.probabilities
        }
        let outputs = source.description.outputs
        guard outputs.count == 1 else {
            throw fail("the outputs", "one output", outputs.isEmpty ? "none" : list(outputs.map(\.name)))
        }
        switch outputs[0].kind {
        case .array, .other("doubleType"): return outputs[0].name
        case .image: throw fail("the output '\(outputs[0].name)'", "an array of numbers", "a picture")
        case .other(let type): throw fail("the output '\(outputs[0].name)'", "an array of numbers", type)
        }
    }

    private mutating func network(
        _ start: CoreMLStart, input: String, output: String
    ) throws(InterchangeError) -> (layers: [DenseLayer], scaling: Scaling) {
        let layers = needed(for: output)
        if layers.count < source.network.layers.count {
            notes.append("left out: \(source.network.layers.count - layers.count) layers that the output doesn't need")
        }
        var reader = CoreMLNetworkReader(input: input, axes: start.axes, file: bytes, budget: budget)
        for step in source.network.preprocessing { try reader.prepare(step, input: input, start) }
        for layer in layers { try reader.read(layer) }
        let network = try reader.finish(output: output, features: start.axes.count)
        notes += reader.notes
        for (name, count) in reader.vanished.sorted(by: { $0.key < $1.key }) {
            notes.append("left out: \(count) × \(name), which changes no prediction")
        }
        if reader.draft.foldedNodes > 0 {
            notes.append("folded into weights and biases: \(reader.draft.foldedNodes) layers")
        }
        if source.network.isTrainable { notes.append("left out: how the network is to be trained further") }
        return network
    }

    /// The layers that have a part in a value. They stand in the order of computation, so one look backwards finds them.
    private func needed(for output: String) -> [CoreMLLayer] {
        var names: Set<String> = [output]
        var layers: [CoreMLLayer] = []
        for layer in source.network.layers.reversed() where layer.outputs.contains(where: names.contains) {
            layers.append(layer)
            names.formUnion(layer.inputs)
        }
        return layers.reversed()
    }

    /// The classes of a classifier, which a description beside it has to have too.
    private func name(classesOf model: inout Model, isDescribed: Bool) throws(InterchangeError) {
        guard let labels = source.network.labels else { return }
        let units = model.layers.last?.units ?? 0
        let count = units == 1 ? 2 : units
        guard labels.count == count else {
            throw fail("the class labels", "\(count) labels, one for each number of the output", "\(labels.count)")
        }
        guard labels.allSatisfy(\.isUsable) else {
            throw fail(
                "the class labels", "labels of at most \(Limits.nameBytes) bytes without control characters", "others")
        }
        if isDescribed {
            guard model.output.classNames == labels else {
                throw fail("the class labels", "those of the description beside the network", "others")
            }
        } else {
            model.output.classNames = labels
        }
    }

    /// What a model can keep of the file's own metadata.
    private mutating func metadata() -> [String: String] {
        var metadata: [String: String] = [:]
        for (key, value) in source.description.metadata where key != CoreMLFormat.descriptionKey {
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

extension Scaling {
    /// The same with one number for all, or one a channel, where it repeats so.
    fileprivate func repeating(_ period: Int) -> Scaling {
        for count in [1, period] where count < offsets.count && offsets.count % count == 0 {
            let repeats = offsets.indices.allSatisfy {
                offsets[$0] == offsets[$0 % count] && divisors[$0] == divisors[$0 % count]
            }
            if repeats { return Scaling(offsets: Array(offsets[..<count]), divisors: Array(divisors[..<count])) }
        }
        return self
    }
}
