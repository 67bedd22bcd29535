import Foundation
import NNInterchange
import NNModel
import NNTestSupport
import Testing

@Suite("Writing .onnx files")
struct ONNXWritingTests {
    private func write(
        _ model: Model, to path: String, in folder: TemporaryFolder, includesPreprocessing: Bool = false
    ) throws {
        try model.write(to: folder("model.nnm"))
        var conversion = Conversion(from: folder("model.nnm"), to: path, as: ONNXFormat.self)
        conversion.includesPreprocessing = includesPreprocessing
        let report = try conversion.run()
        #expect(report.proof.isExact && report.proof.worst == 0 && report.proof.examples == 16)
    }

    /// A network of one activation alone, small enough that float32 keeps six digits.
    private func network(_ activation: Activation, _ type: DataType = .float32) throws -> Model {
        var random = SplitMix64(seed: 3)
        func tensor(_ shape: [Int]) -> Tensor {
            Tensor((0..<shape.reduce(1, *)).map { _ in Float(2 * random.nextUniform() - 1) }, shape: shape)
        }
        let layers = [
            DenseLayer(
                weights: tensor([5, 4]), biases: tensor([5]), activation: activation.mixesUnits ? .tanh : activation),
            DenseLayer(weights: tensor([3, 5]), biases: tensor([3]), activation: activation),
        ]
        let input = Input(shape: [4], scaling: Scaling(offsets: [0.5], divisors: [0.25]))
        return try Model(input: input, layers: layers, output: Output(meaning: .value)).converted(to: type)
    }

    static let activations =
        Activation.named.map(\.activation)
        + [.leakyRelu(slope: 0.3), .elu(alpha: 0.5), .hardSigmoid(slope: 0.2, offset: 0.5)]

    @Test(
        "onnx.checker accepts them in full, and onnxruntime agrees, for every activation and type",
        .needsPeer("onnx"), .needsPeer("onnxruntime"))
    func onnxruntime() throws {
        let folder = try TemporaryFolder()
        var files: [(path: String, model: Model, prepared: Bool)] = []
        for activation in Self.activations {
            let model = try network(activation)
            let path = folder("\(activation.description).onnx")
            try write(model, to: path, in: folder)
            files.append((path, model, false))
        }
        for type in [DataType.float64, .float16, .bfloat16] {
            let model = try network(.gelu, type)
            try write(model, to: folder("\(type.name).onnx"), in: folder)
            files.append((folder("\(type.name).onnx"), model, false))
        }
        let many = try manyActivations()
        for prepared in [false, true] {
            let path = folder("many-\(prepared).onnx")
            try write(many, to: path, in: folder, includesPreprocessing: prepared)
            files.append((path, many, prepared))
        }
        let script = ONNXFiles.path("run_onnx.py")
        let result = try Peers.run([script] + files.map(\.path))
        let runs = try #require(result.json as? [[String: Any]], "\(result)")
        #expect(runs.count == files.count)
        for (run, file) in zip(runs, files) {
            #expect(
                run["opset"] as? Int
                    == (file.model.layers.contains { [.gelu, .geluTanh].contains($0.activation) } ? 20 : 13))
            let examples = try #require(run["examples"] as? [[Double]])
            let answers = try #require(run["answers"] as? [[Double]])
            #expect(examples.count == 5 && answers.count == 5)
            // Without --with-preprocessing the graph takes what the first layer sees.
            var model = file.model
            if !file.prepared { model.input.scaling = .none }
            let predict = try Predictor<Double>(model)
            for (example, answer) in zip(examples, answers) {
                for (ours, theirs) in zip(predict(example).activations, answer) {
                    #expect(abs(ours - theirs) <= 1e-6 * max(1, abs(ours)), "\(file.path): \(ours), \(theirs)")
                }
            }
        }
    }

    @Test(
        "From .nnm and back the model is the same, digest and all; twice gives the same bytes",
        arguments: [DataType.float64, .float32, .float16, .bfloat16], [false, true])
    func roundTrip(type: DataType, includesPreprocessing: Bool) throws {
        let folder = try TemporaryFolder()
        var model = try manyActivations(type)
        model.metadata = ["author": "somebody", "tool": "a test"]
        model.layers[3].activation = .leakyRelu(slope: 0.1234567890123)
        let (path, other) = (folder("first.onnx"), folder("second.onnx"))
        try write(model, to: path, in: folder, includesPreprocessing: includesPreprocessing)
        try write(model, to: other, in: folder, includesPreprocessing: includesPreprocessing)
        #expect(try bytes(of: path) == bytes(of: other))
        let back = try converted(path, in: folder)
        #expect(try back.model.file().digest == model.file().digest)
        #expect(back.report.notes.isEmpty)
        #expect(back.model.metadata["author"] == "somebody" && back.model.metadata["tool"] == "a test")
    }

    @Test("Every bit of NaN, infinities, −0 and subnormal numbers stays")
    func everyBit() throws {
        try expectRoundTrip(strangeNumbers(), ONNXFormat.self)
    }

    @Test("Where no description says more, the graph alone gives the network and the preprocessing")
    func graphAlone() throws {
        let folder = try TemporaryFolder()
        for activation in Self.activations {
            let model = try network(activation)
            try write(model, to: folder("model.onnx"), in: folder, includesPreprocessing: true)
            // Under another key the description is none.
            var content = try bytes(of: folder("model.onnx"))
            let key = Array("nnm.description".utf8)
            let start = try #require(content.indices.first { content[$0...].starts(with: key) })
            content[start] = UInt8(ascii: "N")
            let back = try converted(try folder.write(content, to: "bare.onnx"), in: folder).model
            #expect(back.layers == model.layers && back.input.scaling == model.input.scaling, "\(activation)")
        }
    }

    @Test("int8 becomes the float32 numbers that it stands for, and is noted")
    func widened() throws {
        let folder = try TemporaryFolder()
        let model = try manyActivations(.int8)
        try model.write(to: folder("model.nnm"))
        let report = try Conversion(from: folder("model.nnm"), to: folder("m.onnx"), as: ONNXFormat.self).run()
        #expect(report.proof.isExact && report.notes.contains { $0.contains("int8") })
        let back = try converted(folder("m.onnx"), in: folder).model
        for (a, b) in zip(back.layers, model.layers) {
            #expect(a.weights.dataType == .float32)
            #expect(a.weights.scalars(as: Float.self) == b.weights.scalars(as: Float.self))
        }
    }
}
