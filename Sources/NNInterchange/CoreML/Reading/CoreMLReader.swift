import NNFile
import NNModel

/// Reads a model: its layers from what the file has, and what they can't say from the description beside them.
struct CoreMLReader {
    let source: CoreMLModel
    /// The file that it stands in.
    let bytes: FileBytes
    let budget: Int
    var notes: [String] = []

    init(_ source: CoreMLModel, in bytes: FileBytes, budget: Int) {
        (self.source, self.bytes, self.budget) = (source, bytes, budget)
    }

    var file: String { bytes.path }

    /// What a file's own content says of a model.
    struct Found {
        let layers: [DenseLayer]
        var scaling = Scaling.none
        let start: CoreMLStart
        /// The name of the output.
        let output: String
        /// The names of the classes, and how many the output has numbers for.
        let labels: [String]?
        let classCount: Int
    }

    consuming func read(_ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        let input = try input()
        let found: Found
        switch source.content {
        case .network(let network): found = try read(network, input)
        case .linear(let linear): found = try read(linear, input)
        }
        let (start, scaling) = (found.start, found.scaling)
        var model: Model
        let entry = source.description.metadata.first { $0.key == CoreMLFormat.descriptionKey }
        if let entry {
            model = try DescriptionText(entry.value, file: file, place: "the metadata's \(entry.key)")
                .model(found.layers, scaling, of: "the network", file: file)
        } else {
            model = Model(
                found.layers, scaling.repeating(start.shape.last ?? 1), axes: start.shape, input: input.name,
                output: found.output)
            model.input.range = start.isImage ? 0...255 : nil
            model.input.resizing = start.isImage ? Resizing() : nil
        }
        try name(classesOf: &model, found, isDescribed: entry != nil)
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

    /// The classes of a classifier, which a description beside it has to have too.
    private func name(
        classesOf model: inout Model, _ found: Found, isDescribed: Bool
    ) throws(InterchangeError) {
        guard let labels = found.labels else { return }
        guard labels.count == found.classCount else {
            throw fail(
                "the class labels", "\(found.classCount) labels, one for each number of the output", "\(labels.count)")
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

    func list(_ names: [String]) -> String {
        "\(names.count): " + names.prefix(5).map { "'\($0)'" }.joined(separator: ", ") + (names.count > 5 ? ", …" : "")
    }

    func fail(_ place: String, _ expected: String, _ found: String) -> InterchangeError {
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
