import NNModel
import NNTestSupport
import Testing

/// A small model with everything that a file can hold.
func sampleModel(name: String = "first") -> Model {
    let weights = Tensor((0..<12).map { Float($0) / 7 - 0.8 }, shape: [3, 4])
    return Model(
        input: Input(name: "pixels", shape: [2, 2, 1], range: 0...255, scaling: .pixels, resizing: Resizing()),
        layers: [
            DenseLayer(
                name: name, weights: weights, biases: Tensor([Float(0.1), -0.2, 0.3], shape: [3]),
                activation: .leakyRelu(slope: 0.2)),
            DenseLayer(
                weights: Tensor([Float(0.5), -1, 2], shape: [1, 3]), biases: Tensor([Float(0.25)], shape: [1]),
                activation: .sigmoid),
        ],
        output: Output(name: "cat", meaning: .probability, classNames: ["non-cat", "cat"]),
        metadata: ["tool": "nntrain 0.1.0", "note": "a b\nc"],
        history: History([.init("iteration", [0, 500]), .init("cost", [0.7, .nan])]))
}

@Suite struct RoundTripTests {
    @Test("A model comes back from its file as it went in", arguments: Compression.allCases)
    func roundTrip(compression: Compression) throws {
        let model = sampleModel()
        let bytes = try model.encoded(compression: compression)
        let file = try ModelFile(bytes: bytes)
        let back = try file.model()
        try file.verify(finite: true)
        #expect(back.layers == model.layers)
        #expect(back.input == model.input)
        #expect(back.output == model.output)
        #expect(back.metadata == model.metadata)
        #expect(back.history?.columns.map(\.name) == ["iteration", "cost"])
        #expect(back.history?.columns[1].values[1].isNaN == true)
        #expect(try back.encoded(compression: compression) == bytes)
    }

    @Test("A large model is written, with its sums computed meanwhile, as it is encoded in memory")
    func large() throws {
        let folder = try TemporaryFolder()
        let weights = Tensor((0..<5 << 20).map { Float($0 % 1001) - 500 }, shape: [1 << 10, 5 << 10])
        let model = Model(
            input: Input(shape: [5 << 10]),
            layers: [
                DenseLayer(
                    weights: weights, biases: Tensor([Float](repeating: 1, count: 1 << 10), shape: [1 << 10]),
                    activation: .relu)
            ], output: Output(meaning: .value), metadata: ["note": "large"])
        let encoded = try model.file(compression: .none)
        try encoded.write(to: folder("large.nnm"))
        let expected = try model.encoded(compression: .none)
        #expect(try bytes(of: folder("large.nnm")) == expected)
        #expect(encoded.bytes == expected)
        let file = try ModelFile(path: folder("large.nnm"))
        try file.verify()
        try file.verify(as: encoded)
        #expect(file.header.digest == encoded.digest)
        #expect(try model.file(compression: .fast).digest == encoded.digest)
    }

    @Test("What no file can hold is told before anything is written")
    func validation() throws {
        var named = sampleModel()
        named.output.classNames = ["cat"]
        #expect(rule(of: named) == .classes)
        var keyed = sampleModel()
        keyed.metadata = ["\u{E9}": "1"]
        #expect(rule(of: keyed) == .metadata)
        var deep = sampleModel()
        deep.input.shape = [1, 1, 1, 2, 2]
        #expect(rule(of: deep) == .shape)
        var wide = sampleModel()
        wide.history = History((0...1_024).map { .init("\($0)", [0]) })
        #expect(rule(of: wide) == .history)
        #expect(rule(of: sampleModel()) == nil)
    }

    private func rule(of model: Model) -> Rule? {
        do throws(ModelFileError) {
            try model.validate()
            return nil
        } catch {
            guard case .violation(let violation, _) = error else { return nil }
            return violation.rule
        }
    }
}
