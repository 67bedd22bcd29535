import NNModel

/// Formats whose networks name their activations, and may have their preprocessing in them.
extension DescriptionText {
    /// A text that stands in a file as a string.
    init(_ text: String, file: String, place: String) throws(InterchangeError) {
        let bytes = Array(text.utf8)
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(InterchangeError) in try DescriptionText(bytes, file: file, place: place) }
        }
        self = try result.get()
    }

    /// The model of a network that was found in a file. The activations are those of the description, where it has any, since
    /// other formats round their parameters to float32; so is the preprocessing.
    ///
    /// - Parameters:
    ///   - found: the layers, with the activations that the network has.
    ///   - scaling: the preprocessing that the network has.
    ///   - network: what it is called in messages: `the graph`.
    /// - Throws: `InterchangeError` where the two contradict each other.
    func model(
        _ found: [DenseLayer], _ scaling: Scaling, of network: String, file: String
    ) throws(InterchangeError) -> Model {
        func fail(_ expected: String, found: String) -> InterchangeError {
            InterchangeError(file, place, .unexpected(expected: expected, found: found))
        }
        var layers = found
        if let names = activations, !names.isEmpty {
            var own: [Activation] = []
            for name in names {
                guard let activation = Activation(name) else {
                    throw fail("names of activations", found: JSONValue.string(name).kind)
                }
                own.append(activation)
            }
            guard own.map({ $0.rounded.description }) == found.map({ $0.activation.rounded.description }) else {
                throw fail("the activations of \(network)", found: own.map(\.description).joined(separator: ","))
            }
            for index in layers.indices { layers[index].activation = own[index] }
        }
        // Names that the network has are the description's, where it says any.
        for index in layers.indices { layers[index].name = "" }
        var model: Model
        do throws(ModelDescription.Problem) {
            model = try description.model(layers)
        } catch {
            throw InterchangeError(file, error, in: place)
        }
        guard scaling != .none else { return model }
        if model.input.scaling == .none {
            model.input.scaling = scaling
        } else if !model.input.scaling.isNear(scaling, features: model.input.featureCount) {
            throw fail("the preprocessing of \(network)", found: "another one")
        }
        return model
    }
}

extension Scaling {
    /// Whether another one is the same but for the rounding to float32 that a network's own constants have seen.
    fileprivate func isNear(_ other: Scaling, features: Int) -> Bool {
        func agree(_ a: [Double], _ b: [Double]) -> Bool {
            (0..<features).allSatisfy { index in
                let (x, y) = (a[index % a.count], b[index % b.count])
                return abs(x - y) <= 1e-6 * max(abs(x), abs(y)) || Float(x) == Float(y)
            }
        }
        return agree(offsets, other.offsets) && agree(divisors, other.divisors)
    }
}

extension Activation {
    /// The same with parameters of float32.
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
