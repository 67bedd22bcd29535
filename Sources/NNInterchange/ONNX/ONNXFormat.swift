import NNFile
import NNModel

/// ONNX: a graph of operators in protocol buffers (https://onnx.ai/onnx/repo-docs/IR.html). What a graph can't say stands in
/// its metadata, under `ONNXFormat.descriptionKey`.
public enum ONNXFormat: ModelFormat {
    public static let name = "onnx"
    public static let fileExtensions = ["onnx"]
    public static let summary = "a graph of operators, for onnxruntime and others"
    public static let canIncludePreprocessing = true
    public static let holdsMetadata = true

    /// The key of the metadata for `DescriptionText`.
    static let descriptionKey = "nnm.description"

    public static func match(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // There is no signature. A model begins with the version of its format, a small number in field 1; then come texts
        // and numbers, and nothing but the graph is in field 7.
        let keys: [UInt8] = [0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42]
        guard bytes.count >= 4, bytes[0] == 0x08, (1...0x7F).contains(bytes[1]), keys.contains(bytes[2]) else {
            return false
        }
        var reader = WireReader(bytes, file: "", message: "the model")
        for _ in 0..<32 {
            let field: WireField
            do throws(InterchangeError) {
                guard let next = try reader.next() else { return false }
                field = next
            } catch {
                // Cut off in the graph, most likely, or before.
                return true
            }
            switch (field.number, field.value) {
            case (7, .bytes): return true
            case (1, .varint), (5, .varint), (2...4, .bytes), (6, .bytes), (8, .bytes), (14, .bytes): continue
            default: return false
            }
        }
        return false
    }

    public static func open(_ file: FileBytes, _ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        try file.withUnsafeBytes { bytes throws(InterchangeError) -> ReadModel in
            let externalFiles = ExternalFiles(of: file.path, in: options.folder)
            let model = try ONNXModel(bytes, file: file.path, externalFiles: externalFiles)
            // A weight of 16 bits may be folded several times, and no more.
            let budget = min(options.limits.bytes, 1 << 16 + 8 * (bytes.count + externalFiles.bytes))
            return try ONNXReader(model, in: file, budget: budget, notes: externalFiles.notes).read(options)
        }
    }

    public static func carried(of model: Model, file: String) throws(InterchangeError) -> CarriedModel {
        var carried = try CarriedModel(
            model, types: [.float64, .float32, .float16, .bfloat16], keepsMetadata: true, file: file)
        if carried.model.metadata.removeValue(forKey: descriptionKey) != nil {
            carried.notes.append("left out: the key \(descriptionKey) of the metadata, which is written anew")
        }
        return carried
    }

    public static func encode(
        _ model: Model, _ options: WritingOptions, file: String
    ) throws(InterchangeError) -> EncodedFile {
        func name(_ own: String, _ usual: String) -> String { own.isEmpty ? usual : own }
        let input = name(model.input.name, "input")
        let output = name(model.output.name, "output")
        var writer = GraphWriter(input: input, output: output == input ? "\(output)_" : output)
        let (features, units) = (model.input.featureCount, model.layers.last?.units ?? 0)
        if options.includesPreprocessing { writer.add(model.input.scaling, features: features) }
        for (index, layer) in model.layers.enumerated() {
            writer.add(layer, number: index + 1, isLast: index + 1 == model.layers.count)
        }
        let opset = model.layers.map(\.activation.opset).max() ?? 13
        var (front, back) = (WireWriter(), WireWriter())
        // The version of the format that came with these operators, or an older one that everything reads.
        front.integer(1, opset > 13 ? 9 : 7)
        front.text(2, "nnconvert")
        back.message(8) { $0.integer(2, opset) }
        let entries =
            [(descriptionKey, String(decoding: DescriptionText.encode(model, withMetadata: false), as: UTF8.self))]
            + model.metadata.sorted { $0.key < $1.key }
        for (key, value) in entries {
            back.message(14) { entry in
                entry.text(1, key)
                entry.text(2, value)
            }
        }
        let graph = writer.graph(named: "network", features: features, units: units)
        return .pieces([.bytes(front.bytes)] + graph + [.bytes(back.bytes)])
    }
}
