import Foundation
import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// Files of bare tensors that the real program wrote, with what it made of them (`make_pytorch.py`, `make_gguf.py` in
/// Fixtures/interchange).
struct PeerFiles: Decodable {
    struct Layer: Decodable {
        let name: String
        let weights: [[Double]]
        let biases: [Double]
        let dtype: String
    }
    struct File: Decodable {
        let layers: [Layer]
        let activations: [String]
        let examples: [[Double]]
        let answers: [[Double]]
    }
    let files: [String: File]

    static func load(_ folder: String) throws -> PeerFiles {
        let path = Places.fixture("interchange/\(folder)/expected.json")
        return try JSONDecoder().decode(PeerFiles.self, from: Data(bytes(of: path)))
    }

    /// Every file, read by us, has the peer's names, numbers and types, and gives its answers within 1e-6.
    static func check(_ folder: String) throws {
        for (name, file) in try load(folder).files {
            let temporary = try TemporaryFolder()
            let path = Places.fixture("interchange/\(folder)/\(name)")
            let model = try converted(path, in: temporary) { conversion in
                conversion.reading.activations = file.activations.compactMap { Activation($0) }
            }.model
            #expect(model.layers.map(\.activation.description) == file.activations, "\(name)")
            #expect(model.layers.map(\.name) == file.layers.map(\.name), "\(name)")
            for (ours, theirs) in zip(model.layers, file.layers) {
                #expect(ours.weights.shape == [theirs.weights.count, theirs.weights[0].count], "\(name)")
                #expect(ours.weights.scalars(as: Double.self) == theirs.weights.flatMap { $0 }, "\(name)")
                #expect(ours.biases.scalars(as: Double.self) == theirs.biases, "\(name)")
                #expect(ours.weights.dataType.name == theirs.dtype, "\(name)")
            }
            let predict = try Predictor<Double>(model)
            for (example, answer) in zip(file.examples, file.answers) {
                let ours = predict(example).activations
                #expect(ours.count == answer.count, "\(name)")
                for (ours, theirs) in zip(ours, answer) {
                    #expect(abs(ours - theirs) <= 1e-6 * max(1, abs(theirs)), "\(name)")
                }
            }
        }
    }
}

/// Files that nobody should believe, in a folder `hostile`, each with the words that it must be refused with.
func verdicts(_ folder: String) -> [(name: String, words: String)] {
    let path = Places.fixture("interchange/\(folder)/hostile/verdicts.json")
    let table = try? JSONDecoder().decode([String: String].self, from: Data(bytes(of: path)))
    return (table ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
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

/// The Python that has a module: the one that the variable names, or the system's; nil where that hasn't.
func python(with module: String, variable: String) -> String? {
    let python = environment(variable) ?? "python3"
    let result = try? Tool(path: "/usr/bin/env").run(python, "-c", "import \(module)")
    return result?.exitCode == 0 ? python : nil
}

/// A model of ours in another format, proven, and what reading that again gives.
func roundTrip<Format: ModelFormat>(
    _ model: Model, _ format: Format.Type, in folder: TemporaryFolder
) throws -> (path: String, back: Model, report: ConversionReport) {
    try model.write(to: folder("model.nnm"))
    let path = folder("model.\(format.fileExtensions[0])")
    let report = try Conversion(from: folder("model.nnm"), to: path, as: format).run()
    return (path, try converted(path, in: folder).model, report)
}

/// What a peer's script says of a tensor of a file that we wrote.
struct PeerTensor: Decodable {
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
}

extension PeerTensor: Equatable {}
