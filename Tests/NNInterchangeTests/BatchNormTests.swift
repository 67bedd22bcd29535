import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// State dicts with batch normalizations (Fixtures/interchange/batch-norm/make_batch_norm.py).
@Suite("Batch normalizations among tensors that are known by name")
struct BatchNormTests {
    struct Table: Decodable {
        struct File: Decodable {
            let activations: [String]
            let examples: [[Double]]
            let answers: [[Double]]
        }
        struct Refusal: Decodable {
            let activations: [String]
            let words: String
        }
        let files: [String: File]
        let refused: [String: Refusal]
    }

    static func path(_ name: String) -> String { Places.fixture("interchange/batch-norm/\(name)") }

    static func table() throws -> Table {
        try JSONDecoder().decode(Table.self, from: Data(bytes(of: path("expected.json"))))
    }

    private func read(_ name: String, _ activations: [String]) throws -> (model: Model, report: ConversionReport) {
        try converted(Self.path(name), in: TemporaryFolder()) {
            $0.reading.activations = activations.compactMap { Activation($0) }
        }
    }

    @Test("are folded, and PyTorch answers the same", arguments: ["pt", "safetensors", "gguf"])
    func folded(format: String) throws {
        let files = try Self.table().files
        #expect(files.count >= 10)
        for (name, file) in files {
            let (model, report) = try read("\(name).\(format)", file.activations)
            #expect(model.layers.map(\.activation.description) == file.activations, "\(name)")
            #expect(model.layers.allSatisfy { $0.name.isEmpty }, "\(name)")
            #expect(
                report.notes.contains { $0.contains("usual epsilon of 1e-5, since the file tells none") }, "\(name)")
            let predict = try Predictor<Double>(model)
            #expect(file.examples.count == 3)
            for (example, answer) in zip(file.examples, file.answers) {
                let ours = predict(example).activations
                #expect(ours.count == answer.count)
                for (a, e) in zip(ours, answer) { #expect(abs(a - e) <= 1e-6 * max(1, abs(e)), "\(name): \(a), \(e)") }
            }
        }
    }

    @Test("are refused where nobody can tell what comes first", arguments: ["pt", "safetensors", "gguf"])
    func refused(format: String) throws {
        for (name, refusal) in try Self.table().refused {
            let error = #expect(throws: InterchangeError.self) {
                try read("\(name).\(format)", refusal.activations)
            }
            #expect(error?.description.contains(refusal.words) == true, "\(name): \(error?.description ?? "")")
        }
    }

    @Test("Each is told in a note, and types stay as wide as they were")
    func notes() throws {
        let twice = try read("before-twice.pt", ["relu", "tanh", "softmax"]).report.notes
        #expect(twice.count { $0.contains("the normalization '1'") || $0.contains("the normalization '5'") } == 2)
        let wide = try read("float64.pt", ["relu", "identity"]).model
        #expect(wide.layers.allSatisfy { $0.weights.dataType == .float64 })
        let untouched = try read("before.pt", ["relu", "identity"]).model
        #expect(untouched.layers[1].weights.dataType == .float32)
    }
}
