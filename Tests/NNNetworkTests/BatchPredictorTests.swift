import NNModel
import NNNetwork
import NNTestSupport
import Testing

@Suite("Batch predictor", .serialized)
struct BatchPredictorTests {
    @Test("Outputs are numpy's in float64 to the precision of the arithmetic, and onnxruntime's to 1e-5")
    func reference() throws {
        let reference = try InferenceReference.read()
        #expect(Set(reference.cases.map(\.weights)) == ["float32", "float16", "bfloat16", "int8"])
        for item in reference.cases {
            let (model, inputs) = try drawn(item, examples: reference.examples)
            let single = try BatchPredictor<Float>(model)(inputs).map { Double($0) }
            let double = try BatchPredictor<Double>(model)(inputs.map { Double($0) })
            try #require(single.count == item.exact.count && double.count == item.exact.count)
            for index in item.exact.indices {
                #expect(abs(single[index] - item.exact[index]) < 5e-7, "\(item.sizes), \(item.weights)")
                #expect(abs(double[index] - item.exact[index]) < 1e-13, "\(item.sizes), \(item.weights)")
                #expect(abs(single[index] - item.onnxruntime[index]) < 1e-5, "\(item.sizes), \(item.weights)")
            }
        }
    }

    @Test(
        "Each example of a batch gets what it gets alone, for batches and slices of every length",
        arguments: [DataType.float32, .int8])
    func batches(_ dataType: DataType) throws {
        let reference = try InferenceReference.read()
        let item = try #require(reference.cases.first { $0.sizes == [784, 128, 10] })
        var (model, inputs) = try drawn(item, examples: 1_030)
        model.input.scaling = Scaling(offsets: [0.25], divisors: [3])
        let alone = try Predictor<Float>(model.converted(to: dataType))
        let batch = try BatchPredictor<Float>(model.converted(to: dataType))
        for count in [1_030, 1, 31, 129, 300, 0, 512] {
            let raw = Array(inputs.prefix(count * 784))
            let outputs = batch(raw)
            try #require(outputs.count == count * 10)
            for example in stride(from: 0, to: count, by: 7) {
                let expected = alone(Array(raw[example * 784..<(example + 1) * 784])).activations
                #expect(zip(outputs[example * 10..<(example + 1) * 10], expected).allSatisfy { abs($0 - $1) < 1e-6 })
            }
        }
    }

    @Test("The bits don't depend on the number of threads, nor on who took which slice")
    func threads() throws {
        let reference = try InferenceReference.read()
        let item = try #require(reference.cases.first { $0.sizes == [784, 128, 10] && $0.weights == "bfloat16" })
        let (model, inputs) = try drawn(item, examples: 700)
        let one = try BatchPredictor<Float>(model, threads: 1)(inputs)
        for threads in [2, 3] {
            let several = try BatchPredictor<Float>(model, threads: threads)
            for _ in 0..<3 { #expect(several(inputs) == one) }
        }
    }

    @Test("What can't be computed is refused")
    func refusals() throws {
        let reference = try InferenceReference.read()
        var (model, _) = try drawn(try #require(reference.cases.first), examples: 0)
        model.layers[1].activation = .unrecognized(code: 999, parameters: [])
        #expect(
            throws: NetworkError.unrecognizedActivation(layer: 2, .unrecognized(code: 999, parameters: []))
        ) { try BatchPredictor<Float>(model) }
        model.layers.remove(at: 0)
        model.layers[0].activation = .identity
        #expect(throws: NetworkError.layersDisagree(layer: 1, expected: 784, found: 128)) {
            try BatchPredictor<Float>(model)
        }
        model.layers = []
        #expect(throws: NetworkError.noLayers) { try BatchPredictor<Float>(model) }
    }

    /// The model and the inputs that the reference's script draws.
    private func drawn(_ item: InferenceReference.Case, examples: Int) throws -> (model: Model, inputs: [Float]) {
        var generator = SplitMix64(seed: item.seed)
        func draw(_ count: Int, _ reach: Double) -> [Float] {
            (0..<count).map { _ in Float((2 * generator.nextUniform() - 1) * reach) }
        }
        let type = try #require(DataType.allCases.first { $0.name == item.weights })
        var layers: [DenseLayer] = []
        for (index, (inputs, units)) in zip(item.sizes, item.sizes.dropFirst()).enumerated() {
            let weights = Tensor(draw(units * inputs, (6 / Double(inputs)).squareRoot()), shape: [units, inputs])
            layers.append(
                DenseLayer(
                    weights: try weights.converted(to: type), biases: Tensor(draw(units, 0.5), shape: [units]),
                    activation: try #require(Activation(item.activations[index]))))
        }
        let model = Model(input: Input(shape: [item.sizes[0]]), layers: layers, output: Output(meaning: .value))
        return (model, draw(examples * item.sizes[0], 1))
    }
}
