import NNFile
import NNModel

/// A model on its way from one file to another, with proof that it arrived.
///
///     let conversion = Conversion(from: "cats.nnm", to: "cats.npz", as: NPZFormat.self)
///     let report = try conversion.run()
public struct Conversion: Sendable {
    /// The file to read.
    public var input: String
    /// The file to write; it is replaced once everything is proven, and may be the same as `input`.
    public var output: String
    /// The format of `input`; nil to tell it by the content.
    public var inputFormat: (any ModelFormat.Type)?
    /// The format of `output`.
    public var outputFormat: any ModelFormat.Type
    /// What the reader may have to be told.
    public var reading = ReadingOptions()
    /// Reads `input`; the format's own `open` unless it is to happen elsewhere, as in a process that may crash.
    public var reader: Reader = { file, format, options throws(InterchangeError) in try format.open(file, options) }
    /// The type of the weights; nil for the source's.
    public var dataType: DataType?
    /// How the output is stored; nil for the best, or from .nnm to .nnm as it is, where it is merely edited.
    public var compression: Compression?
    /// Whether preprocessing becomes part of the network, in formats whose networks can have one.
    public var includesPreprocessing = false
    /// Metadata to set, in order; for outputs that have any.
    public var settings: [(key: String, value: String)] = []
    /// Whether the source's metadata is left out; `settings` come after it.
    public var stripsMetadata = false
    /// Whether the history of training is left out.
    public var stripsHistory = false
    /// Names for the classes; nil for the source's.
    public var classNames: [String]?
    /// The program that converts, for the model's provenance: `nnconvert 1.2.3`.
    public var tool: String

    /// Makes a model of a file of some format.
    public typealias Reader =
        @Sendable (FileBytes, any ModelFormat.Type, ReadingOptions) throws(InterchangeError) -> ReadModel

    /// A conversion that changes nothing but the format.
    public init(
        from input: String, to output: String, as outputFormat: any ModelFormat.Type, tool: String = "NNInterchange"
    ) {
        self.input = input
        self.output = output
        self.outputFormat = outputFormat
        self.tool = tool
    }

    /// Reads, converts, writes aside, proves, and puts the output in place.
    ///
    /// - Parameter review: is given what was read, and the same as the output holds it, once that is proven and before it
    ///   is put in place; where it throws, that doesn't happen.
    /// - Throws: `InterchangeError`; whatever stood at `output` is then still there, and nothing new is.
    public func run(
        reviewing review: (_ source: Model, _ result: Model) throws(InterchangeError) -> Void = { _, _ in }
    ) throws(InterchangeError) -> ConversionReport {
        let file = try reporting(input) { () throws(FileError) -> FileBytes in
            try FileBytes(path: input, limit: reading.limits.bytes)
        }
        let format: any ModelFormat.Type
        if let inputFormat { format = inputFormat } else { format = try Formats.matching(file) }
        guard format.direction != .output else {
            throw InterchangeError(input, .refused("\(format.name) is written, and never read"))
        }
        let result = try converted(file, format)
        let (proof, length) = try write(result, review)
        return ConversionReport(
            inputFormat: format.name, outputFormat: outputFormat.name, model: result.expected, length: length,
            proof: proof, cost: result.cost, notes: result.notes)
    }

    /// Writes what was converted, reads it back, and compares.
    private func write(
        _ result: ConvertedFile, _ review: (Model, Model) throws(InterchangeError) -> Void
    ) throws(InterchangeError) -> (Proof, length: Int) {
        let target = try reporting(output) { () throws(FileError) -> AtomicFile in try AtomicFile(path: output) }
        // Over a device or a pipe there is nothing to read back: what would be written is proven in memory.
        let isAside = target.temporaryPath != target.path
        if isAside { try reporting(output) { () throws(FileError) -> Void in try result.file.write(to: target) } }
        let written = try reporting(output) { () throws(FileError) -> FileBytes in
            isAside ? try FileBytes(path: target.temporaryPath) : FileBytes(result.file.bytes, name: output)
        }
        let proof = try prove(result, by: written)
        try review(result.source, result.expected)
        if !isAside { try reporting(output) { () throws(FileError) -> Void in try result.file.write(to: target) } }
        try commit(target)
        return (proof, written.count)
    }

    private func commit(_ target: consuming AtomicFile) throws(InterchangeError) {
        do throws(FileError) { try target.commit() } catch { throw InterchangeError(output, .system(error)) }
    }

    private func prove(_ result: ConvertedFile, by written: FileBytes) throws(InterchangeError) -> Proof {
        let back: Model
        do throws(InterchangeError) {
            back = try read(written, of: result.file)
        } catch {
            throw InterchangeError(output, .unproven("what was written can't be read back: \(error)"))
        }
        do throws(Proof.Failure) {
            return try Proof(that: back, is: result.expected, from: result.source)
        } catch {
            throw InterchangeError(output, .unproven(error.description))
        }
    }

    private func read(_ written: FileBytes, of file: EncodedFile) throws(InterchangeError) -> Model {
        let options = ReadingOptions(limits: InterchangeLimits(bytes: .max))
        guard case .model(let encoded) = file else { return try outputFormat.open(written, options).model }
        let back = try NNMFormat.modelFile(written, options)
        do throws(ModelFileError) {
            try back.verify(as: encoded)
            return try back.model()
        } catch {
            throw InterchangeError(written.path, .model(error))
        }
    }

    private func reporting<Value: ~Copyable>(
        _ path: String, _ body: () throws(FileError) -> Value
    ) throws(InterchangeError) -> Value {
        do throws(FileError) {
            return try body()
        } catch {
            throw InterchangeError(path, .system(error))
        }
    }
}
