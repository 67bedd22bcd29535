import NNModel

/// What a model is beyond its layers, by key, where it isn't what one would assume anyway. Formats that have no place of
/// their own for it keep it under these keys, so that a file of ours gives the same model back: `.npz` as arrays, others
/// as one JSON object.
///
/// | key | what | left out |
/// |---|---|---|
/// | `input_shape` | integers, the axes of an example | one axis |
/// | `input_range` | numbers, smallest and largest raw element | not known |
/// | `input_offset`, `input_divisor` | numbers, (x − offset) / divisor gives A[0] | no preprocessing |
/// | `input_resize` | strings: filter, fit | no image |
/// | `output_meaning` | string | probability behind sigmoid and softmax, log-probability behind log-softmax, else value |
/// | `output_threshold` | number | 0.5 |
/// | `class_names` | strings | none |
/// | `layer_names` | strings, one a layer | no names |
/// | `input_name`, `output_name` | string | no name |
struct ModelDescription {
    /// What stands under a key; single values are lists of one.
    enum Value: Equatable {
        case integers([Int])
        case numbers([Double])
        case strings([String])
    }

    private(set) var values: [String: Value]

    static let keys: [String] = [
        "input_shape", "input_range", "input_offset", "input_divisor", "input_resize", "input_name", "output_meaning",
        "output_threshold", "class_names", "output_name", "layer_names",
    ]

    /// What was read; keys other than `keys` are passed over.
    init(_ values: [String: Value]) {
        self.values = values
    }

    /// What there is to say of a model; `model` gives it back.
    init(of model: Model) {
        let (input, output) = (model.input, model.output)
        values = [:]
        if input.shape.count > 1 { values["input_shape"] = .integers(input.shape) }
        if let range = input.range { values["input_range"] = .numbers([range.lowerBound, range.upperBound]) }
        if input.scaling != .none {
            values["input_offset"] = .numbers(input.scaling.offsets)
            values["input_divisor"] = .numbers(input.scaling.divisors)
        }
        if let resizing = input.resizing {
            values["input_resize"] = .strings([resizing.filter.rawValue, resizing.fit.rawValue])
        }
        if !input.name.isEmpty { values["input_name"] = .strings([input.name]) }
        if output.meaning != .usual(behind: model.layers.last?.activation) {
            values["output_meaning"] = .strings([output.meaning.name])
        }
        if output.threshold != 0.5 { values["output_threshold"] = .numbers([output.threshold]) }
        if !output.classNames.isEmpty { values["class_names"] = .strings(output.classNames) }
        if !output.name.isEmpty { values["output_name"] = .strings([output.name]) }
        if !model.layers.allSatisfy(\.name.isEmpty) { values["layer_names"] = .strings(model.layers.map(\.name)) }
    }

    /// What there is, in the order of `keys`.
    var sorted: [(key: String, value: Value)] {
        Self.keys.compactMap { key in values[key].map { (key, $0) } }
    }

    /// The names of the layers, in order, where there are any.
    var layerNames: [String]? {
        if case .strings(let names) = values["layer_names"] { names } else { nil }
    }

    /// Something that isn't as the table above has it.
    struct Problem: Error {
        let key: String
        let expected: String
        let found: String
    }

