import NNFile
import NNHDF5
import NNModel

/// Keras's own format since version 3 (and 2.12): a zip archive of a configuration in JSON and an HDF5 file of weights. What
/// they can't say of a model stands in a member that Keras passes over.
///
/// The HDF5 file is read by libhdf5 in this process, which has been known to crash on malformed files: whoever opens files
/// of strangers does so in a process that may crash, as nnconvert does.
public enum KerasFormat: ModelFormat {
    public static let name = "keras"
    public static let fileExtensions = ["keras"]
    public static let summary = "Keras 3: layers in JSON with their weights in HDF5"
    public static let canIncludePreprocessing = true
    public static let holdsMetadata = true
    public static let isReadByLibHDF5 = true

    private static let (metadataMember, configMember) = ("metadata.json", "config.json")
    private static let weightsMember = "model.weights.h5"
    /// The member for `DescriptionText`.
    private static let descriptionMember = "nnm.description"

    public static func match(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 30, bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) else { return false }
        let length = Int(bytes[26]) | Int(bytes[27]) << 8
        let member = bytes.dropFirst(30).prefix(length)
        return [metadataMember, configMember, weightsMember].contains { member.elementsEqual($0.utf8) }
    }

    public static func open(_ file: FileBytes, _ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        try file.withUnsafeBytes { bytes throws(InterchangeError) -> ReadModel in
            let archive = try ZipReader(bytes, file: file.path, limits: options.limits, folders: true)
            var members: [String: ZipReader.Member] = [:]
            for member in archive.members { members[member.name] = member }
            func member(_ name: String) throws(InterchangeError) -> ZipReader.Member {
                if let member = members[name] { return member }
                throw InterchangeError(file.path, .unexpected(expected: "a member \(name)", found: "none"))
            }
            let limit = InterchangeLimits.kerasConfigBytes
            let metadata = try archive.text(of: member(metadataMember), limit: limit)
            let config = try archive.content(of: member(configMember), limit: limit)
            let own = try members[descriptionMember].map { member throws(InterchangeError) in
                try archive.text(of: member, limit: DescriptionText.largest)
            }
            let configuration = try KerasConfiguration(config, file: file.path, place: configMember)
            let reader = KerasReader(
                file: file.path, configuration: configuration,
                version: try version(metadata, file: file.path),
                description: try own.map { text throws(InterchangeError) in
                    try DescriptionText(text, file: file.path, place: descriptionMember)
                }, notes: configuration.isCompiled ? [KerasReader.trainingNote] : [])
            let budget = KerasReader.budget(file, options)
            let content = try archive.content(of: member(weightsMember), limit: .max)
            let source = try KerasReader.open(content, shownAs: "\(file.path): \(weightsMember)")
            return try reader.read(
                KerasWeights(archived: source, configuration.listed, budget: budget), options, budget: budget)
        }
    }

    private static func version(_ metadata: String, file: String) throws(InterchangeError) -> String {
        let object: JSONValue
        do throws(JSONReader.Problem) {
            object = try JSONReader.read(metadata)
        } catch {
            throw InterchangeError(file, metadataMember, error)
        }
        guard let version = object["keras_version"]?.string else {
            throw InterchangeError(
                file, metadataMember,
                .unexpected(expected: "a text as keras_version", found: object["keras_version"]?.kind ?? "none"))
        }
        return version
    }

    public static func carried(of model: Model, file: String) throws(InterchangeError) -> CarriedModel {
        try KerasActivation.check(model, file: file)
        return try CarriedModel(
            model, types: [.float64, .float32, .float16, .bfloat16], keepsMetadata: true, keepsHistory: true, file: file
        )
    }

    public static func encode(
        _ model: Model, _ options: WritingOptions, file: String
    ) throws(InterchangeError) -> EncodedFile {
        let stack = KerasStack(model, options, isArchived: true)
        let weights: [UInt8]
        do throws(HDF5Error) {
            weights = try stack.archivedWeights(file: file)
        } catch {
            throw InterchangeError(file, .hdf5(error))
        }
        var metadata = JSONText()
        metadata.object { text in
            text.key("keras_version")
            text.string(KerasStack.version)
            // The first day that zip knows. Any other would make the bytes depend on when they were made.
            text.key("date_saved")
            text.string("1980-01-01@00:00:00")
        }
        let members = [
            (metadataMember, metadata.bytes), (configMember, stack.config), (weightsMember, weights),
            (descriptionMember, DescriptionText.encode(model)),
        ]
        do throws(ZipWriter.Failure) {
            var archive = try ZipWriter()
            // Stored, as Keras does.
            for (name, content) in members { try archive.add(name, [content]) }
            return .bytes(try archive.finish())
        } catch {
            throw InterchangeError(file, .library(doing: "can't be put together", message: error.message))
        }
    }
}
