import NNModel

/// Lays out a model as Core ML has it; `CoreMLReader` reads it.
///
/// The first version of the specification is enough for most networks, the second for float16. With gelu and log-softmax it
/// is the fourth, whose layers want the axes of arrays as they are: then the numbers of an example have one axis alone.
struct CoreMLWriter {
    private let model: Model
    private let includesPreprocessing: Bool
    /// Whether there are layers of the fourth version.
    let keepsAxes: Bool
    private var layers: [WireMessage] = []
    private var names: Set<String>
    /// The numbers that the next layer takes.
    private(set) var current: String
    private let input: String
    private let output: String
    /// The output that is the class; nil where the model is none that gives one.
    private let classOutput: String?

    init(_ model: Model, includesPreprocessing: Bool) {
        (self.model, self.includesPreprocessing) = (model, includesPreprocessing)
        keepsAxes = model.layers.contains { $0.activation.needsFourthVersion }
        input = model.input.name.isEmpty ? "input" : model.input.name
        (current, names) = (input, [input])
        output = CoreMLWriter.unique(model.output.name.isEmpty ? "output" : model.output.name, &names)
        classOutput =
            model.output.hasLabels(units: model.layers.last?.units ?? 0)
            ? CoreMLWriter.unique("classLabel", &names) : nil
        if includesPreprocessing { addPreprocessing() }
        for (index, layer) in model.layers.enumerated() { add(layer, number: index + 1) }
        addBothClasses()
    }

    /// A picture as input, where the network takes pixels as they are.
    private var image: (height: Int, width: Int, channels: Int)? {
        let input = model.input
        guard includesPreprocessing, input.resizing != nil || input.range == 0...255, let size = input.imageSize,
            size.channels != 4
        else { return nil }
        return size
    }

    // MARK: Layers

    /// Adds a layer, whose output the next one takes.
    ///
    /// - Parameters:
    ///   - kind: the field of NeuralNetworkLayer for its type.
    ///   - inputs: what it takes; the current numbers unless given.
    ///   - isOutput: whether it gives the output of the network.
    mutating func add(
        _ kind: Int, _ inputs: [String]? = nil, named wish: String, isOutput: Bool = false,
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
        layer.add(kind, content)
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
            140, named: layer.name.isEmpty ? "layer\(number)" : layer.name,
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

    /// (x − offset) ÷ divisor, for pictures with the pixels put one after the other.
    private mutating func addPreprocessing() {
        let (scaling, count) = (model.input.scaling, model.input.featureCount)
        if image != nil {
            // With the channels last, as our own pictures have them.
            add(301, named: "pixels") { $0.add { $0.integer(1, 1) } }
            if keepsAxes { add(1140, named: "numbers") { $0.add { $0.integer(1, count) } } }
        }
        func each(_ numbers: [Double]) -> Tensor {
            Tensor((0..<count).map { Float(numbers[$0 % numbers.count]) }, shape: [count])
        }
        /// One number for all is added or multiplied in any version; as many as there are by other layers in each.
        func one(_ kind: Int, _ name: String, _ number: Double) {
            add(kind, named: name) { $0.add { $0.float(1, Float(number)) } }
        }
        func constant(_ kind: Int, _ name: String, _ numbers: [Double]) {
            let taken = current
            add(1070, [], named: "\(name)Numbers") { message in
                message.add { $0.integer(1, count) }
                message.add(2, weights: each(numbers))
            }
            add(kind, [taken, current], named: name)
        }
        if scaling.offsets.contains(where: { $0 != 0 }) {
            if scaling.offsets.count == 1 {
                one(230, "shifted", -scaling.offsets[0])
            } else if keepsAxes {
                constant(905, "shifted", scaling.offsets)
            } else {
                add(250, named: "shifted") { message in
                    message.add { $0.integer(1, count) }
                    message.add(2, weights: each(scaling.offsets.map { -$0 }))
                }
            }
        }
        if scaling.divisors.contains(where: { $0 != 1 }) {
            if scaling.divisors.count == 1 {
                one(231, "prepared", 1 / scaling.divisors[0])
            } else if keepsAxes {
                constant(890, "prepared", scaling.divisors)
            } else {
                add(245, named: "prepared") { message in
                    message.add { $0.integer(1, count) }
                    message.add(2, weights: each(scaling.divisors.map { 1 / $0 }))
                }
            }
        }
    }

    /// Whether one unit says how probable the second of two classes is; Core ML wants a number for each.
    private var hasBothClasses: Bool { classOutput != nil && model.layers.last?.units == 1 }

    private mutating func addBothClasses() {
        guard hasBothClasses else { return }
        let (second, isOnly) = (current, keepsAxes)
        add(130, named: "firstClass") { message in
            message.add { activation in
                activation.message(5) { line in
                    line.float(1, -1)
                    line.float(2, 1)
                }
            }
        }
        // The axis of the channels, or the only one.
        add(isOnly ? 980 : 320, [current, second], named: "bothClasses", isOutput: true) { message in
            if isOnly { message.add { $0.integer(1, -1) } }
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
        file.add(classOutput == nil ? 500 : 403, network)
        return file
    }

    private func writeDescription(_ fields: inout WireWriter) {
        fields.message(1) { feature in
            feature.text(1, input)
            feature.message(3) { type in
                guard let image else { return writeArray([model.input.featureCount], to: &type) }
                type.message(4) { picture in
                    picture.integer(1, image.width)
                    picture.integer(2, image.height)
                    picture.integer(3, (image.channels == 1 ? CoreMLFeature.Colors.gray : .redGreenBlue).rawValue)
                }
            }
        }
        fields.message(10) { feature in
            feature.text(1, output)
            feature.message(3) { type in
                guard classOutput != nil else { return writeArray([model.layers.last?.units ?? 0], to: &type) }
                // The probability of each class by its name.
                type.message(6) { $0.message(2) { _ in } }
            }
        }
        if let classOutput {
            fields.message(10) { feature in
                feature.text(1, classOutput)
                feature.message(3) { $0.message(3) { _ in } }
            }
            fields.text(11, classOutput)
            fields.text(12, output)
        }
        fields.message(100) { writeMetadata(&$0) }
    }

    private func writeArray(_ shape: [Int], to type: inout WireWriter) {
        type.message(5) { array in
            for length in shape { array.integer(1, length) }
            // FLOAT32
            array.integer(2, 65_568)
        }
    }

    private func writeMetadata(_ fields: inout WireWriter) {
        var metadata = model.metadata
        for (number, key) in CoreMLDescription.keys.sorted(by: { $0.key < $1.key }) {
            if let value = metadata.removeValue(forKey: key) { fields.text(number, value) }
        }
        let text = String(decoding: DescriptionText.encode(model, withMetadata: false), as: UTF8.self)
        let entries = [(CoreMLFormat.descriptionKey, text)] + metadata.sorted { $0.key < $1.key }
        for (key, value) in entries {
            fields.message(CoreMLDescription.userDefined) { entry in
                entry.text(1, key)
                entry.text(2, value)
            }
        }
    }
}

extension Output {
    /// Whether a classifier of Core ML can give these classes: names for all, each once, with probabilities.
    fileprivate func hasLabels(units: Int) -> Bool {
        meaning == .probability && !classNames.isEmpty && Set(classNames).count == classNames.count
    }
}

extension WireMessage {
    /// Numbers as WeightParams, of float32 or float16.
    fileprivate mutating func add(_ number: Int, weights: Tensor) {
        var message = WireMessage()
        message.add(weights.dataType == .float16 ? 2 : 1, weights)
        add(number, message)
    }
}