    /// The model of these layers.
    ///
    /// - Precondition: there is a layer.
    func model(_ layers: [DenseLayer]) throws(Problem) -> Model {
        let features = layers[0].inputs
        var input = Input(shape: try integers("input_shape") ?? [features])
        guard (1...NNModel.Limits.rank).contains(input.shape.count),
            elementCount(input.shape) == features, input.shape.allSatisfy({ $0 > 0 })
        else { throw fail("input_shape", "axes of \(features) elements together", found: "\(input.shape)") }
        if let range = try numbers("input_range", count: 2) {
            guard range[0] <= range[1], range.allSatisfy(\.isFinite) else {
                throw fail("input_range", "two numbers in order", found: "\(range)")
            }
            input.range = range[0]...range[1]
        }
        if let scaling = try scaling(of: input) { input.scaling = scaling }
        if let words = try strings("input_resize", count: 2) {
            guard let filter = Resizing.Filter(rawValue: words[0]), let fit = Resizing.Fit(rawValue: words[1]) else {
                throw fail("input_resize", "a filter and a fit", found: "\(words)")
            }
            input.resizing = Resizing(filter: filter, fit: fit)
        }
        input.name = try strings("input_name", count: 1)?[0] ?? ""
        var output = Output(meaning: .usual(behind: layers.last?.activation))
        if let name = try strings("output_meaning", count: 1)?[0] {
            guard let meaning = Output.Meaning.allCases.first(where: { $0.name == name }) else {
                throw fail(
                    "output_meaning", "one of " + Output.Meaning.allCases.map(\.name).joined(separator: ", "),
                    found: "'\(name)'")
            }
            output.meaning = meaning
        }
        output.threshold = try numbers("output_threshold", count: 1)?[0] ?? 0.5
        output.classNames = try strings("class_names") ?? []
        let classes = layers.last?.units == 1 && output.meaning != .value ? 2 : layers.last?.units ?? 0
        guard [0, classes].contains(output.classNames.count) else {
            throw fail("class_names", "\(classes) strings, one a class", found: "\(output.classNames.count)")
        }
        output.name = try strings("output_name", count: 1)?[0] ?? ""
        var model = Model(input: input, layers: layers, output: output)
        if let names = try strings("layer_names", count: layers.count) {
            for (index, name) in names.enumerated() { model.layers[index].name = name }
        }
        return model
    }

    private func scaling(of input: Input) throws(Problem) -> Scaling? {
        guard values["input_offset"] != nil || values["input_divisor"] != nil else { return nil }
        let (offsets, divisors) = (try numbers("input_offset") ?? [], try numbers("input_divisor") ?? [])
        let counts = [1, input.shape.last ?? 1, input.featureCount]
        guard counts.contains(offsets.count), offsets.count == divisors.count else {
            throw fail(
                "input_offset", "as many numbers as input_divisor has: 1, one a channel, or one an element",
                found: "\(offsets.count) and \(divisors.count)")
        }
        guard (offsets + divisors).allSatisfy(\.isFinite), !divisors.contains(0) else {
            throw fail("input_divisor", "finite numbers other than 0", found: "others")
        }
        return Scaling(offsets: offsets, divisors: divisors)
    }

    private func integers(_ key: String) throws(Problem) -> [Int]? {
        guard let value = values[key] else { return nil }
        guard case .integers(let integers) = value else { throw fail(key, "integers", found: "others") }
        return integers
    }

    private func numbers(_ key: String, count: Int? = nil) throws(Problem) -> [Double]? {
        guard let value = values[key] else { return nil }
        guard case .numbers(let numbers) = value, count == nil || numbers.count == count else {
            throw fail(key, "\(count.map(String.init) ?? "a list of") numbers", found: "others")
        }
        return numbers
    }

    private func strings(_ key: String, count: Int? = nil) throws(Problem) -> [String]? {
        guard let value = values[key] else { return nil }
        guard case .strings(let strings) = value, count == nil || strings.count == count else {
            throw fail(key, count.map { "\($0) strings" } ?? "strings", found: "something else")
        }
        return strings
    }

    private func fail(_ key: String, _ expected: String, found: String) -> Problem {
        Problem(key: key, expected: expected, found: found)
    }
}

extension Output.Meaning {
    /// What people most likely mean by an output behind this activation, where nobody says.
    static func usual(behind activation: Activation?) -> Output.Meaning {
        switch activation {
        case .sigmoid?, .softmax?: .probability
        case .logSoftmax?: .logProbability
        default: .value
        }
    }
}

extension InterchangeError {
    /// A description that is wrong somewhere in a file.
    init(_ file: String, _ problem: ModelDescription.Problem, in place: String?) {
        self.init(
            file, [place, problem.key].compactMap { $0 }.joined(separator: ", "),
            .unexpected(expected: problem.expected, found: problem.found))
    }
}
