import NNInterchange
import NNModel
import Testing

/// The networks that every format is to take to every other: one of each type of numbers, shallow and deep, and one with
/// every activation.
enum MatrixNetwork: String, CaseIterable, CustomTestStringConvertible {
    case oneLayer = "one layer, float32"
    case deep = "40 layers, float64"
    case everyActivation = "every activation, float16"
    case picture = "a picture's, bfloat16"
    case quantized = "int8"

    var testDescription: String { rawValue }

    /// The network without these activations: with others instead, or without the layers of the one that has them all.
    func model(without isRefused: (Activation) -> Bool = { _ in false }) throws -> Model {
        var model = try whole(without: isRefused)
        let last = model.layers.count - 1
        for index in model.layers.indices where isRefused(model.layers[index].activation) {
            model.layers[index].activation = index == last ? .sigmoid : .tanh
        }
        return model
    }

    private func whole(without isRefused: (Activation) -> Bool) throws -> Model {
        switch self {
        case .oneLayer:
            return Model(
                input: Input(shape: [3]), layers: dense([3, 1], [.sigmoid]),
                output: Output(meaning: .probability, classNames: ["no", "yes"], threshold: 0.4))
        case .deep:
            // Widths that change, so that nothing transposed would fit, and activations that let a signal through.
            let sizes = (0...40).map { 4 + $0 * 5 % 7 }
            let activations: [Activation] = [.tanh, .relu, .sigmoid, .identity]
            let layers = dense(sizes, (0..<40).map { activations[$0 % activations.count] })
            return try Model(input: Input(shape: [sizes[0]]), layers: layers, output: Output(meaning: .value))
                .converted(to: .float64)
        case .everyActivation:
            // In wide layers of weights that don't fade, so that the answer still depends on the input.
            var model = try manyActivations()
            let activations = model.layers.map(\.activation).filter { !isRefused($0) }
            model.layers = dense([12] + activations.dropLast().map { _ in 16 } + [5], activations)
            model.input.scaling = Scaling(offsets: [100, 120, 130.5], divisors: [60, 70, -80.25])
            model.layers[1].name = "zweite Schicht, ß"
            return try model.converted(to: .float16)
        case .picture:
            let input = Input(
                name: "picture", shape: [4, 6, 3], range: 0...255,
                scaling: Scaling(offsets: [120, 115, 100], divisors: [58, 57, 57.5]),
                resizing: Resizing(filter: .bilinear, fit: .crop))
            let output = Output(name: "kind", meaning: .probability, classNames: (0..<10).map { "Nummer \($0)" })
            return try Model(input: input, layers: dense([72, 20, 10], [.relu, .softmax]), output: output)
                .converted(to: .bfloat16)
        case .quantized:
            return try Model(
                input: Input(shape: [20], scaling: .pixels), layers: dense([20, 16, 9, 1], [.relu, .tanh, .identity]),
                output: Output(meaning: .value)
            ).converted(to: .int8)
        }
    }

    private func dense(_ sizes: [Int], _ activations: [Activation]) -> [DenseLayer] {
        var random = SplitMix64(seed: 11)
        return activations.enumerated().map { index, activation in
            let (inputs, units) = (sizes[index], sizes[index + 1])
            let reach = (12 / Double(inputs)).squareRoot()
            func numbers(_ shape: [Int], _ reach: Double) -> Tensor {
                Tensor(
                    (0..<shape.reduce(1, *)).map { _ in Float(2 * reach * (random.nextUniform() - 0.5)) }, shape: shape)
            }
            return DenseLayer(
                weights: numbers([units, inputs], reach), biases: numbers([units], 0.1), activation: activation)
        }
    }
}

/// What a format can hold of a network: where formats differ from most, a row here. A format that refuses more than this
/// says, or keeps less, fails the matrix.
struct FormatAbilities {
    /// Types of numbers that it stores; others become float32.
    var types: Set<DataType> = [.float64, .float32, .float16, .bfloat16]
    /// Activations that it has no way to say; the last is one that nobody knows, and our own format keeps.
    var refused: Set<Activation> = [unknown]
    /// Those that it has, where they are few.
    var known: Set<Activation>?

    static let unknown = Activation.unrecognized(code: 999, parameters: [])

    static let table: [String: FormatAbilities] = [
        "nnm": FormatAbilities(types: Set(DataType.allCases), refused: []),
        "npz": FormatAbilities(types: [.float64, .float32, .float16]),
        // Keras 3 has gelu in its approximate form as well, but no name for it that a file could hold.
        "keras": FormatAbilities(refused: [unknown, .geluTanh]),
        "keras-h5": FormatAbilities(types: [.float64, .float32, .float16], refused: [unknown, .geluTanh]),
        "coreml": FormatAbilities(types: [.float32, .float16]),
        "c": FormatAbilities(types: [.float64, .float32]),
        "fann": FormatAbilities(
            types: [.float64, .float32], known: [.identity, .sigmoid, .tanh, .softsign]),
    ]

    init(types: Set<DataType>? = nil, refused: Set<Activation>? = nil, known: Set<Activation>? = nil) {
        self.known = known
        if let types { self.types = types }
        if let refused { self.refused = refused }
    }

    init(of format: any ModelFormat.Type) {
        self = Self.table[format.name] ?? FormatAbilities()
    }

    func refuses(_ activation: Activation) -> Bool {
        refused.contains(activation) || known.map { !$0.contains(activation) } ?? false
    }

    /// What becomes of a tensor.
    func stored(_ tensor: Tensor) -> Tensor {
        types.contains(tensor.dataType) ? tensor : Tensor(tensor.scalars(as: Float.self), shape: tensor.shape)
    }
}
