import NNFile
import NNModel

/// GGUF version 3, the format of llama.cpp's family: keys with values, then tensors. Weights and biases are the tensors;
/// the rest of a model stands under one key of ours.
///
///     GGUF, 3 (u32), tensors (u64), keys (u64)
///     each key:     name, type (u32), value
///     each tensor:  name, axes (u32), lengths (u64 each, the fastest axis first), type (u32), offset (u64)
///     numbers of the tensors, each at its offset from here, aligned
///
/// Little-endian; a string is its length (u64) and UTF-8.
public enum GGUFFormat: ModelFormat {
    public static let name = "gguf"
    public static let fileExtensions = ["gguf"]
    public static let holdsMetadata = true
    public static let summary = "GGUF 3, as llama.cpp's tools have it: weights and biases"

    static let magic = Array("GGUF".utf8)
    static let version: UInt32 = 3
    /// The key for `DescriptionText`.
    static let descriptionKey = "nnm.description"
    static let architectureKey = "general.architecture"
    static let alignmentKey = "general.alignment"
    /// What offsets are multiples of where no key says otherwise.
    static let usualAlignment = 32
    /// Bytes of the name of a tensor; ggml's GGML_MAX_NAME less the zero at its end.
    static let longestTensorName = 63

    public static func match(_ bytes: UnsafeRawBufferPointer) -> Bool { bytes.starts(with: magic) }

    public static func open(_ file: FileBytes, _ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        let header = try file.withUnsafeBytes { bytes throws(InterchangeError) -> GGUFHeader in
            try GGUFHeader(bytes, file: file.path)
        }
        let layers = try NamedLayers(inOrder: header.tensors.map { ($0.name, $0.shape) }, file: file.path)
        return try layers.model(header.description, options, file: file.path, notes: header.notes) {
            let tensor = header.tensors[$0]
            let range = header.dataOffset + tensor.offset..<header.dataOffset + tensor.end
            return Tensor(file: file, range: range, dataType: tensor.dataType, shape: tensor.shape)
        }
    }

    public static func carried(of model: Model, file: String) throws(InterchangeError) -> CarriedModel {
        try CarriedModel(model, types: [.float64, .float32, .float16, .bfloat16], keepsMetadata: true, file: file)
    }

    public static func encode(
        _ model: Model, _ options: WritingOptions, file: String
    ) throws(InterchangeError) -> EncodedFile {
        .pieces(GGUFWriter.pieces(of: model))
    }
}
