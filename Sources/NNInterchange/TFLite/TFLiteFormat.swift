import NNFile
import NNModel

/// TensorFlow Lite's FlatBuffers, also LiteRT's: a graph of operators, read and never written
/// (https://github.com/google-ai-edge/LiteRT, tflite/schema/schema.fbs).
public enum TFLiteFormat: ModelFormat {
    public static let name = "tflite"
    public static let fileExtensions = ["tflite"]
    public static let summary = "TensorFlow Lite's graphs of dense layers"
    public static let direction = FormatDirection.input

    public static func match(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count >= 8 && bytes[4..<8].elementsEqual(TFLiteModel.identifier)
    }

    public static func open(_ file: FileBytes, _ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        try file.withUnsafeBytes { bytes throws(InterchangeError) -> ReadModel in
            // Weights may be folded into several times, and no more.
            let budget = min(options.limits.bytes, 1 << 16 + 8 * bytes.count)
            var reader = try TFLiteReader(TFLiteModel(bytes, file: file.path), in: file, budget: budget)
            return try reader.read(options)
        }
    }

    public static func carried(of model: Model, file: String) throws(InterchangeError) -> CarriedModel {
        throw InterchangeError(file, .refused("\(name) is read, and never written"))
    }

    public static func encode(
        _ model: Model, _ options: WritingOptions, file: String
    ) throws(InterchangeError) -> EncodedFile {
        throw InterchangeError(file, .refused("\(name) is read, and never written"))
    }
}
