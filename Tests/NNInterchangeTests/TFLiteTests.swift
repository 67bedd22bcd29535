import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// Files of TensorFlow's converter, with what its interpreter makes of them
/// (Fixtures/interchange/tflite/make_tflite.py).
@Suite("Reading .tflite files")
struct TFLiteTests {
    struct File: Decodable {
        let examples: [[Double]]
        let answers: [[Double]]
        let activations: [String]
        /// The interpreter's own, where it rounds inputs to 8 bits.
        let rough: [[Double]]?
    }

    static let peer = PeerFiles("tflite")

    private func read(_ name: String) throws -> (model: Model, report: ConversionReport) {
        try converted(Self.peer.path("\(name).tflite"), in: TemporaryFolder())
    }

    @Test("gives the answers of TensorFlow Lite's interpreter, whatever form the network has")
    func agrees() throws {
        struct Table: Decodable { let files: [String: File] }
        struct LiteRT: Decodable { let answers: [String: [[Double]]] }
        func table<Content: Decodable>(_ type: Content.Type, _ name: String) throws -> Content {
            try JSONDecoder().decode(type, from: Data(bytes(of: Self.peer.path(name))))
        }
        let files = try table(Table.self, "expected.json").files
        let later = try table(LiteRT.self, "litert.json").answers
        #expect(files.count >= 36 && later.count == files.count)
        for (name, file) in files.sorted(by: { $0.key < $1.key }) {
            let model: Model
            do {
                model = try read(name).model
            } catch {
                Issue.record("\(name): \(error)")
                continue
            }
            // As numbers: Keras folds the slope of its hard sigmoid into the weights.
            let known = name.contains("hard-sigmoid") ? ["hard-sigmoid:1.0:0.0", "identity"] : file.activations
            #expect(model.layers.map(\.activation.description) == known, "\(name)")
            #expect(file.examples.count == 3 && file.answers.count == 3, "\(name)")
            let predict = try Predictor<Double>(model)
            for (index, example) in file.examples.enumerated() {
                let ours = predict(example).activations
                #expect(ours.count == file.answers[index].count, "\(name)")
                for (a, e) in zip(ours, file.answers[index]) {
                    #expect(abs(a - e) <= 1e-6 * max(1, abs(e)), "\(name): \(a), \(e)")
                }
                // Where weights have 8 bits, interpreters round inputs to 8 bits too.
                let tolerance = model.layers[0].weights.dataType == .int8 ? 0.05 : 1e-6
                for answers in [file.rough, later[name]].compactMap({ $0 }) {
                    for (a, e) in zip(ours, answers[index]) {
                        #expect(abs(a - e) <= tolerance * max(1, abs(e)), "\(name): \(a), \(e)")
                    }
                }
            }
        }
    }

    @Test("keeps the types of numbers, 8 bits with their scales too")
    func types() throws {
        #expect(try read("float16").model.layers.allSatisfy { $0.weights.dataType == .float16 })
        let (eight, report) = try read("dynamic-range")
        #expect(eight.layers.map(\.weights.dataType) == [.int8, .float32])
        #expect(Set(eight.layers[0].weights.scales).count == 1 && eight.layers[0].weights.scales.count == 32)
        #expect(report.notes.contains { $0.hasPrefix("operator 1 (FULLY_CONNECTED): weights of 8 bits are kept") })
        let each = try read("edited-scales-a-unit").model
        #expect(Set(each.layers[0].weights.scales).count == 32)
    }

    @Test("keeps preprocessing, the axes of pictures and names, and notes what is left out")
    func beyondLayers() throws {
        let (channels, report) = try read("picture-channels")
        #expect(channels.input.shape == [2, 2, 3] && channels.input.name.hasPrefix("serving_default_input"))
        #expect(channels.input.scaling.offsets.prefix(3) == [120, 110, 100])
        #expect(channels.output.meaning == .probability)
        #expect(channels.metadata["tflite.description"] == "MLIR Converted.")
        #expect(
            report.notes == [
                "left out: 1 × RESHAPE, which changes no prediction",
                "left out: the file's metadata 'min_runtime_version', 'CONVERSION_METADATA'",
            ])
        let centred = try read("picture-centred").model.input.scaling
        #expect(abs(centred.offsets[0] - 127.5) < 1e-4 && abs(centred.divisors[0] - 127.5) < 1e-4)
    }

    @Test("is all that there is: nothing writes them")
    func inputOnly() throws {
        #expect(TFLiteFormat.direction == .input)
        let model = try read("op-relu").model
        let error = #expect(throws: InterchangeError.self) { try TFLiteFormat.carried(of: model, file: "a.tflite") }
        #expect(error?.description == "a.tflite: tflite is read, and never written")
    }

    @Test("Each hostile file is refused in a sentence of its own", arguments: peer.verdicts)
    func refused(name: String, words: String) throws {
        try expectRefusal(of: Self.peer.path("hostile/\(name).tflite"), words: words)
    }

    @Test("there are many of them")
    func count() {
        #expect(Self.peer.verdicts.count >= 118)
    }

    /// Reads whatever the bytes are, without a look at what they begin with.
    private func open(_ bytes: some Sequence<UInt8>) throws -> Model {
        try TFLiteFormat.open(FileBytes(Array(bytes), name: "damaged.tflite"), ReadingOptions()).model
    }

    @Test("every damaged byte gives an error or a model, and never a crash")
    func damage() throws {
        for name in ["op-leaky-relu-0.2", "picture-channels", "float16", "dynamic-range"] {
            let whole = try bytes(of: Self.peer.path("\(name).tflite"))
            var refused = 0
            for index in whole.indices {
                for bit in 0..<8 {
                    var damaged = whole
                    damaged[index] ^= 1 << bit
                    do {
                        let model = try open(damaged)
                        #expect(model.layers.allSatisfy { $0.weights.count > 0 }, "\(name), byte \(index), bit \(bit)")
                    } catch is InterchangeError {
                        refused += 1
                    }
                }
            }
            #expect(refused > 1_000, "\(name)")
        }
    }

    @Test("a file that is cut short is refused, wherever it is cut in the graph")
    func truncation() throws {
        let whole = try bytes(of: Self.peer.path("op-tanh.tflite"))
        let sound = try open(whole)
        for length in whole.indices {
            guard let model = try? open(whole.prefix(length)) else { continue }
            #expect(model.layers == sound.layers, "\(length) bytes")
        }
        #expect(throws: InterchangeError.self) { try open(whole.prefix(whole.count / 2)) }
    }
}
