import Foundation
import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// The files that people's tools wrote, with what onnxruntime makes of them (Fixtures/interchange/onnx/make_onnx.py).
struct ONNXFiles: Decodable {
    struct File: Decodable {
        let examples: [[Double]]
        let answers: [[Double]]
        let activations: [String]?
    }
    let onnxruntime: String
    let files: [String: File]

    static func load() throws -> ONNXFiles {
        try JSONDecoder().decode(ONNXFiles.self, from: Data(bytes(of: path("expected.json"))))
    }

    static func path(_ name: String) -> String { Places.fixture("interchange/onnx/\(name)") }
}

@Suite("Reading .onnx files")
struct ONNXReadingTests {
    @Test("gives the answers of onnxruntime, whatever form the network has")
    func agreesWithOnnxruntime() throws {
        let expected = try ONNXFiles.load()
        #expect(expected.files.count >= 62)
        for (name, file) in expected.files.sorted(by: { $0.key < $1.key }) {
            let folder = try TemporaryFolder()
            let model: Model
            do {
                model = try converted(ONNXFiles.path("\(name).onnx"), in: folder).model
            } catch {
                Issue.record("\(name): \(error)")
                continue
            }
            if let activations = file.activations {
                #expect(model.layers.map(\.activation.description) == activations, "\(name)")
            }
            #expect(file.examples.count >= 2 && file.examples.count == file.answers.count, "\(name)")
            let predict = try Predictor<Double>(model)
            for (example, answer) in zip(file.examples, file.answers) {
                var ours = predict(example).activations
                // A classifier of two classes gives both probabilities where a model has one unit.
                if name == "sk-binary" { ours = [1 - ours[0], ours[0]] }
                #expect(ours.count == answer.count, "\(name)")
                for (a, e) in zip(ours, answer) { #expect(abs(a - e) <= 1e-6 * max(1, abs(e)), "\(name): \(a), \(e)") }
            }
        }
    }

    private func model(_ name: String) throws -> (model: Model, report: ConversionReport) {
        try converted(ONNXFiles.path("\(name).onnx"), in: TemporaryFolder())
    }

    @Test("keeps the type of the numbers, wherever in the file they stand")
    func types() throws {
        for (name, type) in [
            ("float64", DataType.float64), ("double-in-fields", .float64), ("in-fields", .float32),
            ("float16-raw", .float16), ("float16-field", .float16), ("bfloat16-raw", .bfloat16),
            ("bfloat16-field", .bfloat16),
        ] {
            #expect(try model(name).model.layers[0].weights.dataType == type, "\(name)")
        }
        let (raw, field) = (try model("bfloat16-raw").model, try model("bfloat16-field").model)
        #expect(raw.layers[0].weights == field.layers[0].weights)
    }

    @Test("keeps preprocessing, the axes of the input, names, and the file's own metadata")
    func beyondLayers() throws {
        let channels = try model("preprocess-channels").model.input
        #expect(channels.shape == [2, 2, 3] && channels.name == "x")
        #expect(channels.scaling == Scaling(offsets: [120, 110, 100], divisors: [60, 58, 57]))
        #expect(try model("preprocess-255").model.input.scaling == .pixels)
        let rescaling = try model("preprocess-rescaling").model.input.scaling
        #expect(abs(rescaling.offsets[0] - 127.5) < 1e-4 && abs(rescaling.divisors[0] - 127.5) < 1e-4)
        let first = try model("preprocess-channels-first").model.input
        #expect(first.shape == [3, 2, 2])
        #expect(first.scaling.divisors == [60, 60, 60, 60, 58, 58, 58, 58, 57, 57, 57, 57])
        let old = try model("old-ir").model
        #expect(old.metadata["author"] == "somebody" && old.metadata["notes"] == "über")
        #expect(try model("relu6").model.metadata["onnx.producer"] == "onnx.helper")
        #expect(try model("sk-classes").model.output.classNames == ["Hund", "Katze", "猫"])
        #expect(try model("sk-binary").model.output.classNames == ["0", "1"])
        #expect(try model("sk-scaled").model.input.scaling.offsets.count == 4)
        #expect(old.output == Output(name: "y", meaning: .value))
    }

    @Test("notes what was folded and what was left out")
    func notes() throws {
        let folded = try model("norm-before-activation").report.notes
        #expect(folded == ["folded into weights and biases: 1 nodes"])
        let left = try model("identity-dropout-cast").report.notes
        #expect(left.count == 3 && left.allSatisfy { $0.hasPrefix("left out: 1 × ") })
        let classifier = try model("sk-classes").report.notes
        #expect(classifier.contains("left out: the output 'label'"))
        #expect(try model("gemm-plain").report.notes.isEmpty)
    }
}
