import Foundation
import NNModel
import NNTestSupport

/// The image files of `Fixtures/images`, and the pixels that Pillow makes of them.
struct Pictures: Decodable {
    struct File: Decodable {
        struct Result: Decodable {
            let color: String
            let size: [Int]?
            let fit: String
            let filter: String
            let scaled: Bool
            let offset: Int
            let count: Int
        }
        let file: String
        let results: [Result]
    }
    let good: [File]

    static let folder = Places.fixture("images")
    static let all: [File] = {
        do {
            let data = try Data(contentsOf: URL(filePath: folder + "/table.json"))
            return try JSONDecoder().decode(Pictures.self, from: data).good
        } catch {
            fatalError("\(folder)/table.json: \(error)")
        }
    }()
    private static let expected: [UInt8] = {
        do { return try bytes(of: folder + "/expected.bin") } catch { fatalError("\(error)") }
    }()

    static func path(_ file: String) -> String { "\(folder)/good/\(file)" }

    /// What Pillow makes of a file; nil where that is not among the fixtures.
    static func pixels(
        _ file: String, _ color: String = "rgb", _ size: [Int] = [9, 7], fit: String = "stretch",
        filter: String = "bilinear", scaled: Bool = false
    ) -> [UInt8]? {
        guard let results = all.first(where: { $0.file == file })?.results,
            let result = results.first(where: {
                $0.color == color && $0.size == size && $0.fit == fit && $0.filter == filter && $0.scaled == scaled
            })
        else { return nil }
        return Array(expected[result.offset..<result.offset + result.count])
    }
}

/// A network of one layer whose answers the tests work out themselves, from a formula.
struct TinyNetwork {
    var shape = [9, 7, 3]
    var units = 1
    var activation = Activation.sigmoid
    var names: [String] = ["dark", "bright"]
    var meaning = Output.Meaning.probability
    var threshold = 0.5
    var isDouble = false
    var scaling = Scaling.pixels
    var resizing: Resizing? = Resizing()

    /// Waves, a unit a frequency, so that no two pixels count alike: an image turned or mirrored has another answer.
    func weight(_ unit: Int, _ feature: Int) -> Double {
        let wave = sin(0.3 + Double(feature) * (0.7 + 0.45 * Double(unit)))
        return isDouble ? wave : Double(Float(wave))
    }

    func bias(_ unit: Int) -> Double { 0.25 * Double(unit) - 0.5 }

    var model: Model {
        let features = shape.reduce(1, *)
        let weights = (0..<units).flatMap { unit in (0..<features).map { weight(unit, $0) } }
        let biases = (0..<units).map(bias)
        let layer =
            isDouble
            ? DenseLayer(
                weights: Tensor(weights, shape: [units, features]), biases: Tensor(biases, shape: [units]),
                activation: activation)
            : DenseLayer(
                weights: Tensor(weights.map { Float($0) }, shape: [units, features]),
                biases: Tensor(biases.map { Float($0) }, shape: [units]), activation: activation)
        return Model(
            input: Input(shape: shape, scaling: scaling, resizing: resizing), layers: [layer],
            output: Output(meaning: meaning, classNames: names, threshold: threshold))
    }

    /// Z of raw elements.
    func weightedInputs(_ raw: [Double]) -> [Double] {
        (0..<units).map { unit in
            raw.enumerated().reduce(bias(unit)) { sum, element in
                let x = (element.element - scaling.offsets[0]) / scaling.divisors[0]
                return sum + weight(unit, element.offset) * x
            }
        }
    }

    /// The probability of every class, by the textbook.
    func probabilities(_ raw: [UInt8]) -> [Double] { probabilities(raw.map { Double($0) }) }

    func probabilities(_ raw: [Double]) -> [Double] {
        let z = weightedInputs(raw)
        if units == 1 {
            let p = 1 / (1 + exp(-z[0]))
            return [1 - p, p]
        }
        let sum = z.map { exp($0) }.reduce(0, +)
        return z.map { exp($0) / sum }
    }

    /// The class that the answer is.
    func answer(_ raw: [UInt8]) -> Int { answer(raw.map { Double($0) }) }

    func answer(_ raw: [Double]) -> Int {
        let p = probabilities(raw)
        if units == 1 { return p[1] > threshold ? 1 : 0 }
        return p.indices.reduce(0) { p[$1] > p[$0] ? $1 : $0 }
    }

    static let softmax = TinyNetwork(
        units: 4, activation: .softmax, names: ["north", "east", "south, \"low\"", "west\u{202E}"])

    /// Writes the model's file and returns its path.
    func write(to folder: TemporaryFolder, _ name: String = "tiny.nnm") throws -> String {
        try model.write(to: folder(name))
        return folder(name)
    }
}

/// A row of `nnpredict --json`.
struct PredictRow: Decodable {
    struct Class: Decodable {
        let `class`: String?
        let index: Int
        let probability: Double
    }
    let path: String
    let `class`: String?
    let index: Int?
    let probability: Double?
    let probabilities: [Double]?
    let top: [Class]?
    let values: [Double]?
    let error: String?
}

extension ToolResult {
    func decoded<Value: Decodable>(_ type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder().decode(type, from: Data(output))
    }
    var rows: [PredictRow] { get throws { try decoded() } }
    var lines: [String] { stdout.split(separator: "\n", omittingEmptySubsequences: true).map(String.init) }
    /// Whether the error stream has one line that begins with the tool's name and ends with the text.
    func reports(_ text: String) -> Bool {
        let lines = stderr.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.count == 2 && lines[1].isEmpty && lines[0].hasPrefix("nnpredict: ") && lines[0].contains(text)
    }
}

func isNear(_ a: [Double]?, _ b: [Double], _ tolerance: Double) -> Bool {
    guard let a, a.count == b.count else { return false }
    return zip(a, b).allSatisfy { abs($0 - $1) <= tolerance }
}
