import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// Files of coremltools, with what they make of some examples (Fixtures/interchange/coreml/make_coreml.py).
@Suite("Reading .mlmodel files")
struct CoreMLTests {
    struct File: Decodable {
        let examples: [[Double]]
        let answers: [[Double]]
        let activations: [String]
    }

    static let peer = PeerFiles("coreml")

    private func read(_ name: String) throws -> (model: Model, report: ConversionReport) {
        try converted(Self.peer.path("\(name).mlmodel"), in: TemporaryFolder())
    }

    @Test("gives the answers that the formulas of Core ML give, whatever form the network has")
    func agrees() throws {
        struct Table: Decodable { let files: [String: File] }
        let files = try JSONDecoder().decode(Table.self, from: Data(bytes(of: Self.peer.path("expected.json")))).files
        #expect(files.count >= 66)
        for (name, file) in files.sorted(by: { $0.key < $1.key }) {
            let model: Model
            do {
                model = try read(name).model
            } catch {
                Issue.record("\(name): \(error)")
                continue
            }
            #expect(model.layers.map(\.activation.description) == file.activations, "\(name)")
            #expect(file.examples.count == 3 && file.answers.count == 3, "\(name)")
            let predict = try Predictor<Double>(model)
            for (example, answer) in zip(file.examples, file.answers) {
                var ours = predict(example).activations
                // A classifier of two classes gives both probabilities where a model has one unit.
                if name == "classes-two" { ours = [1 - ours[0], ours[0]] }
                #expect(ours.count == answer.count, "\(name)")
                for (a, e) in zip(ours, answer) { #expect(abs(a - e) <= 1e-6 * max(1, abs(e)), "\(name): \(a), \(e)") }
            }
        }
    }
}
