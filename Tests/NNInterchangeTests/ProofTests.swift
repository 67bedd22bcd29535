import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// What stands between a wrong conversion and the file that it would replace.
@Suite("The proof of a conversion")
struct ProofTests {
    private static let tiny = Places.fixture("golden/tiny-1.0.nnm")

    @Test("finds a difference in anything, down to one bit")
    func differences() throws {
        let model = try Model(path: Self.tiny)
        _ = try Proof(that: model, is: model, from: model)
        func changed(_ change: (inout Model) -> Void) -> Model {
            var copy = model
            change(&copy)
            return copy
        }
        let layer = model.layers[0]
        let others: [(String, Model)] = [
            (
                "W[1]",
                changed {
                    $0.layers[0] = DenseLayer(
                        weights: Tensor([Float(1.5).nextUp, -2], shape: [1, 2]), biases: layer.biases,
                        activation: layer.activation)
                }
            ),
            (
                "b[1]",
                changed {
                    $0.layers[0] = DenseLayer(
                        weights: layer.weights, biases: Tensor([Double(0.25)], shape: [1]),
                        activation: layer.activation)
                }
            ),
            ("layer 1", changed { $0.layers[0].activation = .tanh }),
            ("layers", changed { $0.layers.append($0.layers[0]) }),
            ("input", changed { $0.input.scaling = .pixels }), ("output", changed { $0.output.threshold = 0.4 }),
            ("metadata", changed { $0.metadata["a"] = "b" }),
            ("history", changed { $0.history = History([History.Column("cost", [1])]) }),
            ("verification", changed { $0 = $0.withVerification(seeds: [9]) }),
        ]
        let shapes = #expect(throws: Proof.Failure.self) {
            try Proof(that: model, is: model, from: changed { $0.layers.append($0.layers[0]) })
        }
        #expect(shapes?.description.contains("shapes") == true)
        for (words, other) in others {
            let failure = #expect(throws: Proof.Failure.self) { try Proof(that: other, is: model, from: model) }
            #expect(failure?.description.contains(words) == true, "\(words): \(String(describing: failure))")
        }
    }

    @Test("finds a difference in weights of a model that this version can't compute")
    func unrecognized() throws {
        var model = try Model(path: Self.tiny)
        model.layers[0].activation = .unrecognized(code: 0x8000, parameters: [])
        let proof = try Proof(that: model, is: model, from: model)
        #expect(proof.examples == 0)
        var other = model
        other.layers[0] = DenseLayer(
            weights: Tensor([Float(1.5).nextUp, -2], shape: [1, 2]), biases: model.layers[0].biases,
            activation: model.layers[0].activation)
        let failure = #expect(throws: Proof.Failure.self) { try Proof(that: other, is: model, from: model) }
        #expect(failure?.description == "W[1] differs")
    }

    @Test("compares answers with the source, within what the type allows; NaN and infinities agree with themselves")
    func answers() throws {
        let model = try Model(path: Self.tiny)
        func linear(_ weights: [Float], _ bias: Float) -> Model {
            var copy = model
            copy.layers[0] = DenseLayer(
                weights: Tensor(weights, shape: [1, 2]), biases: Tensor([bias], shape: [1]), activation: .identity)
            return copy
        }
        let source = linear([1, 2], 0)
        // Within 1e-5 for float32, and beyond it.
        let near = linear([1, 2], 1e-6)
        #expect(try Proof(that: near, is: near, from: source).worst <= 1e-5)
        let far = linear([1, 2], 1e-3)
        let failure = #expect(throws: Proof.Failure.self) { try Proof(that: far, is: far, from: source) }
        #expect(failure?.description.contains("predictions differ") == true)
        for bias in [Float.nan, .infinity, -.infinity] {
            let strange = linear([1, 2], bias)
            #expect(try Proof(that: strange, is: strange, from: strange).worst == 0)
            #expect(throws: Proof.Failure.self) { try Proof(that: source, is: source, from: strange) }
            #expect(throws: Proof.Failure.self) { try Proof(that: strange, is: strange, from: source) }
        }
    }

    @Test(
        "fails for a file that can't be read back or says something else: the old file stays, and nothing new is left")
    func oldFileStays() throws {
        let folder = try TemporaryFolder()
        try folder.write("the old file", to: "out.nnm")
        for format: any ModelFormat.Type in [Unreadable.self, Wrong.self] {
            let error = #expect(throws: InterchangeError.self) {
                try Conversion(from: Self.tiny, to: folder("out.nnm"), as: format).run()
            }
            guard case .unproven? = error?.problem else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(try text(of: folder("out.nnm")) == "the old file")
            #expect(try folder.names == ["out.nnm"])
        }
    }
}

/// A format with a mistake in its writer.
private protocol Mistaken: ModelFormat {
    static func mistake(_ model: Model) throws(InterchangeError) -> EncodedFile
}

extension Mistaken {
    static var name: String { "mistaken" }
    static var fileExtensions: [String] { [] }
    static var summary: String { "" }
    static func match(_ bytes: UnsafeRawBufferPointer) -> Bool { false }
    static func open(_ file: FileBytes, _ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        try NNMFormat.open(file, options)
    }
    static func carried(of model: Model, file: String) throws(InterchangeError) -> CarriedModel {
        try NNMFormat.carried(of: model, file: file)
    }
    static func encode(
        _ model: Model, _ options: WritingOptions, file: String
    ) throws(InterchangeError) -> EncodedFile {
        try mistake(model)
    }
}

private enum Unreadable: Mistaken {
    static func mistake(_ model: Model) -> EncodedFile { .bytes(Array("no model at all".utf8)) }
}

private enum Wrong: Mistaken {
    static func mistake(_ model: Model) throws(InterchangeError) -> EncodedFile {
        var model = model
        model.layers[0].activation = .tanh
        return try NNMFormat.encode(model, WritingOptions(), file: "wrong")
    }
}
