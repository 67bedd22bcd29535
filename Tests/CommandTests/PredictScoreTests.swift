import Foundation
import NNCommand
import NNModel
import NNTestSupport
import Testing

/// What scikit-learn and others say of `Fixtures/reference/evaluation.json` (see make_evaluation.py there).
struct EvaluationReference: Decodable, Sendable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
        let name: String
        let units: Int
        let z: [Double]
        let labels: [Int]
        let cost: Double
        let accuracy: Double
        let confusion: [[Int]]
        let precision: [Double?]
        let recall: [Double?]
        let f1: [Double?]
        let macro: [Double?]
        let ece: Double
        let bins: [Bin]

        var testDescription: String { name }
    }
    struct Bin: Decodable, Sendable {
        let count: Int
        let probability: Double?
        let accuracy: Double?

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            count = try values.decode(Int.self)
            (probability, accuracy) = (try values.decode(Double?.self), try values.decode(Double?.self))
        }
    }
    let cases: [Case]

    static let all: [Case] = {
        do {
            let reference: EvaluationReference = try Places.decoded("reference/evaluation.json")
            return reference.cases
        } catch {
            fatalError("\(error)")
        }
    }()
}

@Suite("nnpredict --evaluate, its figures")
struct PredictScoreTests {
    /// Runs nnpredict on examples that are the weighted inputs of the output layer.
    static func evaluate(
        units: Int, z: [Double], labels: [Int], names: [String] = [], in folder: TemporaryFolder, _ options: [String]
    ) throws -> ToolResult {
        let classes = max(2, units)
        var stream: [UInt8] = []
        var writer = try ExampleStreamWriter(
            ExampleStreamHeader(
                shape: [units], elementType: .float64, labels: .classes(count: classes), exampleCount: labels.count)
        ) { stream += $0 }
        for (row, label) in labels.enumerated() {
            let elements = Array(z[row * units..<(row + 1) * units])
            try writer.write(Example(.float64(elements), label: .index(label)))
        }
        try folder.write(stream, to: "stream")
        let identity = (0..<units * units).map { $0 / units == $0 % units ? 1.0 : 0 }
        let layer = DenseLayer(
            weights: Tensor(identity, shape: [units, units]),
            biases: Tensor([Double](repeating: 0, count: units), shape: [units]),
            activation: units == 1 ? .sigmoid : .softmax)
        let model = Model(
            input: Input(shape: [units]), layers: [layer], output: Output(meaning: .probability, classNames: names))
        try model.write(to: folder("model.nnm"))
        let tool = try PredictChildTests.install("cat \"${0%/*}/stream\"", in: folder)
        return try tool.run([folder("model.nnm"), "--evaluate", "x.h5"] + options)
    }

    private static func areNear(_ a: Double?, _ b: Double?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        return abs(a - b) < 1e-9
    }

    @Test("are those of scikit-learn, and undefined ones null", arguments: EvaluationReference.all)
    func figures(_ expected: EvaluationReference.Case) throws {
        let folder = try TemporaryFolder()
        let result = try Self.evaluate(
            units: expected.units, z: expected.z, labels: expected.labels, in: folder, ["--json"])
        #expect(result.exitCode == 0, "\(result)")
        let score = try result.decoded(PredictScore.self)
        #expect(score.confusion == expected.confusion && score.examples == expected.labels.count)
        #expect(Self.areNear(score.cost, expected.cost) && Self.areNear(score.accuracy, expected.accuracy))
        let classes = try #require(score.perClass)
        #expect(classes.map(\.index) == Array(expected.confusion.indices) && classes.allSatisfy { $0.class == nil })
        for (found, index) in zip(classes, expected.confusion.indices) {
            #expect(found.examples == expected.confusion[index].reduce(0, +))
            #expect(found.answers == expected.confusion.map { $0[index] }.reduce(0, +))
            #expect(Self.areNear(found.precision, expected.precision[index]), "\(found)")
            #expect(Self.areNear(found.recall, expected.recall[index]), "\(found)")
            #expect(Self.areNear(found.f1, expected.f1[index]), "\(found)")
        }
        let macro = try #require(score.macro)
        #expect(zip([macro.precision, macro.recall, macro.f1], expected.macro).allSatisfy(Self.areNear))
    }

