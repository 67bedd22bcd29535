import Foundation
import NNInterchange
import NNModel
import NNTestSupport
import Testing

@Suite("Writing .mlmodel files")
struct CoreMLWritingTests {
    private func write(
        _ model: Model, to path: String, in folder: TemporaryFolder, includesPreprocessing: Bool = false
    ) throws {
        try model.write(to: folder("model.nnm"))
        var conversion = Conversion(from: folder("model.nnm"), to: path, as: CoreMLFormat.self)
        conversion.includesPreprocessing = includesPreprocessing
        let report = try conversion.run()
        #expect(report.proof.isExact && report.proof.worst == 0 && report.proof.examples == 16)
    }

    /// A network of one activation alone, and what it takes prepared by one number for all, or by one for each.
    private func network(_ activation: Activation, units: Int = 3, isPreparedByEach: Bool = false) -> Model {
        var random = SplitMix64(seed: 3)
        func tensor(_ shape: [Int]) -> Tensor {
            Tensor((0..<shape.reduce(1, *)).map { _ in Float(2 * random.nextUniform() - 1) }, shape: shape)
        }
        let layers = [
            DenseLayer(
                weights: tensor([5, 4]), biases: tensor([5]), activation: activation.mixesUnits ? .tanh : activation),
            DenseLayer(weights: tensor([units, 5]), biases: tensor([units]), activation: activation),
        ]
        let scaling =
            isPreparedByEach
            ? Scaling(offsets: [0.5, 0, -1, 2], divisors: [0.25, 2, 1, -4]) : Scaling(offsets: [0.5], divisors: [0.25])
        return Model(input: Input(shape: [4], scaling: scaling), layers: layers, output: Output(meaning: .value))
    }

    static let activations =
        Activation.named.map(\.activation)
        + [.leakyRelu(slope: 0.3), .elu(alpha: 0.5), .hardSigmoid(slope: 0.2, offset: 0.5)]

    /// A network for pictures, of gray or of colours, with names for its classes.
    private func picture(channels: Int, units: Int, _ activation: Activation, meaning: Output.Meaning) -> Model {
        var model = network(activation, units: units)
        let count = 6 * channels
        var random = SplitMix64(seed: 4)
        let numbers = (0..<5 * count).map { _ in Float(random.nextUniform() - 0.5) }
        model.layers[0] = DenseLayer(
            weights: Tensor(numbers, shape: [5, count]), biases: model.layers[0].biases,
            activation: model.layers[0].activation)
        model.input = Input(
            shape: channels == 1 ? [2, 3] : [2, 3, channels], range: 0...255,
            scaling: channels == 1 ? .pixels : Scaling(offsets: [120, 110, 100], divisors: [60, 58, 57]),
            resizing: Resizing(filter: .bicubic))
        let names = (0..<(units == 1 ? 2 : units)).map { "class \($0)" }
        model.output = Output(name: "kind", meaning: meaning, classNames: names)
        return model
    }

    private struct Run: Decodable {
        let version: Int
        let type: String
        let input: String
        let labels: [String]
        let author: String
        let keys: [String]
        let layers: [String]
        let examples: [[Double]]
        let answers: [[Double]]
    }

    private struct Sent {
        let path: String
        let model: Model
        let isPrepared: Bool
        let version: Int
    }

