import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// What Keras wrote (Fixtures/interchange/keras/make_keras.py), with its own numbers.
struct KerasFile: Decodable {
    struct Layer: Decodable {
        let weights: [[Double]]
        let biases: [Double]
        let dtype: String
    }

    let activations: [String]
    /// The axes of an example.
    let shape: [Int]
    /// Raw, before any preprocessing.
    let examples: [[Double]]
    let answers: [[Double]]
    /// Outputs behind every layer, where they are stored.
    let stages: [[[Double]]]
    /// None where the model's layers aren't those of the file: something was folded into them.
    let layers: [Layer]

    static let peer = PeerFiles("keras")

    /// By name, of both versions of Keras.
    static var all: [(name: String, file: KerasFile)] {
        get throws {
            struct Table: Decodable { let files: [String: KerasFile] }
            return try ["k2", "k3"].flatMap { version -> [(name: String, file: KerasFile)] in
                let path = peer.path("expected-\(version).json")
                return try JSONDecoder().decode(Table.self, from: Data(bytes(of: path))).files.map {
                    ($0.key, $0.value)
                }
            }.sorted { $0.name < $1.name }
        }
    }
}

/// Within 1e-6, for outputs of magnitude above 1 relative to the output.
func expectClose(_ ours: [Double], _ theirs: [Double], _ comment: Comment) {
    #expect(ours.count == theirs.count, comment)
    for (a, b) in zip(ours, theirs) { #expect(abs(a - b) <= 1e-6 * max(1, abs(b)), comment) }
}

@Suite("Keras's files")
struct KerasReadingTests {
    @Test("Files of Keras 2 and 3 give the activations, numbers, shapes and answers that Keras has of them")
    func agreesWithKeras() throws {
        let files = try KerasFile.all
        #expect(files.count == 8)
        for (name, file) in files {
            let folder = try TemporaryFolder()
            let model = try converted(KerasFile.peer.path(name), in: folder).model
            #expect(model.layers.map(\.activation.description) == file.activations, "\(name)")
            #expect(model.input.shape == file.shape, "\(name)")
            #expect(model.metadata["keras.version"] == (name.hasPrefix("k2") ? "2.15.0" : "3.15.1"))
            for (ours, theirs) in zip(model.layers, file.layers) {
                #expect(ours.weights.scalars(as: Double.self) == theirs.weights.flatMap { $0 }, "\(name)")
                #expect(ours.weights.shape == [theirs.weights.count, theirs.weights[0].count], "\(name)")
                #expect(ours.biases.scalars(as: Double.self) == theirs.biases, "\(name)")
                #expect(ours.weights.dataType.name == theirs.dtype, "\(name)")
            }
            for (index, example) in file.examples.enumerated() {
                expectClose(try Predictor<Double>(model)(example).activations, file.answers[index], "\(name)")
            }
            for (count, answers) in file.stages.enumerated() {
                var part = model
                part.layers = Array(model.layers.prefix(count + 1))
                part.output = Output(meaning: .value)
                for (example, answer) in zip(file.examples, answers) {
                    expectClose(try Predictor<Double>(part)(example).activations, answer, "\(name), layer \(count + 1)")
                }
            }
        }
    }

    @Test("Every activation is among them, those that mean different things in Keras 2 and 3 in both")
    func activations() throws {
        let files = try KerasFile.all
        func names(_ prefix: String) -> Set<String> {
            Set(files.filter { $0.name.hasPrefix(prefix) }.flatMap(\.file.activations))
        }
        let all = Set(Activation.named.map(\.name)).subtracting(["gelu-tanh", "leaky-relu"])
        #expect(all.subtracting(names("k3")) == [])
        #expect(names("k3").isSuperset(of: ["hard-sigmoid", "leaky-relu:0.2", "leaky-relu:0.3", "elu:0.5"]))
        #expect(names("k2").isSuperset(of: ["hard-sigmoid:0.2:0.5", "leaky-relu:0.2", "leaky-relu:0.3", "elu:0.5"]))
    }

    @Test(
        "What is folded, added or left out is noted",
        arguments: [
            (
                "k3-pictures.keras",
                [
                    "layer 'dense_27' (Dense) has no biases: zeros are taken",
                    "left out: 1 × Dropout, which changes no prediction",
                    "left out: 1 × Flatten, which changes no prediction",
                    "left out: 1 × GaussianNoise, which changes no prediction",
                    "folded into weights and biases: 3 layers",
                ]
            ),
            ("k3-functional.h5", ["left out: how the model was trained, and the state of its optimizer"]),
            ("k2-functional.keras", ["left out: how the model was trained, and the state of its optimizer"]),
            (
                "k3-types.keras",
                [
                    "layer 'dense_31' (Dense) computes in float16 in Keras, and in float32 here",
                    "layer 'dense_32' (Dense) computes in bfloat16 in Keras, and in float32 here",
                ]
            ),
        ])
    func notes(name: String, notes: [String]) throws {
        let folder = try TemporaryFolder()
        func withoutNumbers(_ notes: [String]) -> [String] { notes.map { $0.replacing(/_\d+'/, with: "'") } }
        let report = try converted(KerasFile.peer.path(name), in: folder).report
        #expect(withoutNumbers(report.notes) == withoutNumbers(notes))
    }

    @Test("Names of layers and of the input are kept, and preprocessing as offsets and divisors")
    func names() throws {
        let folder = try TemporaryFolder()
        let functional = try converted(KerasFile.peer.path("k3-functional.h5"), in: folder).model
        #expect(functional.layers.map(\.name).first == "hidden" && functional.layers.last?.name == "probability")
        #expect(functional.input.scaling == Scaling(offsets: [0.5], divisors: [2]))
        #expect(functional.output.meaning == .probability)
        let pictures = try converted(KerasFile.peer.path("k2-pictures.h5"), in: folder).model
        #expect(pictures.input.name == "picture" && pictures.input.scaling.offsets.count == 24)
    }

    @Test("Other activations than the file has can't be told")
    func toldActivations() throws {
        let folder = try TemporaryFolder()
        let path = KerasFile.peer.path("k3-functional.h5")
        let told = try converted(path, in: folder) { $0.reading.activations = [.gelu, .relu6, .sigmoid] }
        #expect(told.model.layers.count == 3)
        let error = #expect(throws: InterchangeError.self) {
            try converted(path, in: folder) { $0.reading.activations = [.relu, .relu6, .sigmoid] }
        }
        #expect(error?.description.contains("no activations from elsewhere") == true)
    }
}

@Suite("Hostile files of Keras's kind")
struct HostileKerasTests {
    @Test("there are many of them")
    func count() {
        #expect(KerasFile.peer.verdicts.count >= 125)
    }

    @Test("each is refused in one sentence that names the place", arguments: KerasFile.peer.verdicts)
    func refused(name: String, words: String) throws {
        #expect(!words.isEmpty)
        try expectRefusal(of: KerasFile.peer.path("hostile/\(name)"), words: words)
    }

    @Test("every truncation of a sound file is an error")
    func truncation() throws {
        for (name, format) in [
            ("k3-types.keras", KerasFormat.self as any ModelFormat.Type), ("k2-types.h5", KerasH5Format.self),
        ] {
            let whole = try bytes(of: KerasFile.peer.path(name))
            for length in stride(from: 0, to: whole.count, by: 61) {
                #expect(throws: InterchangeError.self, "\(name), \(length) bytes") {
                    try format.open(FileBytes(Array(whole.prefix(length)), name: "damaged"), ReadingOptions())
                }
            }
        }
    }

    @Test("every damaged byte of an archive gives an error or the same layers: all that counts is under a checksum")
    func damage() throws {
        let whole = try bytes(of: KerasFile.peer.path("k3-types.keras"))
        let sound = try KerasFormat.open(FileBytes(whole, name: "sound"), ReadingOptions()).model
        for index in stride(from: 0, to: whole.count, by: 7) {
            var damaged = whole
            damaged[index] ^= 1 << (index % 8)
            guard let model = try? KerasFormat.open(FileBytes(damaged, name: "damaged"), ReadingOptions()).model else {
                continue
            }
            #expect(model.layers == sound.layers, "byte \(index)")
        }
    }
}
