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
        ])

    enum Format: String, CaseIterable, ParameterValue { case text, csv, json, npy }
    enum Name: String, CaseIterable, ParameterValue { case weights = "W", biases = "b" }

    @Argument("MODEL.nnm", help: "the model file") var path: String
    @Option("layer", value: "L", help: "this layer only, counted from 1") var layer: Int?
    @Option("tensor", value: "W|b", help: "its weights or its biases only") var name: Name?
    @Option("format", value: "text|csv|json|npy", help: "csv and npy hold one tensor") var format = Format.text
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
        let roles: [ChunkEntry.Role] =
            switch name {
            case .weights: [.weights]
            case .biases: [.biases]
            case nil: [.weights, .biases]
            }
        return try (layer.map { $0...$0 } ?? 1...file.layers.count).flatMap { layer in
            try roles.map { role in
                NamedTensor(layer: layer, role: role, tensor: try file.tensor(role, ofLayer: layer))
            }
        }
    }

    private func single(_ tensors: [NamedTensor]) throws -> NamedTensor {
        guard tensors.count == 1, let tensor = tensors.first else {
            throw UsageError("--format \(format.rawValue) holds one tensor: add --layer L --tensor W or b")
        }
        return tensor
    }
}