    private func files(in folder: TemporaryFolder) throws -> [Sent] {
        var files: [Sent] = []
        func add(_ name: String, _ model: Model, prepared: Bool, version: Int) throws {
            let path = folder("\(name).mlmodel")
            try write(model, to: path, in: folder, includesPreprocessing: prepared)
            files.append(Sent(path: path, model: model, isPrepared: prepared, version: version))
        }
        for activation in Self.activations {
            let version = [.gelu, .geluTanh, .logSoftmax].contains(activation) ? 4 : 1
            for prepared in [false, true] {
                let model = network(activation, isPreparedByEach: activation != .relu)
                try add("\(activation)-\(prepared)", model, prepared: prepared, version: version)
            }
        }
        try add("float16", network(.tanh).converted(to: .float16), prepared: false, version: 2)
        try add("many", manyActivations(), prepared: false, version: 4)
        try add("many-prepared", manyActivations(), prepared: true, version: 4)
        for (name, activation, version) in [("old", Activation.softmax, 1), ("new", .gelu, 4)] {
            for channels in [1, 3] {
                var model = picture(channels: channels, units: 3, activation, meaning: .probability)
                model.metadata = ["coreml.author": "somebody", "notes": "über"]
                try add("picture-\(name)-\(channels)", model, prepared: true, version: version)
            }
        }
        try add("two", picture(channels: 3, units: 1, .sigmoid, meaning: .probability), prepared: true, version: 1)
        var two = picture(channels: 1, units: 1, .sigmoid, meaning: .probability)
        two.layers[0].activation = .gelu
        try add("two-new", two, prepared: true, version: 4)
        return files
    }

    @Test(
        "coremltools accepts them, and its description of each layer gives the same numbers",
        .needsPeer("coremltools"))
    func coremltools() throws {
        let folder = try TemporaryFolder()
        let files = try files(in: folder)
        let script = CoreMLTests.peer.path("run_coreml.py")
        let result = try Peers.run([script] + files.map(\.path))
        #expect(result.exitCode == 0, "\(result.stderr)")
        let runs = try JSONDecoder().decode([Run].self, from: Data(result.output))
        #expect(runs.count == files.count)
        for (run, file) in zip(runs, files) {
            #expect(run.version == file.version, "\(file.path)")
            let hasLabels = file.model.output.meaning == .probability && !file.model.output.classNames.isEmpty
            #expect(run.type == (hasLabels ? "neuralNetworkClassifier" : "neuralNetwork"))
            #expect(run.labels == (hasLabels ? file.model.output.classNames : []))
            #expect(run.author == file.model.metadata["coreml.author"] ?? "" && !run.keys.contains("coreml.author"))
            let isPicture = file.isPrepared && file.model.input.resizing != nil
            #expect(run.input == (isPicture ? "imageType" : "multiArrayType"))
            #expect(run.examples.count == 5 && run.answers.count == 5)
            // Without --with-preprocessing the network takes what the first layer sees.
            var model = file.model
            if !file.isPrepared { model.input.scaling = .none }
            let predict = try Predictor<Double>(model)
            for (example, answer) in zip(run.examples, run.answers) {
                var ours = predict(example).activations
                if hasLabels, ours.count == 1 { ours = [1 - ours[0], ours[0]] }
                #expect(ours.count == answer.count, "\(file.path)")
                for (a, e) in zip(ours, answer) {
                    #expect(abs(a - e) <= 1e-6 * max(1, abs(a)), "\(file.path): \(a), \(e)")
                }
            }
        }
    }

    @Test(
        "From .nnm and back the model is the same, digest and all; twice gives the same bytes",
        arguments: [DataType.float32, .float16], [false, true])
    func roundTrip(type: DataType, includesPreprocessing: Bool) throws {
        let folder = try TemporaryFolder()
        var model = try manyActivations(type)
        model.metadata = ["author": "somebody", "tool": "a test", "coreml.license": "", "coreml.version": "3"]
        model.layers[3].activation = .leakyRelu(slope: 0.1234567890123)
        let (path, other) = (folder("first.mlmodel"), folder("second.mlmodel"))
        try write(model, to: path, in: folder, includesPreprocessing: includesPreprocessing)
        try write(model, to: other, in: folder, includesPreprocessing: includesPreprocessing)
        #expect(try bytes(of: path) == bytes(of: other))
        let back = try converted(path, in: folder)
        #expect(try back.model.file().digest == model.file().digest)
        #expect(model.metadata.allSatisfy { back.model.metadata[$0.key] == $0.value })
    }

