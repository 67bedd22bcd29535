import NNFile
import NNModel

/// PyTorch's state dicts, as `torch.save(model.state_dict(), …)` writes them since PyTorch 1.6 and
/// `torch.load(…, weights_only=True)` reads them: weights and biases. The rest of a model stands in a member of the archive
/// that PyTorch passes over.
public enum PyTorchFormat: ModelFormat {
    public static let name = "pytorch"
    public static let fileExtensions = ["pt", "pth"]
    public static let holdsMetadata = true
    public static let summary = "PyTorch's state dicts: weights and biases"

    /// The folder that everything stands in; PyTorch takes any.
    static let folder = "archive"
    /// The member for `DescriptionText`.
    static let descriptionMember = "nnm.description"

    /// How files of PyTorch before 1.6 begin: a pickle of a number that marks them.
    static let oldSignature: [UInt8] = [
        0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
    ]

    public static func match(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= 30, bytes.starts(with: Array("PK\u{3}\u{4}".utf8)) else { return false }
        let length = Int(bytes[26]) | Int(bytes[27]) << 8
        let member = bytes.dropFirst(30).prefix(length)
        return ["/data.pkl", "/version", "/byteorder", "/.format_version"].contains { end in
            member.suffix(end.utf8.count).elementsEqual(end.utf8)
        }
    }

    public static func open(_ file: FileBytes, _ options: ReadingOptions) throws(InterchangeError) -> ReadModel {
        try file.withUnsafeBytes { bytes throws(InterchangeError) -> ReadModel in
            let archive = try ZipReader(bytes, file: file.path, limits: options.limits, folders: true)
            return try PyTorchReader(archive, options).read()
        }
    }

    public static func carried(of model: Model, file: String) throws(InterchangeError) -> CarriedModel {
        try CarriedModel(model, types: [.float64, .float32, .float16, .bfloat16], keepsMetadata: true, file: file)
    }

    public static func encode(
        _ model: Model, _ options: WritingOptions, file: String
    ) throws(InterchangeError) -> EncodedFile {
        let tensors = zip(LayerNames.forWriting(model), model.layers).flatMap { name, layer in
            [("\(name).weight", layer.weights), ("\(name).bias", layer.biases)]
        }
        let numbers = tensors.enumerated().map { index, named in
            ("data/\(index)", named.1.withUnsafeBytes { Array($0) })
        }
        // In PyTorch's own order, ours behind them.
        let members =
            [("data.pkl", PickleWriter.stateDict(tensors)), ("byteorder", Array("little".utf8))] + numbers
            + [("version", Array("3\n".utf8)), (descriptionMember, DescriptionText.encode(model))]
        do throws(ZipWriter.Failure) {
            var archive = try ZipWriter()
            for (name, content) in members {
                // Stored, since PyTorch maps what it finds there; aligned as its own.
                try archive.add("\(folder)/\(name)", [content], alignment: 64)
            }
            return .bytes(try archive.finish())
        } catch {
            throw InterchangeError(file, .library(doing: "can't be put together", message: error.message))
        }
    }
}
