import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

@Suite("Models of libfann")
struct FANNTests {
    private static let compiler = Tool(path: "/usr/bin/env")

    /// Whether a program can be linked with libfann: Debian's libfann-dev.
    static let hasLibfann: Bool = {
        guard let folder = try? TemporaryFolder() else { return false }
        return (try? program("int main(void) { return 0; }", in: folder)) ?? nil != nil
    }()

    /// A program that uses libfann; nil where it can't be made.
    private static func program(_ source: String, in folder: TemporaryFolder) throws -> Tool? {
        let path = try folder.write("#include <fann.h>\n#include <stdio.h>\n" + source, to: "main.c")
        let result = try compiler.run("gcc", path, "-o", folder("main"), "-lfann", "-lm")
        return result.exitCode == 0 ? Tool(path: folder("main")) : nil
    }

    @Test("libfann's files become its own numbers and answers: functions, and steepnesses of powers of two")
    func reads() throws {
        try PeerFiles("fann").agree(needsActivations: { _ in false }, tolerance: 1e-6)
    }

    @Test("functions that are folded, steepnesses of each unit and scales around the network give libfann's answers")
    func folds() throws {
        struct File: Decodable { let examples: [[Double]], answers: [[Double]] }
        struct Table: Decodable { let files: [String: File] }
        let files = PeerFiles("fann")
        let table = try JSONDecoder().decode(Table.self, from: Data(bytes(of: files.path("folded.json"))))
        #expect(table.files.count == 3)
        for (name, file) in table.files {
            let folder = try TemporaryFolder()
            let predict = try Predictor<Double>(converted(files.path(name), in: folder).model)
            for (example, answer) in zip(file.examples, file.answers) {
                let size = answer.map(abs).max() ?? 1
                for (ours, theirs) in zip(predict(example).activations, answer) {
                    #expect(abs(ours - theirs) <= 1e-6 * max(1, size), "\(name)")
                }
            }
        }
    }

    /// Every activation that the format has, classes, preprocessing and names.
    private func model(_ type: DataType) throws -> Model {
        var model = try manyActivations()
        let activations: [Activation] = [.tanh, .softsign, .identity, .hardSigmoid(slope: 0.25, offset: 0), .sigmoid]
        var random = SplitMix64(seed: 3)
        var inputs = model.input.featureCount
        let classes = model.output.classNames.count
        model.layers = activations.enumerated().map { index, activation in
            let units = index + 1 < activations.count ? 6 + index : classes
            defer { inputs = units }
            func numbers(_ count: Int) -> [Float] { (0..<count).map { _ in Float(random.nextUniform() - 0.5) } }
            return DenseLayer(
                weights: Tensor(numbers(units * inputs), shape: [units, inputs]),
                biases: Tensor(numbers(units), shape: [units]), activation: activation)
        }
        model.layers[1].name = "zweite Schicht, ß"
        model.metadata = ["author": "müller \"x\"\n"]
        return try model.converted(to: type)
    }

    @Test("From .nnm and back the model is the same, digest and all", arguments: [DataType.float64, .float32])
    func roundTrip(type: DataType) throws {
        try expectRoundTrip(model(type), FANNFormat.self)
        var large = try model(type)
        let weights = large.layers[2].weights
        large.layers[2] = DenseLayer(
            weights: Tensor(weights.scalars(as: Double.self).map { $0 * 6e38 }, shape: weights.shape),
            biases: large.layers[2].biases, activation: .identity)
        try expectRoundTrip(large, FANNFormat.self)
    }

    @Test(
        "libfann opens what is written, and gives our answers", .enabled(if: hasLibfann, "no libfann-dev or no gcc"),
        arguments: [DataType.float32, .float64])
    func libfannAgrees(type: DataType) throws {
        let folder = try TemporaryFolder()
        var model = try model(type)
        model.input.scaling = .none
        // Beyond the 150 that libfann allows where the steepness is 1.
        model.layers[2] = DenseLayer(
            weights: model.layers[2].weights, biases: Tensor([Double](repeating: 1_000, count: 8), shape: [8]),
            activation: .identity)
        try model.write(to: folder("m.nnm"))
        _ = try Conversion(from: folder("m.nnm"), to: folder("m.net"), as: FANNFormat.self).run()
        func element(_ seed: Int, _ index: Int) -> Double { Double((seed * 31 + index * 17) % 64) / 32 - 1 }
        let examples = (0..<5).map { seed in (0..<12).map { element(seed, $0) } }
        let rows = examples.map { "{\($0.map { "\($0)f" }.joined(separator: ", "))}" }.joined(separator: ", ")
        let program = try #require(
            try Self.program(
                """
                int main(int argc, char **argv) {
                    fann_type examples[5][12] = {\(rows)};
                    struct fann *net = fann_create_from_file(argv[1]);
                    for (int i = 0; i < 5 && net; i++) {
                        fann_type *y = fann_run(net, examples[i]);
                        for (unsigned j = 0; j < fann_get_num_output(net); j++) printf("%.9g ", y[j]);
                        printf("\\n");
                    }
                    return argc != 2 || !net;
                }
                """, in: folder))
        let result = try program.run(folder("m.net"))
        #expect(result.exitCode == 0 && result.stderr.isEmpty, "\(result)")
        let theirs = result.stdout.split(separator: "\n").map { $0.split(separator: " ").compactMap { Double($0) } }
        let predict = try Predictor<Double>(model)
        #expect(theirs.count == examples.count)
        for (example, answer) in zip(examples, theirs) {
            let ours = predict(example).activations
            #expect(ours.count == answer.count)
            for (a, b) in zip(ours, answer) {
                let difference: Double = a - b
                #expect(abs(difference) <= 1e-6)
            }
        }
    }

    @Test("What the format has no word for is refused by layer: activations, and numbers that are none")
    func refusals() throws {
        let folder = try TemporaryFolder()
        func refusal(_ change: (inout Model) -> Void) throws -> String {
            var model = try model(.float32)
            change(&model)
            try model.write(to: folder("m.nnm"))
            let error = #expect(throws: InterchangeError.self) {
                try Conversion(from: folder("m.nnm"), to: folder("m.net"), as: FANNFormat.self).run()
            }
            #expect(!FileManager.default.fileExists(atPath: folder("m.net")))
            return error?.description ?? ""
        }
        #expect(try refusal { $0.layers[1].activation = .relu }.contains("layer 2: relu can't be said"))
        let words = try refusal { $0.layers[3].activation = .hardSigmoid(slope: 0.2, offset: 0.5) }
        #expect(words.contains("layer 4: hard-sigmoid:0.2:0.5 can't be said"))
        let nan = try refusal {
            $0.layers[0] = DenseLayer(
                weights: $0.layers[0].weights, biases: Tensor([Float](repeating: .nan, count: 6), shape: [6]),
                activation: .tanh)
        }
        #expect(nan.contains("layer 1: expected numbers, which libfann reads, found NaN"))
    }

    @Test("each hostile file is refused in one sentence that names the place", arguments: PeerFiles("fann").verdicts)
    func hostile(name: String, words: String) throws {
        try expectRefusal(of: PeerFiles("fann").path("hostile/\(name).net"), words: words)
    }
}