    @Test("Pictures and classes come back as they were, whatever the file makes of them")
    func pictures() throws {
        for channels in [1, 3] {
            for units in [1, 3] {
                let model = picture(
                    channels: channels, units: units, units == 1 ? .sigmoid : .softmax, meaning: .probability)
                try expectRoundTrip(model, CoreMLFormat.self)
                let folder = try TemporaryFolder()
                try write(model, to: folder("m.mlmodel"), in: folder, includesPreprocessing: true)
                #expect(try converted(folder("m.mlmodel"), in: folder).model.file().digest == model.file().digest)
            }
        }
    }

    @Test("Every bit of NaN, infinities, −0 and subnormal numbers stays")
    func everyBit() throws {
        var model = strangeNumbers()
        // Core ML has no float64.
        model.layers[0] = DenseLayer(
            weights: model.layers[0].weights, biases: Tensor([Float(-0.0), .leastNonzeroMagnitude], shape: [2]),
            activation: .relu)
        try expectRoundTrip(model, CoreMLFormat.self)
    }

    @Test("Where no description says more, the layers alone give the network and the preprocessing")
    func layersAlone() throws {
        let folder = try TemporaryFolder()
        for activation in Self.activations {
            for isPreparedByEach in [false, true] {
                let model = network(activation, isPreparedByEach: isPreparedByEach)
                try write(model, to: folder("model.mlmodel"), in: folder, includesPreprocessing: true)
                // Under another key the description is none.
                var content = try bytes(of: folder("model.mlmodel"))
                let key = Array("nnm.description".utf8)
                let start = try #require(content.indices.first { content[$0...].starts(with: key) })
                content[start] = UInt8(ascii: "N")
                let back = try converted(try folder.write(content, to: "bare.mlmodel"), in: folder).model
                let named = zip(back.layers, model.layers).map { ours, theirs in
                    ours.weights == theirs.weights && ours.biases == theirs.biases
                        && ours.activation == theirs.activation
                }
                #expect(named == [true, true], "\(activation)")
                #expect(back.input.scaling == model.input.scaling, "\(activation)")
            }
        }
    }

    @Test("Types that Core ML doesn't have become float32, and are noted")
    func widened() throws {
        let folder = try TemporaryFolder()
        for (type, words) in [(DataType.int8, "int8"), (.bfloat16, "bfloat16"), (.float64, "float64 is rounded")] {
            let model = try manyActivations(type)
            try model.write(to: folder("model.nnm"))
            let report = try Conversion(
                from: folder("model.nnm"), to: folder("m.mlmodel"), as: CoreMLFormat.self
            ).run()
            #expect(report.notes.contains { $0.contains(words) }, "\(report.notes)")
            let back = try converted(folder("m.mlmodel"), in: folder).model
            for (a, b) in zip(back.layers, model.layers) {
                #expect(a.weights.dataType == .float32 && a.biases.dataType == .float32)
                #expect(a.weights.scalars(as: Float.self) == b.weights.scalars(as: Float.self))
            }
        }
        var mixed = network(.relu)
        mixed.layers[1] = DenseLayer(
            weights: try mixed.layers[1].weights.converted(to: .float16), biases: mixed.layers[1].biases,
            activation: .relu)
        try mixed.write(to: folder("model.nnm"))
        let report = try Conversion(from: folder("model.nnm"), to: folder("m.mlmodel"), as: CoreMLFormat.self).run()
        #expect(
            report.notes == [
                "layer 2: float16 is written as float32, since weights and biases must have one type"
            ])
    }

    @Test("Names of classes that are there twice, or of no probabilities, stay in the description alone")
    func classes() throws {
        let folder = try TemporaryFolder()
        var model = picture(channels: 1, units: 3, .softmax, meaning: .probability)
        model.output.classNames = ["a", "b", "a"]
        try expectRoundTrip(model, CoreMLFormat.self)
        try expectRoundTrip(picture(channels: 1, units: 3, .identity, meaning: .logit), CoreMLFormat.self)
        try write(model, to: folder("m.mlmodel"), in: folder)
        #expect(try !bytes(of: folder("m.mlmodel")).contains(subsequence: "classLabel"))
    }
}

extension [UInt8] {
    fileprivate func contains(subsequence text: String) -> Bool {
        indices.contains { self[$0...].starts(with: text.utf8) }
    }
}