    @Test("the expected calibration error is that of others", arguments: EvaluationReference.all)
    func calibration(_ expected: EvaluationReference.Case) throws {
        let folder = try TemporaryFolder()
        let score = try Self.evaluate(
            units: expected.units, z: expected.z, labels: expected.labels, in: folder, ["--json"]
        ).decoded(PredictScore.self)
        #expect(Self.areNear(score.expectedCalibrationError, expected.ece))
        let bins = try #require(score.calibration)
        #expect(bins.map(\.examples) == expected.bins.map(\.count))
        #expect(zip(bins, expected.bins).allSatisfy { Self.areNear($0.probability, $1.probability) })
        #expect(zip(bins, expected.bins).allSatisfy { Self.areNear($0.accuracy, $1.accuracy) })
        #expect(bins.enumerated().allSatisfy { Self.areNear($1.upTo, Double($0 + 1) / 15) })
    }

    @Test("stand in a table for people, undefined ones as a dash")
    func table() throws {
        let folder = try TemporaryFolder()
        let expected = try #require(EvaluationReference.all.first { $0.name == "five" })
        let result = try Self.evaluate(
            units: 5, z: expected.z, labels: expected.labels, names: ["a", "b", "c", "d\u{202E}", "e"], in: folder, [])
        let number = { (value: Double?) in value.map { String(format: "%.4f", $0) } ?? "-" }
        for (index, name) in ["a", "b", "c", "d\\u{202e}", "e"].enumerated() {
            let count = expected.confusion[index].reduce(0, +)
            let cells = [expected.precision[index], expected.recall[index], expected.f1[index]].map(number)
            let words = [name, "\(count)"] + cells
            #expect(result.lines.contains { $0.split(separator: " ").map(String.init) == words }, "\(words): \(result)")
        }
        #expect(result.lines.contains { $0.hasPrefix("ECE       \(number(expected.ece))") })
        let mean = ["mean", "of", "all", "200"] + expected.macro.map(number)
        #expect(result.lines.contains { $0.split(separator: " ").map(String.init) == mean }, "\(result)")
        #expect(result.lines.contains { $0.hasPrefix("true \\ answer") } && !result.stdout.contains("\u{202E}"))
    }

    @Test("of many classes the worst are shown, and how to get at the rest")
    func manyClasses() throws {
        let folder = try TemporaryFolder()
        // Class 7 is taken for 8 three times; everything else is right, and classes from 50 on don't occur.
        let labels = (0..<50).flatMap { [$0, $0, $0] }
        let answers = labels.map { $0 == 7 ? 8 : $0 }
        let z = answers.flatMap { answer in (0..<60).map { $0 == answer ? 3.0 : 0 } }
        let result = try Self.evaluate(units: 60, z: z, labels: labels, in: folder, [])
        #expect(result.exitCode == 0 && result.lines.count < 25, "\(result)")
        let words = result.lines.map { $0.split(separator: " ").map(String.init) }
        #expect(result.lines.contains("of 60 classes the 10 of the lowest F1:"))
        let first = try #require(words.firstIndex { $0.first == "class" })
        #expect(words[first + 1] == ["7", "3", "-", "0.0000", "0.0000"])
        #expect(words[first + 2] == ["8", "3", "0.5000", "1.0000", "0.6667"])
        #expect(words.contains(["7", "8", "3"]) && !words.contains { $0.first == "true" })
        #expect(result.lines.last == "--json has all classes, --confusion FILE.svg is a picture of them")
    }

