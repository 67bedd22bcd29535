import NNFile
import NNModel

/// The .nnm format (Specs/nnm-format.md), which holds all of a model.
public enum NNMFormat: ModelFormat {
    public static let name = "nnm"
    public static let fileExtensions = ["nnm"]
    public static let summary = "this project's own; holds all of a model"
    public static let holdsMetadata = true

    public static func match(_ bytes: UnsafeRawBufferPointer) -> Bool {
        // The letters alone, or the start of the signature alone, so that a file which a transfer has damaged or cut short
        // is told so by its own reader.
        let signature: [UInt8] = [0x8E] + Array("NNM\r\n\u{1A}\n".utf8)
        return (1...3).contains { bytes.dropFirst($0).starts(with: Array("NNM".utf8)) }
            || (!bytes.isEmpty && signature.starts(with: bytes))
    }

    public static func open(_ file: FileBytes, _ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        ReadModel(model: try model(of: modelFile(file, options), file: file.path), notes: [])
    }

    /// Opens the file as what it is, for those who want more of it than the model.
    static func modelFile(_ file: FileBytes, _ options: ReadingOptions) throws(InterchangeError) -> ModelFile {
        do throws(ModelFileError) {
            return try ModelFile(file, limits: Limits(bytes: options.limits.bytes))
        } catch {
            throw InterchangeError(file.path, .model(error))
        }
    }

    static func model(of file: ModelFile, file path: String) throws(InterchangeError) -> Model {
        do throws(ModelFileError) {
            try file.verify()
            return try file.model()
        } catch {
            throw InterchangeError(path, .model(error))
        }
    }

    public static func carried(of model: Model, file: String) throws(InterchangeError) -> CarriedModel {
        CarriedModel(model: model, notes: [])
    }

    public static func encode(
        _ model: Model, _ options: WritingOptions, file: String
    ) throws(InterchangeError) -> EncodedFile {
        do throws(ModelFileError) {
            return .model(try model.file(compression: options.compression, path: file))
        } catch {
            throw InterchangeError(file, .model(error))
        }
    }
}
