import Foundation
import NNInterchange
import NNModel
import NNTestSupport
import Testing

@Suite("Writing Keras's files")
struct KerasWritingTests {
    static let formats: [any ModelFormat.Type] = [KerasFormat.self, KerasH5Format.self]

    /// Every activation that Keras has, and everything that is said of input and output.
    static func everything(_ type: DataType = .float32) throws -> Model {
        var model = try manyActivations(type)
        model.layers.removeAll { $0.activation == .geluTanh }
        return model
    }

    /// What one format or the other can store.
    static func types(of format: any ModelFormat.Type) -> [DataType] {
        format == KerasFormat.self ? [.float64, .float32, .float16, .bfloat16] : [.float64, .float32, .float16]
    }

    @Test("From .nnm and back the model is the same, digest and all; twice gives the same bytes", arguments: [0, 1])
    func roundTrips(index: Int) throws {
        let format = Self.formats[index]
        for type in Self.types(of: format) {
            var model = try Self.everything(type)
            model.metadata = ["author": "müller \"x\" \u{7}", "licence": ""]
            model.history = History([
                .init("cost", [0.5, .nan, Double(bitPattern: 0xFFF0_0000_0000_0001)]),
                .init("ß \"", [-.infinity, -0.0, 1e300]),
            ])
            #expect(try format.carried(of: model, file: "").model.history != nil)
            try expectRoundTrip(model, format)
            for index in model.layers.indices { model.layers[index].name = "layer \(model.layers.count - index)" }
            try expectRoundTrip(model, format)
            model.layers[0].name = "a/b"
            model.layers[1].name = ".."
            try expectRoundTrip(model, format)
        }
        try expectRoundTrip(strangeNumbers(), format)
    }

    @Test("From Keras's files to .nnm, back to Keras's and again to .nnm every number is the same", arguments: [0, 1])
    func foreignRoundTrips(index: Int) throws {
        let format = Self.formats[index]
        for (name, _) in try KerasFile.all where name != "k3-types.keras" || format == KerasFormat.self {
            let folder = try TemporaryFolder()
            let model = try converted(KerasFile.peer.path(name), in: folder).model
            let report = try Conversion(from: folder("converted.nnm"), to: folder("back"), as: format).run()
            #expect(report.proof.isExact && report.proof.worst == 0, "\(name)")
            let back = try converted(folder("back"), in: folder).model
            #expect(back.layers == model.layers && back.input == model.input && back.output == model.output, "\(name)")
        }
    }

    @Test("A history too long for text is left out, and a note says so")
    func longHistory() throws {
        let folder = try TemporaryFolder()
        var model = try Self.everything()
        model.history = History([.init("cost", [Double](repeating: 0.1, count: 262_145))])
        try model.write(to: folder("model.nnm"))
        let report = try Conversion(from: folder("model.nnm"), to: folder("model.keras"), as: KerasFormat.self).run()
        #expect(report.model.history == nil && report.notes.contains { $0.hasPrefix("left out: history") })
    }

