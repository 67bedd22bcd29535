import NNModel

/// Lays out a model as Core ML has it; `CoreMLReader` reads it.
///
/// The first version of the specification is enough for most networks, the second for float16. With gelu and log-softmax it
/// is the fourth, whose layers want the axes of arrays as they are: then the numbers of an example have one axis alone.
struct CoreMLWriter {
    let model: Model
    let includesPreprocessing: Bool
    /// Whether there are layers of the fourth version.
    let keepsAxes: Bool
    private var layers: [WireMessage] = []
    private var names: Set<String>
    /// The numbers that the next layer takes.
    private(set) var current: String
    let input: String
    let output: String
    /// The output that is the class; nil where the model is none that gives one.
    let classOutput: String?

    init(_ model: Model, includesPreprocessing: Bool) {
        (self.model, self.includesPreprocessing) = (model, includesPreprocessing)
        keepsAxes = model.layers.contains { $0.activation.needsFourthVersion }
        input = model.input.name.isEmpty ? "input" : model.input.name
        (current, names) = (input, [input])
        output = CoreMLWriter.unique(model.output.name.isEmpty ? "output" : model.output.name, &names)
        classOutput =
            model.output.hasLabels
            ? CoreMLWriter.unique("classLabel", &names) : nil
        if includesPreprocessing { addPreprocessing() }
        for (index, layer) in model.layers.enumerated() { add(layer, number: index + 1) }
        addBothClasses()
    }

    // MARK: Layers

    /// Adds a layer, whose output the next one takes.
    ///
    /// - Parameters:
    ///   - kind: its type, as NeuralNetwork.proto names it.
    ///   - inputs: what it takes; the current numbers unless given.
    ///   - isOutput: whether it gives the output of the network.
    mutating func add(
        _ kind: String, _ inputs: [String]? = nil, named wish: String, isOutput: Bool = false,
        _ parameters: (inout WireMessage) -> Void = { _ in }
    ) {
        let inputs = inputs ?? [current]
        let name = CoreMLWriter.unique(wish, &names)
        current = isOutput ? output : name
        var (layer, content) = (WireMessage(), WireMessage())
        layer.add { fields in
            fields.text(1, name)
            for input in inputs { fields.text(2, input) }
            fields.text(3, current)
        }
        parameters(&content)
        layer.add(CoreMLKind.number(kind, in: CoreMLKind.layers), content)
        layers.append(layer)
    }

    private static func unique(_ wish: String, _ names: inout Set<String>) -> String {
        var name = wish
        while !names.insert(name).inserted { name += "_" }
        return name
    }

    private mutating func add(_ layer: DenseLayer, number: Int) {
        let isLast = number == model.layers.count && !hasBothClasses
        add(
            "innerProduct", named: layer.name.isEmpty ? "layer\(number)" : layer.name,
            isOutput: isLast && layer.activation == .identity
        ) { message in
            message.add { fields in
                fields.integer(1, layer.inputs)
                fields.integer(2, layer.units)
                fields.integer(10, 1)
            }
            message.add(20, weights: layer.weights)
            message.add(21, weights: layer.biases)
        }
        add(layer.activation, named: "activation\(number)", isOutput: isLast)
    }

    /// Whether one unit says how probable the second of two classes is; Core ML wants a number for each.
    private var hasBothClasses: Bool { classOutput != nil && model.layers.last?.units == 1 }

    private mutating func addBothClasses() {
        guard hasBothClasses else { return }
        let (second, keepsAxes) = (current, keepsAxes)
        add("activation", named: "firstClass") { message in
            message.add { activation in
                activation.message(CoreMLKind.number("linear", in: CoreMLKind.activations)) { line in
                    line.float(1, -1)
                    line.float(2, 1)
                }
            }
        }
        // The axis of the channels, or the only one.
        add(keepsAxes ? "concatND" : "concat", [current, second], named: "bothClasses", isOutput: true) { message in
            if keepsAxes { message.add { $0.integer(1, -1) } }
        }
    }

    // MARK: The model

    /// The whole file.
    func message() -> WireMessage {
        var (file, network) = (WireMessage(), WireMessage())
        for layer in layers { network.add(1, layer) }
        network.add { fields in
            // Pictures keep their axes where arrays do.
            if keepsAxes {
                fields.integer(5, 1)
                fields.integer(6, 1)
            }
            guard classOutput != nil else { return }
            fields.message(100) { labels in for name in model.output.classNames { labels.text(1, name) } }
            fields.text(200, output)
        }
        let hasHalves = model.layers.contains { $0.weights.dataType == .float16 }
        file.add { fields in
            fields.integer(1, keepsAxes ? 4 : hasHalves ? 2 : 1)
            fields.message(2) { writeDescription(&$0) }
        }
        file.add(
            CoreMLKind.number(
                classOutput == nil ? "neuralNetwork" : "neuralNetworkClassifier", in: CoreMLKind.models), network)
        return file
    }
}

extension Output {
    /// Whether a classifier of Core ML can give these classes: names for all, each once, with probabilities.
    fileprivate var hasLabels: Bool {
        meaning == .probability && !classNames.isEmpty && Set(classNames).count == classNames.count
    }
}

extension WireMessage {
    /// Numbers as WeightParams, of float32 or float16.
    mutating func add(_ number: Int, weights: Tensor) {
        var message = WireMessage()
        message.add(weights.dataType == .float16 ? 2 : 1, weights)
        add(number, message)
    }
}
