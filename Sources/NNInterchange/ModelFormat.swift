import NNFile
import NNModel

/// A format that models are read from and written to; a folder of this library for each.
public protocol ModelFormat: Sendable, SendableMetatype {
    /// What a person calls it: `npz`.
    static var name: String { get }
    /// The ends of file names that ask for it when writing, without the dot.
    static var fileExtensions: [String] { get }
    /// One line for people.
    static var summary: String { get }
    /// Which ways it goes; both unless a format says otherwise.
    static var direction: FormatDirection { get }
    /// Whether preprocessing can become part of the network that it holds; not unless a format says so.
    static var canIncludePreprocessing: Bool { get }
    /// Whether it has a place for the model's metadata; not unless a format says so.
    static var holdsMetadata: Bool { get }

    /// Whether libhdf5 reads it, which has been known to crash on malformed files: a program that is given files by
    /// strangers reads these in a process of its own. Not unless a format says so.
    static var isReadByLibHDF5: Bool { get }

    /// Whether a file is of this format, by its first bytes; cheap, and no promise that it can be read.
    static func match(_ bytes: UnsafeRawBufferPointer) -> Bool

    /// Reads a model.
    ///
    /// - Throws: `InterchangeError` where the file is damaged, or holds what no model can express.
    static func open(_ file: FileBytes, _ options: ReadingOptions) throws(InterchangeError) -> ReadModel

    /// What of `model` a file of this format holds: reading it back must give exactly this.
    ///
    /// - Throws: `InterchangeError` where it can't hold the network itself.
    static func carried(of model: Model, file: String) throws(InterchangeError) -> CarriedModel

    /// Lays out a file.
    ///
    /// - Parameter model: what `carried` gave.
    /// - Throws: `InterchangeError` where no file can hold it.
    static func encode(
        _ model: Model, _ options: WritingOptions, file: String
    ) throws(InterchangeError) -> EncodedFile
}

extension ModelFormat {
    public static var direction: FormatDirection { .both }
    public static var canIncludePreprocessing: Bool { false }
    public static var holdsMetadata: Bool { false }
    public static var isReadByLibHDF5: Bool { false }
}

/// Which ways models go.
public enum FormatDirection: String, Sendable {
    case both
    /// Read, and never written.
    case input = "in"
    /// Written, and read back for the proof alone.
    case output = "out"
}

/// How a file is to be written.
public struct WritingOptions: Sendable {
    /// How hard to look for a shorter form, in formats that compress.
    public var compression: Compression
    /// Whether preprocessing becomes part of the network, in formats whose networks can have one, and not a description
    /// beside it.
    public var includesPreprocessing: Bool

    /// As small as can be, preprocessing described.
    public init(compression: Compression = .best, includesPreprocessing: Bool = false) {
        self.compression = compression
        self.includesPreprocessing = includesPreprocessing
    }
}

/// What a reader may have to be told.
public struct ReadingOptions: Sendable {
    /// The activation of each layer, for files that carry none.
    public var activations: [Activation]?
    /// How much a file may ask for.
    public var limits: InterchangeLimits
    /// The folder of the model, in which it may name files of numbers (ONNX's external data); nil to open none of them.
    public var folder: String?

    /// Nothing is told unless given.
    public init(
        activations: [Activation]? = nil, limits: InterchangeLimits = InterchangeLimits(), folder: String? = nil
    ) {
        self.activations = activations
        self.limits = limits
        self.folder = folder
    }
}

/// A file that is laid out and ready to be written.
public enum EncodedFile: Sendable {
    /// A .nnm file, of which nothing was copied that stands elsewhere already.
    case model(EncodedModel)
    /// Any other that is put together in memory.
    case bytes([UInt8])
    /// One of pieces behind each other, with the tensors where they are.
    case pieces([Piece])

    /// A part of a file.
    public enum Piece: Sendable {
        case bytes([UInt8])
        /// The bytes of a tensor, little-endian and row-major.
        case tensor(Tensor)
    }

    func write(to target: borrowing AtomicFile) throws(FileError) {
        switch self {
        case .model(let model): try model.write(to: target)
        case .bytes(let bytes): try target.write(bytes)
        case .pieces(let pieces):
            for piece in pieces {
                switch piece {
                case .bytes(let bytes): try target.write(bytes)
                case .tensor(let tensor):
                    try tensor.forEachBlock { bytes throws(FileError) in try target.write(bytes) }
                }
            }
        }
    }

    /// All the bytes in one array.
    public var bytes: [UInt8] {
        switch self {
        case .model(let model): model.bytes
        case .bytes(let bytes): bytes
        case .pieces(let pieces):
            pieces.flatMap { piece in
                switch piece {
                case .bytes(let bytes): bytes
                case .tensor(let tensor): tensor.withUnsafeBytes { Array($0) }
                }
            }
        }
    }
}
