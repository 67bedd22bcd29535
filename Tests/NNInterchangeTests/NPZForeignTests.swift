import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// Archives with the names of scikit-learn and numpy (Fixtures/interchange/npz/foreign/make_foreign.py).
@Suite("npz under other names than ours")
struct NPZForeignTests {
    struct Table: Decodable {
        struct File: Decodable {
            let activations: [String]
            let examples: [[Double]]
            let answers: [[Double]]
            let notes: [String]
        }
        let files: [String: File]
        let refused: [String: String]
    }

    static func path(_ name: String) -> String { Places.fixture("interchange/npz/foreign/\(name).npz") }

    private let table: Table

    init() throws {
        let json = Places.fixture("interchange/npz/foreign/expected.json")
        table = try JSONDecoder().decode(Table.self, from: Data(bytes(of: json)))
    }

    @Test("gives the answers of scikit-learn, whichever way its weights stand")
    func agrees() throws {
        #expect(table.files.count >= 6)
        for (name, file) in table.files {
            let (model, report) = try converted(Self.path(name), in: TemporaryFolder()) {
                $0.reading.activations = file.activations.compactMap { Activation($0) }
            }
            #expect(model.layers.map(\.activation.description) == file.activations, "\(name)")
            #expect(report.notes == file.notes, "\(name)")
            let predict = try Predictor<Double>(model)
            #expect(file.examples.count == 3)
            for (example, answer) in zip(file.examples, file.answers) {
                let ours = predict(example).activations
                #expect(ours.count == answer.count, "\(name)")
                for (a, e) in zip(ours, answer) { #expect(abs(a - e) <= 1e-12 * max(1, abs(e)), "\(name): \(a), \(e)") }
            }
        }
    }

    @Test("is refused where names are missing, or shapes leave a doubt")
    func refused() throws {
        #expect(table.refused.count >= 7)
        for (name, words) in table.refused { try expectRefusal(of: Self.path(name), words: words) }
    }
}
