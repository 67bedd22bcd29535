import NNFile
import NNHDF5
import NNModel

/// The .h5 files of older Keras, which version 3 still writes and reads: the configuration is an attribute, the weights are
/// data sets. What they can't say of a model is an attribute of ours.
///
/// libhdf5 reads it in this process; see `KerasFormat`.
public enum KerasH5Format: ModelFormat {
    public static let name = "keras-h5"
    public static let fileExtensions = ["h5", "hdf5"]
    public static let summary = "Keras's older files, HDF5 alone"
    public static let canIncludePreprocessing = true
    public static let holdsMetadata = true
    public static let isReadByLibHDF5 = true

    /// The attribute for `DescriptionText`.
    private static let descriptionKey = "nnm_description"

    public static func match(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.starts(with: [0x89] + Array("HDF\r\n\u{1A}\n".utf8))
    }

    public static func open(_ file: FileBytes, _ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        let source = try KerasReader.open(file)
        var texts: [String: [UInt8]] = [:]
        let members: [String]
        do throws(HDF5Error) {
            for key in ["model_config", "keras_version", "training_config", descriptionKey] {
                texts[key] = try source.stringAttribute(key, of: "/")?.first
            }
            members = try source.members(of: "/")
        } catch {
            throw InterchangeError(file.path, .hdf5(error))
        }
        func text(_ key: String) -> String? { texts[key].map { String(decoding: $0, as: UTF8.self) } }
        guard let config = texts["model_config"] else {
            let isWeights = members.contains("model_weights") || text("keras_version") != nil
            throw InterchangeError(
                file.path,
                .unexpected(
                    expected: "a model of Keras, with an attribute model_config",
                    found: isWeights ? "weights alone" : "another HDF5 file",
                    hint: isWeights ? "save the whole model by model.save()" : nil))
        }
        let configuration = try KerasConfiguration(config, file: file.path, place: "model_config")
        guard let version = text("keras_version") else {
            throw InterchangeError(file.path, .unexpected(expected: "an attribute keras_version", found: "none"))
        }
        let description = try text(descriptionKey).map { text throws(InterchangeError) in
            try DescriptionText(text, file: file.path, place: descriptionKey)
        }
        let isCompiled = texts["training_config"] != nil || members.contains("optimizer_weights")
        let reader = KerasReader(
            file: file.path, configuration: configuration, version: version, description: description,
            notes: isCompiled ? [KerasReader.trainingNote] : [])
        let budget = KerasReader.budget(file, options)
        return try reader.read(KerasWeights(legacy: source, budget: budget), options, budget: budget)
    }

    public static func carried(of model: Model, file: String) throws(InterchangeError) -> CarriedModel {
        try KerasActivation.check(model, file: file)
        return try CarriedModel(
            model, types: [.float64, .float32, .float16], keepsMetadata: true, keepsHistory: true,
            file: file)
    }

    public static func encode(
        _ model: Model, _ options: WritingOptions, file: String
    ) throws(InterchangeError) -> EncodedFile {
        let stack = KerasStack(model, options, isArchived: false)
        do throws(HDF5Error) {
            let target = try HDF5File(inMemoryShownAs: file)
            try target.setLongAttribute("model_config", of: "/", to: String(decoding: stack.config, as: UTF8.self))
            try target.setLongAttribute("keras_version", of: "/", to: KerasStack.version)
            try target.setLongAttribute("backend", of: "/", to: KerasStack.backend)
            try target.setLongAttribute(
                descriptionKey, of: "/", to: String(decoding: DescriptionText.encode(model), as: UTF8.self))
            try stack.writeLegacyWeights(to: target)
            return .bytes(try target.image())
        } catch {
            throw InterchangeError(file, .hdf5(error))
        }
    }
}
