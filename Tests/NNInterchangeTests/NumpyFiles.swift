import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// The files that numpy wrote (Fixtures/interchange/npz/make_npz.py).
enum NumpyFiles {
    static func path(_ name: String) -> String { Places.fixture("interchange/npz/\(name)") }
}

/// A conversion into .nnm within a folder, and the model that came out.
func converted(
    _ path: String, in folder: TemporaryFolder, _ change: (inout Conversion) -> Void = { _ in }
) throws -> (model: Model, report: ConversionReport) {
    var conversion = Conversion(from: path, to: folder("converted.nnm"), as: NNMFormat.self)
    change(&conversion)
    let report = try conversion.run()
    return (try Model(path: folder("converted.nnm")), report)
}

/// A network of every activation that has a name, with all that a model can say of its input and output.
func manyActivations(_ type: DataType = .float32) throws -> Model {
    var random = SplitMix64(seed: 5)
    func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(random.nextUniform() - 0.5) } }
    var activations = Activation.named.map(\.activation)
    activations += [.leakyRelu(slope: 0.3), .elu(alpha: 0.5), .hardSigmoid(slope: 0.2, offset: 0.5), .softmax]
    let layers = activations.enumerated().map { index, activation in
        let inputs = index == 0 ? 12 : 5
        return DenseLayer(
            name: index == 1 ? "zweite Schicht, ß" : "", weights: Tensor(numbers(5 * inputs), shape: [5, inputs]),
            biases: Tensor(numbers(5), shape: [5]), activation: activation)
    }
    let input = Input(
        name: "picture", shape: [2, 2, 3], range: 0...255,
        scaling: Scaling(offsets: [1, 2, 3.5], divisors: [255, 128, -0.1]),
        resizing: Resizing(filter: .lanczos, fit: .crop))
    let output = Output(
        name: "kind", meaning: .logit, classNames: ["Hund", "猫", "", "🦊 fox", "Hund"], threshold: 0.25)
    return try Model(input: input, layers: layers, output: output).converted(to: type)
}
