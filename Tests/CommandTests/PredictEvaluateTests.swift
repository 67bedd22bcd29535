import Foundation
import NNModel
import NNTestSupport
import Testing

struct PredictScore: Decodable {
    let cost: Double?
    let accuracy: Double?
    let confusion: [[Int]]?
    let examples: Int
    let classes: [String]
    let errors: [PredictRow]
    let perClass: [ClassScore]?
    let macro: Measures?
    let expectedCalibrationError: Double?
    let calibration: [Bin]?

    struct Measures: Decodable {
        let precision: Double?
        let recall: Double?
        let f1: Double?
    }
    struct ClassScore: Decodable {
        let `class`: String?
        let index: Int
        let examples: Int
        let answers: Int
        let precision: Double?
        let recall: Double?
        let f1: Double?
    }
    struct Bin: Decodable {
        let upTo: Double
        let examples: Int
        let probability: Double?
        let accuracy: Double?
    }
}

@Suite("nnpredict --evaluate, on a folder")
struct PredictEvaluateTests {
    /// Good images dealt out among the classes, which has nothing to do with what they show.
    static func deal(_ network: TinyNetwork, names: [String], into folder: TemporaryFolder) throws
        -> (truths: [Int], pixels: [[Double]])
    {
        var (truths, pixels): ([Int], [[Double]]) = ([], [])
        for (index, file) in Pictures.all.map(\.file).enumerated() {
            guard let image = Pictures.pixels(file, scaled: true) ?? Pictures.pixels(file) else { continue }
            let truth = index * 7 % 5 % names.count
            try folder.write(try bytes(of: Pictures.path(file)), to: "test/\(names[truth])/\(file)")
            truths.append(truth)
            pixels.append(image.map { Double($0) })
        }
        return (truths, pixels)
    }

    static func check(_ score: PredictScore, _ network: TinyNetwork, _ truths: [Int], _ pixels: [[Double]]) {
        let count = max(2, network.units)
        var confusion = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
        var cost = 0.0
        for (truth, image) in zip(truths, pixels) {
            confusion[truth][network.answer(image)] += 1
            cost -= log(network.probabilities(image)[truth])
        }
        let right = confusion.indices.map { confusion[$0][$0] }.reduce(0, +)
        #expect(score.confusion == confusion)
        #expect(score.accuracy == Double(right) / Double(truths.count))
        #expect(abs((score.cost ?? .nan) - cost / Double(truths.count)) < 1e-4)
        #expect(score.examples == truths.count)
    }

    @Test("gives the cost, accuracy and confusion that the formulas give", arguments: [1, 4])
    func counts(units: Int) throws {
        let folder = try TemporaryFolder()
        var network = units == 1 ? TinyNetwork() : TinyNetwork.softmax
        if units > 1 { network.names = ["north/up", "east", ".south", "100%"] }
        let names = units == 1 ? network.names : ["north%2Fup", "east", "%2Esouth", "100%"]
        let (truths, pixels) = try Self.deal(network, names: names, into: folder)
        // What stands beside the folders has no class.
        try folder.write("what this is", to: "test/README")
        let model = try network.write(to: folder)
        let result = try Tool.nnpredict.run(model, "--evaluate", folder("test"), "--json")
        #expect(result.exitCode == 0 && result.stderr.isEmpty, "\(result)")
        let score = try result.decoded(PredictScore.self)
        Self.check(score, network, truths, pixels)
        #expect(score.classes == network.names && score.errors.isEmpty)
        let text = try Tool.nnpredict.run(model, "--evaluate", folder("test"))
        #expect(text.stdout.contains(String(format: "accuracy  %.4f", score.accuracy ?? 0)), "\(text)")
        #expect(text.lines.contains { $0.hasPrefix("true \\ answer") })
    }

    @Test("log-softmax and logits cost what softmax does", arguments: [Output.Meaning.logProbability, .logit])
    func otherForms(meaning: Output.Meaning) throws {
        let folder = try TemporaryFolder()
        var network = TinyNetwork.softmax
        network.names = ["a", "b", "c", "d"]
        let (truths, pixels) = try Self.deal(network, names: network.names, into: folder)
        network.meaning = meaning
        network.activation = meaning == .logit ? .identity : .logSoftmax
        let result = try Tool.nnpredict.run(try network.write(to: folder), "--evaluate", folder("test"), "--json")
        Self.check(try result.decoded(), network, truths, pixels)
    }

    @Test("a saturated output has a large and finite cost")
    func saturated() throws {
        let folder = try TemporaryFolder()
        var network = TinyNetwork()
        network.scaling = Scaling(offsets: [0], divisors: [0.01])
        try folder.write(try bytes(of: Pictures.path("rgb-8.png")), to: "test/dark/x.png")
        try folder.write(try bytes(of: Pictures.path("rgb-8.png")), to: "test/bright/x.png")
        let z = network.weightedInputs(try #require(Pictures.pixels("rgb-8.png")).map { Double($0) })[0]
        let result = try Tool.nnpredict.run(try network.write(to: folder), "--evaluate", folder("test"), "--json")
        let cost = try #require(try result.decoded(PredictScore.self).cost)
        // One of the two costs |z|, the other nothing.
        #expect(abs(z) > 1000 && abs(cost / (abs(z) / 2) - 1) < 1e-3)
    }

    @Test("folders of a model without names are numbered")
    func numbered() throws {
        let folder = try TemporaryFolder()
        var network = TinyNetwork()
        network.names = []
        let (truths, pixels) = try Self.deal(network, names: ["0", "1"], into: folder)
        let result = try Tool.nnpredict.run(try network.write(to: folder), "--evaluate", folder("test"), "--json")
        Self.check(try result.decoded(), network, truths, pixels)
    }

    @Test("a file that can't be used is told, and doesn't count")
    func damaged() throws {
        let folder = try TemporaryFolder()
        let model = try TinyNetwork().write(to: folder)
        try folder.write(try bytes(of: Pictures.path("rgb-8.png")), to: "test/dark/x.png")
        try folder.write("none", to: "test/dark/y.png")
        // A class without examples is none.
        try FileManager.default.createDirectory(atPath: folder("test/bright"), withIntermediateDirectories: true)
        let result = try Tool.nnpredict.run(model, "--evaluate", folder("test"), "--json")
        #expect(result.exitCode == 65 && result.reports("dark/y.png: expected a JPEG, PNG, WebP, BMP or PNM file"))
        let score = try result.decoded(PredictScore.self)
        #expect(score.examples == 1 && score.errors.map(\.path) == [folder("test/dark/y.png")])
    }

    @Test("folders that are no classes of the model, or none at all, are refused")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let model = try TinyNetwork().write(to: folder)
        let values = try TinyNetwork(activation: .identity, names: [], meaning: .value).write(to: folder, "values.nnm")
        try folder.write("x", to: "flat/x.png")
        try folder.write("x", to: "other/bird/x.png")
        try FileManager.default.createDirectory(atPath: folder("hollow/dark"), withIntermediateDirectories: true)
        let cases = [
            (model, "hollow", "expected images in its subfolders, found none"),
            (model, "flat", "expected one subfolder a class, found none"),
            (model, "other", "expected a folder named after a class of the model (dark, bright), found 'bird'"),
            (values, "other", "expected an output of classes"),
        ]
        for (model, test, text) in cases {
            let result = try Tool.nnpredict.run(model, "--evaluate", folder(test), "--json")
            #expect(result.exitCode == 65 && result.reports(text) && result.output.isEmpty, "\(result)")
        }
    }
}
