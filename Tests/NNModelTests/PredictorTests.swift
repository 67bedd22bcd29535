import NNCKernels
import NNModel
import NNTestSupport
import Testing

@Suite("Predictor")
struct PredictorTests {
    @Test("Outputs are numpy's in float64 to the precision of the arithmetic, and onnxruntime's to 1e-5")
    func reference() throws {
        let reference = try InferenceReference.read()
        #expect(Set(reference.cases.map(\.weights)) == ["float32", "float16", "bfloat16", "int8"])
        for item in reference.cases {
            let (model, inputs) = try drawn(item, examples: reference.examples)
            let single = try outputs(of: Predictor<Float>(model), inputs).map { Double($0) }
            let double = try outputs(of: Predictor<Double>(model), inputs.map { Double($0) })
            try #require(single.count == item.exact.count && double.count == item.exact.count)
            for index in item.exact.indices {
                #expect(abs(single[index] - item.exact[index]) < 3e-7, "\(item.sizes), \(item.weights)")
                #expect(abs(double[index] - item.exact[index]) < 1e-13, "\(item.sizes), \(item.weights)")
                #expect(abs(single[index] - item.onnxruntime[index]) < 1e-5, "\(item.sizes), \(item.weights)")
            }
        }
    }

    @Test("Weights of every type give the bits that they give as floating-point numbers", arguments: DataType.allCases)
    func types(_ dataType: DataType) throws {
        // Every remainder of the blocks of rows and columns.
        for (inputs, units) in [(1, 1), (15, 2), (16, 3), (17, 4), (31, 5), (48, 7), (100, 9)] {
            let model = try small([inputs, units, units], seed: UInt64(inputs)).converted(to: dataType)
            var (singles, doubles) = (model, model)
            for (index, layer) in model.layers.enumerated() {
                func replaced(_ weights: Tensor) -> DenseLayer {
                    DenseLayer(weights: weights, biases: layer.biases, activation: layer.activation)
                }
                singles.layers[index] = replaced(
                    Tensor(layer.weights.scalars(as: Float.self), shape: [units, layer.inputs]))
                doubles.layers[index] = replaced(
                    Tensor(layer.weights.scalars(as: Double.self), shape: [units, layer.inputs]))
            }
            let raw = (0..<inputs).map { Float($0 * 37 % 101) / 50 - 1 }
            #expect(try Predictor<Float>(model)(raw).activations == Predictor<Float>(singles)(raw).activations)
            let wide = raw.map { Double($0) }
            #expect(try Predictor<Double>(model)(wide).activations == Predictor<Double>(doubles)(wide).activations)
        }
    }

    @Test("All calls give the same bits, whatever was predicted before")
    func calls() throws {
        let (features, examples) = (12, 5)
        for scaling in [
            Scaling.none, .pixels, Scaling(offsets: [3, 4, 5], divisors: [60, 70, 80]),
            Scaling(offsets: (0..<12).map { Double($0) }, divisors: (1...12).map { Double($0) }),
        ] {
            var model = small([features, 7, 9, 8, 4], seed: 3)
            model.input.scaling = scaling
            let predict = try Predictor<Float>(model)
            let bytes = (0..<features * examples).map { UInt8(truncatingIfNeeded: $0 * 89) }
            let raw = bytes.map { Float($0) }
            let rows = stride(from: 0, to: raw.count, by: features).map { Array(raw[$0..<$0 + features]) }
            let alone = rows.map { predict($0) }
            #expect(outputs(of: predict, raw) == alone.flatMap(\.activations))
            let scratch = predict.makeScratch()
            for (row, expected) in zip(rows, alone) {
                row.withUnsafeBufferPointer { predict($0, using: scratch) }
                #expect(Array(scratch.activations) == expected.activations)
                #expect(Array(scratch.weightedInputs) == expected.weightedInputs)
                _ = scratch.elements.update(fromContentsOf: row)
                predict(scratch)
                #expect(Array(scratch.activations) == expected.activations)
            }
        }
    }

    @Test("What is prepared once is what the scaling makes of each example")
    func scaling() throws {
        let scaling = Scaling(offsets: [1, 2, 0.3], divisors: [7, 0.1, 255])
        let raw = (0..<12).map { Double($0) * 1.7 }
        var expected = raw
        expected.withUnsafeMutableBufferPointer { scaling.apply(to: $0) }
        let unit = (0..<12 * 12).map { $0 % 13 == 0 ? 1.0 : 0 }
        let model = Model(
            input: Input(shape: [4, 3], scaling: scaling),
            layers: [
                DenseLayer(
                    weights: Tensor(unit, shape: [12, 12]),
                    biases: Tensor([Double](repeating: 0, count: 12), shape: [12]),
                    activation: .identity)
            ], output: Output(meaning: .value))
        #expect(try Predictor<Double>(model)(raw).activations == expected)
    }

    @Test("Plain code reads every float16 as the tensor does, and as the processor's instruction")
    func allFloat16() {
        let bits = [UInt16](0...UInt16.max)
        let numbers = Tensor(bytes: bits.withUnsafeBytes { Array($0) }, dataType: .float16, shape: [65_536, 1])
        // A column of weights: each is a row of its own, times 1.
        let (singles, zeros) = (numbers.scalars(as: Float.self), [Float](repeating: 0, count: 65_536))
        for kernel in [nn_weigh_float16_f32, nn_weigh_portable_float16_f32] {
            var found = zeros
            kernel(bits, nil, zeros, [1], 65_536, 1, &found)
            #expect(zip(found, singles).allSatisfy { $0 == $1 || $0.isNaN && $1.isNaN })
        }
        let wideZeros = [Double](repeating: 0, count: 65_536)
        for kernel in [nn_weigh_float16_f64, nn_weigh_portable_float16_f64] {
            var found = wideZeros
            kernel(bits, nil, wideZeros, [1], 65_536, 1, &found)
            #expect(zip(found, singles).allSatisfy { $0 == Double($1) || $0.isNaN && $1.isNaN })
        }
    }

    // MARK: - Models

    /// A[L] of examples that lie one after the other.
    private func outputs<Scalar: Real>(of predict: Predictor<Scalar>, _ raw: [Scalar]) -> [Scalar] {
        let examples = raw.count / predict.input.featureCount
        return [Scalar](unsafeUninitializedCapacity: examples * predict.unitCount) { target, count in
            target.initialize(repeating: .nan)
            raw.withUnsafeBufferPointer { predict($0, into: target, using: predict.makeScratch()) }
            count = target.count
        }
    }

    private func small(_ sizes: [Int], seed: UInt64) -> Model {
        var generator = SplitMix64(seed: seed)
        func draw(_ count: Int) -> [Float] { (0..<count).map { _ in Float(2 * generator.nextUniform() - 1) } }
        let layers = zip(sizes, sizes.dropFirst()).map { inputs, units in
            DenseLayer(
                weights: Tensor(draw(units * inputs), shape: [units, inputs]),
                biases: Tensor(draw(units), shape: [units]),
                activation: .tanh)
        }
        return Model(input: Input(shape: [sizes[0]]), layers: layers, output: Output(meaning: .value))
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
