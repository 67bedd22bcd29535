import Foundation
import NNModel
import NNTestSupport
import Testing

/// The reader in Python that was written from the specification alone, on files that our tools write.
@Suite struct IndependentReaderTests {
    private static let reader = Places.root.appending(path: "Specs/nnm_reader.py").path

    private func python(_ arguments: String...) throws -> ToolResult {
        try Tool(path: "/usr/bin/env").run(["python3", Self.reader] + arguments)
    }

    @Test("It verifies a model that nntrain wrote, and predicts the same to 1e-6")
    func agrees() throws {
        let folder = try TemporaryFolder()
        let path = folder("model.nnm")
        let train = Places.fixture("datasets/shapes_train.h5")
        #expect(try Tool.nntrain.run(train, "--epochs", "1", "-q", "-o", path).exitCode == 0)
        let verified = try python(path, "--verify")
        #expect(verified.exitCode == 0 && verified.stdout.hasPrefix("ok"), "\(verified)")

        let model = try Model(path: path)
        let predict = try Predictor<Float>(model)
        // Any pixels will do; these differ from one element to the next.
        let raw = (0..<model.input.featureCount).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        let numbers = try folder.write(raw.map(String.init).joined(separator: "\n"), to: "pixels.txt")
        let answered = try python(path, "--predict", "@" + numbers)
        let theirs = try #require(answered.json as? [Double], "\(answered)")
        let ours = predict(raw.map { Float($0) }).activations
        #expect(theirs.count == ours.count)
        for (a, b) in zip(theirs, ours) { #expect(abs(a - Double(b)) <= 1e-6, "\(a) and \(b)") }
    }

    @Test("It refuses a damaged file by the id of a rule, as nninspect does")
    func refuses() throws {
        let folder = try TemporaryFolder()
        let whole = try bytes(of: Places.fixture("golden/tiny-1.0.nnm"))
        for index in stride(from: 8, to: whole.count, by: 61) {
            var damaged = whole
            damaged[index] ^= 4
            let result = try python(try folder.write(damaged, to: "damaged.nnm"), "--verify")
            #expect(result.exitCode == 1 && (result.stdout + result.stderr).contains("NNM-0"), "\(index): \(result)")
        }
    }

    @Test("nninspect and it tell of each broken rule by a vector, with rule and byte")
    func vectors() throws {
        let data = Foundation.Data(try bytes(of: Places.fixture("vectors/verdicts.json")))
        let table = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        var told: Set<String> = []
        for (name, verdict) in table.sorted(by: { $0.key < $1.key }) {
            guard let verdict = verdict as? [String: Any], let rule = verdict["rule"] as? String,
                told.insert(rule).inserted
            else { continue }
            let path = Places.fixture("vectors/" + name)
            let ours = try Tool.nninspect.run(["verify", "--json", path], timeout: 10)
            let json = try #require(ours.json as? [String: Any], "\(ours)")
            #expect(ours.exitCode == 1 && json["ok"] as? Bool == false && json["rule"] as? String == rule, "\(name)")
            #expect(json["offset"] as? Int == verdict["offset"] as? Int, "\(name): \(ours)")
            #expect(json["chunk"] as? String == verdict["place"] as? String, "\(name): \(ours)")
            let theirs = try python(path, "--verify")
            #expect(theirs.exitCode == 1 && theirs.stdout.hasPrefix("\(rule) at byte "), "\(name): \(theirs)")
        }
        #expect(told.count == 44)
    }
}
