import NNFile
import NNModel

/// Apple's Core ML, files of one neural network in protocol buffers (https://apple.github.io/coremltools/mlmodel). What a
/// network can't say stands in its metadata, under `CoreMLFormat.descriptionKey`.
public enum CoreMLFormat: ModelFormat {
    public static let name = "coreml"
    public static let fileExtensions = ["mlmodel"]
    public static let summary = "Core ML's networks of layers, for apps on Apple's systems"
    public static let canIncludePreprocessing = true
    public static let holdsMetadata = true

    /// The key of the metadata for `DescriptionText`.
    static let descriptionKey = "nnm.description"

    public static func match(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // There is no signature. A model begins with the version of the specification, a small number in field 1, and its
        // description, which begins with an input: a message in field 1, where ONNX has the name of a program.
        guard bytes.count >= 4, bytes[0] == 0x08, (1...0x7F).contains(bytes[1]), bytes[2] == 0x12 else { return false }
        let content = bytes.dropFirst(3).prefix(11).drop { $0 >= 0x80 }.dropFirst()
        if content.first == 0x0A { return true }
        // Or anything else is in it, and a model of some type behind: a field of a number from 200 on.
        var reader = WireReader(bytes, file: "", message: "the model")
        do throws(InterchangeError) {
            while let field = try reader.next() {
                if field.number >= 200 { return CoreMLKind.models[field.number] != nil }
                guard [1, 2, 10].contains(field.number) else { return false }
            }
        } catch {
            return false
        }
        return false
    }

    public static func open(_ file: FileBytes, _ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        try file.withUnsafeBytes { bytes throws(InterchangeError) -> ReadModel in
            let model = try CoreMLModel(bytes, file: file.path)
            // A weight of one bit becomes 32, and may be folded a few times, and no more.
            let budget = min(options.limits.bytes, 1 << 16 + 64 * bytes.count)
            return try CoreMLReader(model, in: file, budget: budget).read(options)
        }
    }

    public static func carried(of model: Model, file: String) throws(InterchangeError) -> CarriedModel {
        var carried = try CarriedModel(model, types: [.float32, .float16], keepsMetadata: true, file: file)
        for (index, layer) in carried.model.layers.enumerated()
        where layer.weights.dataType != layer.biases.dataType {
            // Core ML wants both in one type.
            carried.model.layers[index] = DenseLayer(
                name: layer.name, weights: layer.weights.asFloat32, biases: layer.biases.asFloat32,
                activation: layer.activation)
            carried.notes.append(
                "layer \(index + 1): float16 is written as float32, since weights and biases must have one type")
        }
        if carried.model.metadata.removeValue(forKey: descriptionKey) != nil {
            carried.notes.append("left out: the key \(descriptionKey) of the metadata, which is written anew")
        }
        return carried
    }

    public static func encode(
        _ model: Model, _ options: WritingOptions, file: String
    ) throws(InterchangeError) -> EncodedFile {
        let message = CoreMLWriter(model, includesPreprocessing: options.includesPreprocessing).message()
        // What reads protocol buffers counts in 32 bits.
        guard message.count <= Int(Int32.max) else {
            throw InterchangeError(
                file, .limit("bytes of a Core ML file", limit: Int(Int32.max), found: "\(message.count)"))
        }
        return .pieces(message.pieces)
    }
}

extension Tensor {
    fileprivate var asFloat32: Tensor { dataType == .float32 ? self : Tensor(scalars(as: Float.self), shape: shape) }
}
