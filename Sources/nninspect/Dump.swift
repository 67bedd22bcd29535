import NNCommand
import NNFile
import NNModel

/// `nninspect dump`: the numbers of the layers.
struct Dump: Command {
    static let configuration = CommandConfiguration(
        "dump", abstract: "Print weights and biases, every digit of them.",
        examples: [
            "nninspect dump cats.nnm --layer 2",
            "nninspect dump cats.nnm --layer 1 --tensor W --format npy -o W1.npy",
            "nninspect dump small.nnm --layer 1 --raw",
        ])

    enum Format: String, CaseIterable, ParameterValue { case text, csv, json, npy }
    enum Name: String, CaseIterable, ParameterValue { case weights = "W", biases = "b", scales }

    @Argument("MODEL.nnm", help: "the model file") var path: String
    @Option("layer", value: "L", help: "this layer only, counted from 1") var layer: Int?
    @Option("tensor", value: "W|b|scales", help: "its weights, its biases, or the scales of its int8 weights only")
    var name: Name?
    @Option("format", value: "text|csv|json|npy", help: "csv and npy hold one tensor") var format = Format.text
    @Flag(
        "raw",
        help:
            "what is stored: int8 weights as integers without their scales (else multiplied by them), and in npy bfloat16 as uint16 (else as float32, which holds it exactly)"
    ) var isRaw
    @Flag("json", help: "the same as --format json") var json
    @Option("output", "o", value: "FILE", help: "write there and not to standard output") var output: String?
    @Flag("quiet", "q", help: "no effect: there is nothing but results") var isQuiet

    func run() throws {
        let file = try ModelFile(path: path)
        if let layer, !(1...file.layers.count).contains(layer) {
            throw UsageError("--layer: expected 1 to \(file.layers.count), found \(layer)")
        }
        let tensors = try selection(of: file)
        let bytes: [UInt8]
        switch json ? .json : format {
        case .text: bytes = Array(tensors.map { $0.text + "\n" }.joined(separator: "\n").utf8)
        case .csv: bytes = Array(try single(tensors).rows.map { $0.joined(separator: ",") + "\n" }.joined().utf8)
        case .json: bytes = Array((JSON.array(tensors.map(\.json)).text + "\n").utf8)
        case .npy: bytes = try single(tensors).npy
        }
        guard let output else { return try Console.write(bytes) }
        let target = try AtomicFile(path: output)
        try target.write(bytes)
        try target.commit()
    }

    private func selection(of file: ModelFile) throws -> [NamedTensor] {
        var tensors: [NamedTensor] = []
        for layer in layer.map({ $0...$0 }) ?? 1...file.layers.count {
            for role in try roles(ofLayer: layer, in: file) {
                tensors.append(
                    NamedTensor(
                        layer: layer, role: role, tensor: try file.tensor(role, ofLayer: layer), isRaw: isRaw))
            }
        }
        guard !tensors.isEmpty else {
            throw UsageError("--tensor scales: no weights that were asked for are int8, so there are none")
        }
        return tensors
    }

    /// Scales are shown where they are asked for, and beside raw weights, which are nothing without them.
    private func roles(ofLayer layer: Int, in file: ModelFile) throws -> [ChunkEntry.Role] {
        let hasScales = file.chunks.contains { $0.tensor?.layer == layer && $0.tensor?.role == .scales }
        switch name {
        case .weights: return [.weights]
        case .biases: return [.biases]
        case .scales: return hasScales ? [.scales] : []
        case nil: return hasScales && isRaw ? [.weights, .biases, .scales] : [.weights, .biases]
        }
    }

    private func single(_ tensors: [NamedTensor]) throws -> NamedTensor {
        guard tensors.count == 1, let tensor = tensors.first else {
            throw UsageError("--format \(format.rawValue) holds one tensor: add --layer L --tensor W or b")
        }
        return tensor
    }
}
