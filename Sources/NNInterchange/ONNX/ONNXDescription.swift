import NNModel

/// What a model is beyond what its graph says, as JSON under one key of the metadata: `ModelDescription`, and the
/// activations by their names, since ONNX rounds their parameters to float32.
struct ONNXDescription {
    static let key = "nnm.description"
    private static let place = "the metadata's \(key)"

    private let activations: [Activation]
    private let description: ModelDescription
    private let file: String

    /// The JSON of a model.
    static func text(of model: Model) -> String {
        var text = JSONText()
        text.object { text in
            text.key("activations")
            text.array { text in
                for layer in model.layers { text.string(layer.activation.description) }
            }
            ModelDescription(of: model).write(to: &text)
        }
        return String(decoding: text.bytes, as: UTF8.self)
    }

    init(_ text: String, file: String) throws(InterchangeError) {
        self.file = file
        let object: JSONValue
        do throws(JSONReader.Problem) {
            object = try JSONReader.read(text)
        } catch {
            throw InterchangeError(file, Self.place, error)
        }
        var activations: [Activation] = []
        for value in object["activations"]?.elements ?? [] {
            guard let activation = value.string.flatMap({ Activation($0) }) else {
                throw InterchangeError(
                    file, Self.place, .unexpected(expected: "names of activations", found: value.kind))
            }
            activations.append(activation)
        }
        self.activations = activations
        do throws(ModelDescription.Problem) {
            description = try ModelDescription(object)
        } catch {
            throw Self.error(error, file: file)
        }
    }

    /// The model of a network that was found in the graph.
    ///
    /// - Throws: `InterchangeError` where the two contradict each other.
    func model(_ found: [DenseLayer], _ scaling: Scaling) throws(InterchangeError) -> Model {
        var layers = found
        if !activations.isEmpty {
            let own = found.map { $0.activation.rounded.description }
            guard activations.map({ $0.rounded.description }) == own else {
                throw fail("the activations of the graph", found: activations.map(\.description).joined(separator: ","))
            }
            for index in layers.indices { layers[index].activation = activations[index] }
        }
        // Names that the graph has are the description's, where it says any.
        for index in layers.indices { layers[index].name = "" }
        var model: Model
        do throws(ModelDescription.Problem) {
            model = try description.model(layers)
        } catch {
            throw Self.error(error, file: file)
        }
        guard scaling != .none else { return model }
        let own = model.input.scaling
        let features = model.input.featureCount
        func rounded(_ numbers: [Double]) -> [Float] { (0..<features).map { Float(numbers[$0 % numbers.count]) } }
        if own == .none {
            model.input.scaling = scaling
        } else if rounded(own.offsets) != rounded(scaling.offsets) || rounded(own.divisors) != rounded(scaling.divisors)
        {
            throw fail("the preprocessing of the graph", found: "another one")
        }
        return model
    }

    private static func error(_ problem: ModelDescription.Problem, file: String) -> InterchangeError {
        InterchangeError(
            file, "\(place), \(problem.key)", .unexpected(expected: problem.expected, found: problem.found))
    }

    private func fail(_ expected: String, found: String) -> InterchangeError {
        InterchangeError(file, Self.place, .unexpected(expected: expected, found: found))
    }
}

extension Activation {
    /// The same with parameters of float32, as a graph has them.
    fileprivate var rounded: Activation {
        func number(_ parameter: Double) -> Double { Double(Float(parameter)) }
        switch self {
        case .leakyRelu(let slope): return .leakyRelu(slope: number(slope))
        case .elu(let alpha): return .elu(alpha: number(alpha))
        case .hardSigmoid(let slope, let offset): return .hardSigmoid(slope: number(slope), offset: number(offset))
        default: return self
        }
    }
}