    @Test("bfloat16 becomes float32 in .h5, for which Keras has no way to say it; a note says so")
    func narrowNumbers() throws {
        let folder = try TemporaryFolder()
        try Self.everything(.bfloat16).write(to: folder("model.nnm"))
        let report = try Conversion(from: folder("model.nnm"), to: folder("model.h5"), as: KerasH5Format.self).run()
        #expect(report.proof.isExact)
        #expect(
            report.notes.contains("bfloat16 is written as float32, which holds it exactly: the format has no such type")
        )
    }

    @Test("gelu-tanh is refused: Keras has no name for it")
    func unknownActivation() throws {
        let folder = try TemporaryFolder()
        try manyActivations().write(to: folder("model.nnm"))
        for format in Self.formats {
            let error = #expect(throws: InterchangeError.self) {
                try Conversion(from: folder("model.nnm"), to: folder("out"), as: format).run()
            }
            #expect(error?.description.contains("no name for the activation gelu-tanh") == true)
            #expect(try folder.names == ["model.nnm"])
        }
    }

    @Test("Long lists of layers are read back, .h5's split ones too")
    func manyLayers() throws {
        let folder = try TemporaryFolder()
        let layer = DenseLayer(
            weights: Tensor([Float(1)], shape: [1, 1]), biases: Tensor([Float(0)], shape: [1]),
            activation: .hardSigmoid(slope: 0.25, offset: 0.5))
        let layers = [DenseLayer](repeating: layer, count: 1_000)
        let model = Model(input: Input(shape: [1]), layers: layers, output: Output(meaning: .value))
        try model.write(to: folder("model.nnm"))
        for format in Self.formats {
            let report = try Conversion(from: folder("model.nnm"), to: folder("out"), as: format).run()
            #expect(report.proof.isExact && report.model.layers.count == 1_000)
        }
    }

    // MARK: Keras itself

    struct Run: Codable {
        let keras: String
        let file: String
        let dtype: String
        let examples: [[Double]]
        let answers: [[Double]]
    }

    private static let others: [Activation] = [
        .leakyRelu(slope: 0.3), .elu(alpha: 0.5), .hardSigmoid(slope: 0.2, offset: 0.5),
        .hardSigmoid(slope: 0.125, offset: 0.25),
    ]
    /// What is written in another way into .h5.
    private static let saidOtherwise: [Activation] = [
        .hardSigmoid(slope: 1.0 / 6, offset: 0.5), .swish, .leakyRelu(slope: 0.01), .hardSwish,
    ]

    /// A small network of one activation alone.
    private static func network(_ activation: Activation) -> Model {
        var random = SplitMix64(seed: 3)
        func tensor(_ shape: [Int]) -> Tensor {
            Tensor((0..<shape.reduce(1, *)).map { _ in Float(4 * random.nextUniform() - 2) }, shape: shape)
        }
        let layers = [
            DenseLayer(
                weights: tensor([5, 4]), biases: tensor([5]), activation: activation.mixesUnits ? .tanh : activation),
            DenseLayer(weights: tensor([3, 5]), biases: tensor([3]), activation: activation),
        ]
        return Model(input: Input(shape: [4]), layers: layers, output: Output(meaning: .value))
    }

    private typealias File = (name: String, model: Model, isPrepared: Bool)

    /// The files that Keras is to open, by name, and whether preprocessing is in them.
    private static func files(in folder: TemporaryFolder) throws -> [File] {
        var files: [File] = []
        func write(_ model: Model, _ name: String, _ format: any ModelFormat.Type, isPrepared: Bool = false) throws {
            try model.write(to: folder("model.nnm"))
            var conversion = Conversion(from: folder("model.nnm"), to: folder(name), as: format)
            conversion.includesPreprocessing = isPrepared
            let report = try conversion.run()
            #expect(report.proof.isExact && report.proof.worst == 0, "\(name)")
            files.append((name, try converted(folder(name), in: folder).model, isPrepared))
        }
        for (format, end) in zip(formats, ["keras", "h5"]) {
            for type in types(of: format) { try write(everything(type), "\(type.name).\(end)", format) }
            try write(everything(), "prepared.\(end)", format, isPrepared: true)
        }
        // What is deep gives nearly the same whatever goes in: each activation alone as well.
        for activation in Activation.named.map(\.activation) + others where activation != .geluTanh {
            let name = activation.description.replacing(":", with: "-")
            try write(network(activation), "\(name).keras", KerasFormat.self)
            if saidOtherwise.contains(activation) || others.contains(activation) {
                try write(network(activation), "\(name).h5", KerasH5Format.self)
            }
        }
        // Keras 2 has no hard-swish.
        var older = try everything()
        older.layers.removeAll { $0.activation == .hardSwish }
        try write(older, "keras-2.h5", KerasH5Format.self, isPrepared: true)
        older.input = Input(shape: [12])
        try write(older, "keras-2-flat.h5", KerasH5Format.self)
        return files
    }

    private static func compare(_ runs: [Run], _ files: [File]) throws {
        #expect(runs.count == files.count)
        for (run, file) in zip(runs, files) {
            #expect(run.file == file.name)
            var model = file.model
            if !file.isPrepared { model.input.scaling = .none }
            for (example, answer) in zip(run.examples, run.answers) {
                expectClose(
                    try Predictor<Double>(model)(example).activations, answer, "\(file.name), Keras \(run.keras)")
            }
        }
    }

    @Test("Keras's answers for the files that we write, as it gave them once, are ours")
    func storedAnswers() throws {
        let folder = try TemporaryFolder()
        let stored = try JSONDecoder().decode(
            [[Run]].self, from: Data(bytes(of: KerasFile.peer.path("written.json"))))
        let files = try Self.files(in: folder)
        #expect(stored.map { $0.first?.keras } == ["3.15.1", "2.15.0"])
        try Self.compare(stored[0], files)
        // Keras 2 reads .h5 alone.
        try Self.compare(
            stored[1], files.filter { $0.name.hasSuffix(".h5") && stored[1].map(\.file).contains($0.name) })
    }

    @Test("Keras opens the files that we write, and agrees", .needsPeer("keras"))
    func kerasReads() throws {
        let folder = try TemporaryFolder()
        let files = try Self.files(in: folder)
        let result = try Peers.run([KerasFile.peer.path("run_keras.py")] + files.map { folder($0.name) })
        #expect(result.exitCode == 0, "\(result)")
        let runs = try result.stdout.split(separator: "\n").map {
            try JSONDecoder().decode(Run.self, from: Data($0.utf8))
        }
        try Self.compare(runs, files)
    }
}
