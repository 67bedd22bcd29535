import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// Files that another program wrote, with what it makes of them: `expected.json` in a folder of Fixtures/interchange, and
/// hostile ones with the words that each must be refused with.
struct PeerFiles {
    struct Layer: Decodable {
        let weights: [[Double]]
        let biases: [Double]
        let dtype: String
        let activation: String
    }

    struct File: Decodable {
        let layers: [Layer]
        let examples: [[Double]]
        let answers: [[Double]]
    }

    let folder: String

    init(_ format: String) {
        folder = "interchange/\(format)"
    }

    func path(_ name: String) -> String { Places.fixture("\(folder)/\(name)") }

    var files: [String: File] {
        get throws {
            struct Table: Decodable { let files: [String: File] }
            return try JSONDecoder().decode(Table.self, from: Data(bytes(of: path("expected.json")))).files
        }
    }

    var verdicts: [(name: String, words: String)] {
        let table = try? JSONDecoder().decode(
            [String: String].self, from: Data(bytes(of: path("hostile/verdicts.json"))))
        return (table ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// Converts each file and compares the numbers bit for bit, and the answers.
    ///
    /// - Parameters:
    ///   - needsActivations: whether a file doesn't name them, and has to be told.
    ///   - tolerance: of the answers; the peer may have computed them in float32.
    func agree(needsActivations: (String) -> Bool = { _ in true }, tolerance: Double = 1e-12) throws {
        for (name, file) in try files {
            let folder = try TemporaryFolder()
            let model = try converted(path(name), in: folder) { conversion in
                guard needsActivations(name) else { return }
                conversion.reading.activations = file.layers.compactMap { Activation($0.activation) }
            }.model
            #expect(model.layers.count == file.layers.count, "\(name)")
            for (ours, theirs) in zip(model.layers, file.layers) {
                #expect(ours.weights.scalars(as: Double.self) == theirs.weights.flatMap { $0 }, "\(name)")
                #expect(ours.weights.shape == [theirs.weights.count, theirs.weights[0].count], "\(name)")
                #expect(ours.biases.scalars(as: Double.self) == theirs.biases, "\(name)")
                #expect(ours.weights.dataType.name == theirs.dtype, "\(name)")
                #expect(ours.activation.description == theirs.activation, "\(name)")
            }
            let predict = try Predictor<Double>(model)
            for (example, answer) in zip(file.examples, file.answers) {
                for (ours, theirs) in zip(predict(example).activations, answer) {
                    #expect(abs(ours - theirs) <= tolerance * max(1, abs(theirs)), "\(name)")
                }
            }
        }
    }
}

/// Writes a model in a format, and reads it back: the digest, and so every bit, must be the same, and so must the bytes of
/// two files.
func expectRoundTrip(_ model: Model, _ format: any ModelFormat.Type) throws {
    let folder = try TemporaryFolder()
    try model.write(to: folder("model.nnm"))
    var files: [[UInt8]] = []
    for name in ["one", "two"] {
        let report = try Conversion(from: folder("model.nnm"), to: folder(name), as: format).run()
        #expect(report.proof.isExact && report.proof.worst == 0, "\(format)")
        files.append(try bytes(of: folder(name)))
    }
    #expect(files[0] == files[1], "\(format)")
    let back = try converted(folder("one"), in: folder).model
    #expect(try back.file().digest == model.file().digest, "\(format)")
    #expect(model.metadata.allSatisfy { back.metadata[$0.key] == $0.value }, "\(format)")
}

/// The file is refused in one sentence with these words, and nothing is left behind.
func expectRefusal(of path: String, words: String) throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: InterchangeError.self) { try converted(path, in: folder) }
    let text = error?.description ?? ""
    #expect(text.hasPrefix(path) && text.contains(words) && !text.contains("\n"), "\(text)")
    #expect(error?.reason == .malformedInput)
    #expect(try folder.names.isEmpty)
}

/// What a peer's script says of a tensor of a file that we wrote.
struct PeerTensor: Decodable, Equatable {
    let name: String
    /// The bits of the numbers.
    let values: [UInt64]

    init(name: String, _ tensor: Tensor) {
        self.name = name
        let size = tensor.dataType.size
        values = tensor.withUnsafeBytes { bytes in
            stride(from: 0, to: bytes.count, by: size).map { at in
                bytes[at..<at + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
            }
        }
    }

    /// The tensors of a model under the names that they have in formats without names of layers: `nn.Sequential`'s.
    static func numbered(_ model: Model) -> [PeerTensor] {
        var number = 0
        return model.layers.flatMap { layer in
            defer { number += layer.activation == .identity ? 1 : 2 }
            return [
                PeerTensor(name: "\(number).weight", layer.weights), PeerTensor(name: "\(number).bias", layer.biases),
            ]
        }
    }
}

/// A layer of every bit pattern that conversions like to change: NaN with its payload, infinities, −0, the smallest numbers.
func strangeNumbers() -> Model {
    let bits: [UInt32] = [
        0x7FC0_0000, 0x7F80_0001, 0xFFFF_FFFF, 0x7F80_0000, 0xFF80_0000, 0x8000_0000, 1, 0x807F_FFFF,
    ]
    let layer = DenseLayer(
        weights: Tensor(bits.map { Float(bitPattern: $0) }, shape: [2, 4]),
        biases: Tensor([Double.leastNonzeroMagnitude, -.greatestFiniteMagnitude], shape: [2]), activation: .relu)
    return Model(input: Input(shape: [4]), layers: [layer], output: Output(meaning: .value))
}