    @Test("the confusions are drawn, and the picture says what the table does", arguments: EvaluationReference.all)
    func picture(_ expected: EvaluationReference.Case) throws {
        let folder = try TemporaryFolder()
        let names = expected.confusion.indices.map { "<\"\($0)\u{202E}&" }
        let result = try Self.evaluate(
            units: expected.units, z: expected.z, labels: expected.labels, names: names, in: folder,
            ["--confusion", folder("c.svg"), "--json"])
        #expect(result.exitCode == 0 && result.stderr.isEmpty, "\(result)")
        let picture = try ConfusionPicture(folder("c.svg"))
        #expect(picture.title == "model.nnm on x.h5")
        #expect(picture.names == names.map(\.escaped) && picture.answers == picture.names)
        #expect(picture.counts(names.count) == expected.confusion)
        for cell in picture.cells {
            #expect(cell.class == (cell.row == cell.column ? "right" : "wrong"))
            let share = Double(cell.number ?? 0) / Double(expected.confusion[cell.row].reduce(0, +))
            #expect(abs(cell.opacity - (0.1 + 0.9 * share)) < 0.006)
        }
        let again = try bytes(of: folder("c.svg"))
        #expect(
            try Tool(path: folder("nnpredict")).run([
                folder("model.nnm"), "--evaluate", "x.h5", "--confusion", folder("c.svg"),
            ]).exitCode == 0)
        #expect(try bytes(of: folder("c.svg")) == again)
    }

    @Test("what can't be drawn or written is told before the work")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let model = try TinyNetwork().write(to: folder)
        let values = try TinyNetwork(activation: .identity, names: [], meaning: .value).write(to: folder, "values.nnm")
        let many = try TinyNetwork(shape: [1], units: 1_025, activation: .softmax, names: [])
            .write(to: folder, "many.nnm")
        let image = Pictures.path("rgb-8.png")
        let cases: [([String], Int32, String)] = [
            ([model, image, "--confusion", "x.svg"], 64, "--save-mistakes and --confusion go with --evaluate"),
            ([model, image, "--save-mistakes", "x"], 64, "--save-mistakes and --confusion go with --evaluate"),
            ([model, "--selftest", "--confusion", "x.svg"], 64, "go with --evaluate"),
            ([model, "--evaluate", "x", "--confusion", "x.png"], 64, "expected a name that ends in .svg"),
            ([values, "--evaluate", "x", "--confusion", "x.svg"], 64, "the output of \(values) is numbers"),
            ([many, "--evaluate", "x", "--confusion", "x.svg"], 64, "expected at most 1024 classes, found 1025"),
            ([model, "--evaluate", "x", "--confusion", folder("none/x.svg")], 73, "none/x.svg: can't be created"),
            ([model, "--evaluate", "x", "--threads", "0"], 64, "--threads: expected 1 or more, found 0"),
        ]
        for (arguments, code, text) in cases {
            let result = try Tool.nnpredict.run(arguments)
            #expect(result.exitCode == code && result.reports(text) && result.output.isEmpty, "\(arguments) \(result)")
        }
    }
}

/// A picture of confusions as another program reads it.
struct ConfusionPicture: Decodable {
    struct Cell: Decodable {
        let row: Int
        let column: Int
        let `class`: String
        let opacity: Double
        let number: Int?
        let tip: String
    }
    let title: String
    let names: [String]
    let answers: [String]
    let cells: [Cell]

    init(_ path: String) throws {
        let result = try Tool(path: "/usr/bin/env").run("python3", Places.fixture("feedback/read_confusion.py"), path)
        #expect(result.exitCode == 0, "\(result)")
        self = try result.decoded()
    }

    /// The table that the numbers in the cells make.
    func counts(_ classes: Int) -> [[Int]] {
        var table = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
        for cell in cells { table[cell.row][cell.column] = cell.number ?? -1 }
        return table
    }
}
