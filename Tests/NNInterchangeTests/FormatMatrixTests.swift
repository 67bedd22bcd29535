import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// Every format to every other, and on to .nnm: `Formats.all` says which there are and which ways they go.
@Suite("The matrix of formats")
struct FormatMatrixTests {
    /// Names, which tests print.
    static let sources = Formats.all.filter { $0.direction == .both }.map { $0.name }
    static let targets = Formats.all.filter { $0.direction != .input }.map { $0.name }
    static let inputs = Formats.all.filter { $0.direction == .input }.map { $0.name }

    static let activations =
        Activation.named.map(\.activation) + [
            .leakyRelu(slope: 0.3), .elu(alpha: 0.5), .hardSigmoid(slope: 0.2, offset: 0.5), FormatAbilities.unknown,
        ]

    @Test("has all the formats, and no rows of others")
    func formats() {
        #expect(Self.sources.count >= 7 && Self.targets.count >= 8)
        #expect(FormatAbilities.table.keys.allSatisfy { Formats.named($0) != nil })
    }

    @Test(
        "takes a network from one format to each other and back to .nnm: every number, activation, name and answer",
        arguments: sources, MatrixNetwork.allCases)
    func pairs(source: String, network: MatrixNetwork) throws {
        let folder = try TemporaryFolder()
        let first = try #require(Formats.named(source))
        for target in Self.targets {
            let second = try #require(Formats.named(target))
            let (a, b) = (FormatAbilities(of: first), FormatAbilities(of: second))
            let model = try network.model { a.refuses($0) || b.refuses($0) }
            try model.write(to: folder("start.nnm"))
            _ = try Conversion(from: folder("start.nnm"), to: folder("a"), as: first).run()
            _ = try Conversion(from: folder("a"), to: folder("b"), as: second).run()
            try compare(back(folder("b"), second, in: folder), model, through: [a, b], "\(source) to \(target)")
        }
    }

    @Test(
        "takes files of a format that is only read to each other, or refuses by layer and activation", arguments: inputs
    )
    func inputsOnly(source: String) throws {
        let format = try #require(Formats.named(source))
        let names = try FileManager.default.contentsOfDirectory(atPath: Places.fixture("interchange/\(source)"))
            .filter { name in format.fileExtensions.contains { name.hasSuffix(".\($0)") } }.sorted()
        try #require(names.count >= 5)
        let folder = try TemporaryFolder()
        for name in stride(from: 0, to: names.count, by: names.count / 5).map({ names[$0] }) {
            let path = Places.fixture("interchange/\(source)/\(name)")
            let model = try converted(path, in: folder).model
            for target in Self.targets {
                let second = try #require(Formats.named(target))
                let abilities = FormatAbilities(of: second)
                let step = Result { try Conversion(from: path, to: folder("b"), as: second).run() }
                if let layer = model.layers.firstIndex(where: { abilities.refuses($0.activation) }) {
                    expectRefusal(step, layer: layer + 1, model.layers[layer].activation, target)
                } else {
                    _ = try step.get()
                    try compare(
                        back(folder("b"), second, in: folder), model, through: [abilities], "\(name) to \(target)")
                }
            }
        }
    }

    @Test("refuses the activations of the table and no others, by layer and activation", arguments: targets)
    func refusals(target: String) throws {
        let format = try #require(Formats.named(target))
        let folder = try TemporaryFolder()
        for activation in Self.activations {
            var model = try MatrixNetwork.picture.model(without: FormatAbilities(of: format).refuses)
            model.output.meaning = .value
            model.layers[1].activation = activation
            try model.write(to: folder("start.nnm"))
            let step = Result { try Conversion(from: folder("start.nnm"), to: folder("a"), as: format).run() }
            if FormatAbilities(of: format).refuses(activation) {
                expectRefusal(step, layer: 2, activation, target)
                #expect(!FileManager.default.fileExists(atPath: folder("a")))
            } else {
                #expect(throws: Never.self, "\(target), \(activation)") { try step.get() }
                try? FileManager.default.removeItem(atPath: folder("a"))
            }
        }
    }

    @Test("compares networks that answer differently to different inputs", arguments: MatrixNetwork.allCases)
    func networksAnswer(network: MatrixNetwork) throws {
        let answers = try answers(of: network.model())
        #expect(Set(answers).count == answers.count, "\(answers)")
    }

    // MARK: - Steps

    /// What a file holds, by its content alone; of a format that is only written, what its own reader says for the proof.
    private func back(_ path: String, _ format: any ModelFormat.Type, in folder: TemporaryFolder) throws -> Model {
        guard format.direction == .output else { return try converted(path, in: folder).model }
        let refusal = #expect(throws: InterchangeError.self) { try converted(path, in: folder) }
        #expect(refusal?.problem == .refused("\(format.name) is written, and never read"))
        return try format.open(FileBytes(path: path), ReadingOptions()).model
    }

    private func compare(
        _ back: Model, _ model: Model, through abilities: [FormatAbilities], _ way: String
    ) throws {
        try #require(back.layers.count == model.layers.count, "\(way)")
        var isRounded = false
        for (index, (new, old)) in zip(back.layers, model.layers).enumerated() {
            for (tensor, start) in [(new.weights, old.weights), (new.biases, old.biases)] {
                let wanted = abilities.reduce(start) { $1.stored($0) }
                isRounded = isRounded || (start.dataType == .float64 && wanted.dataType != .float64)
                #expect(tensor == wanted, "\(way), layer \(index + 1)")
            }
            #expect(new.activation == old.activation && new.name == old.name, "\(way), layer \(index + 1)")
        }
        #expect(back.input == model.input && back.output == model.output, "\(way)")
        let tolerance = isRounded ? Proof.tolerance(ofRoundingTo: .float32) : 1e-6
        for (ours, theirs) in zip(try answers(of: back), try answers(of: model)) {
            for (a, b) in zip(ours, theirs) { #expect(abs(a - b) <= tolerance * max(1, abs(b)), "\(way)") }
        }
    }

    /// The answers to a few inputs.
    private func answers(of model: Model) throws -> [[Double]] {
        let predict = try Predictor<Double>(model)
        let range = model.input.range ?? -1...1
        return (1...4 as ClosedRange<UInt64>).map { seed in
            var random = SplitMix64(seed: seed)
            let example = (0..<model.input.featureCount).map { _ in
                range.lowerBound + (range.upperBound - range.lowerBound) * random.nextUniform()
            }
            return predict(example).activations
        }
    }

    private func expectRefusal(
        _ step: Result<ConversionReport, any Error>, layer: Int, _ activation: Activation, _ target: String
    ) {
        let error = #expect(throws: InterchangeError.self, "\(target), \(activation)") { try step.get() }
        #expect(error?.place == "layer \(layer)", "\(target), \(activation): \(String(describing: error))")
        #expect(error?.description.contains(activation.description) == true, "\(target), \(activation)")
        switch error?.problem {
        case .refused, .unexpected: break
        default: Issue.record("\(target), \(activation): \(String(describing: error)) is no refusal")
        }
    }
}
