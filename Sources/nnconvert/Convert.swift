import NNCommand
import NNFile
import NNInterchange
import NNModel

/// The tool: a model from one format into another, proven before anything is replaced.
struct Convert: Command {
    static let configuration = CommandConfiguration(
        "nnconvert",
        abstract: "Convert a model from one format to another, or store a .nnm file anew; the result is proven first.",
        examples: [
            "nnconvert cats.nnm cats.npz",
            "nnconvert weights.npz model.nnm --activations relu,sigmoid --classes classes.txt",
            "nnconvert cats.nnm cats.onnx --with-preprocessing",
            "nnconvert cats.nnm small.nnm --dtype float16",
            "nnconvert cats.nnm small.nnm --dtype int8 --evaluate test.h5",
            "nnconvert cats.nnm cats.nnm --set author=me --strip history",
        ])

    @Argument("IN", help: "the model; its format is told by its content") var input: String?
    @Argument(
        "OUT",
        help: "where it goes, by its extension; replaced once the result is proven, and may be the same file as IN")
    var output: String?
    @Option("from", value: "FORMAT", help: "the format of IN, whatever its content says") var from: FormatName?
    @Option("to", value: "FORMAT", help: "the format of OUT, whatever its extension says") var to: FormatName?
    @Option(
        "dtype", value: "float32|float64|float16|bfloat16|int8",
        help: "how weights and biases are stored (default: as in IN; biases of an int8 model are float32)")
    var dataType: DataType?
    @Option(
        "compress", value: "none|fast|best",
        help: "how OUT is stored (default best; where --set or --strip alone edit a .nnm file, as it is)")
    var compression: Compression?
    @Option(
        "activations", value: "A,B,…",
        help: "one a layer, the output's included, for a file that carries none: relu,sigmoid or leaky-relu:0.2,softmax"
    )
    var activations: [Activation]?
    @Option(repeating: "set", value: "KEY=VALUE", help: "metadata of OUT; may be repeated") var settings: [Setting]
    @Option(repeating: "strip", value: "history|metadata", help: "leave it out of OUT; may be repeated")
    var strips: [Strip]
    @Option("classes", value: "FILE", help: "the names of the classes, a line each") var classes: String?
    @Flag(
        "with-preprocessing",
        help: "make preprocessing part of the network, and not a note beside it (onnx, coreml, keras)")
    var withPreprocessing
    @Option(
        "evaluate", value: "TEST",
        help: "how right the model is before and after, on an .h5 file or a folder with a subfolder for each class")
    var evaluated: String?
    @Flag("list-formats", help: "print the formats that are read and written") var listsFormats
    @Flag(
        "json",
        help: "print one JSON object with input, output, from, to, layers, parameters, dtypes, bytes, proof "
            + "{tensors, exact, examples, worst, tolerance}, quantization {layers, examples, worst, changedAnswers}, "
            + "evaluation {path, examples, before, after {cost, accuracy}}, notes; with --list-formats a list of {name, extensions, direction, summary}"
    ) var json
    @Flag("quiet", "q", help: "print nothing but errors, and the JSON object where asked for") var isQuiet

    func validate() throws {
        if listsFormats { return }
        guard input != nil else { throw UsageError("missing argument: IN") }
        guard output != nil else { throw UsageError("missing argument: OUT") }
        let format = try outputFormat()
        if format.direction == .input { throw UsageError("\(format.name) is read, and never written") }
        if withPreprocessing, !format.canIncludePreprocessing {
            let able = Formats.all.filter { $0.canIncludePreprocessing }.map { $0.name }.joined(separator: ", ")
            throw UsageError("--with-preprocessing goes with \(able): networks of \(format.name) can't have any")
        }
        if !format.holdsMetadata, let option = settings.isEmpty ? strips.isEmpty ? nil : "--strip" : "--set" {
            let able = Formats.all.filter { $0.holdsMetadata }.map { $0.name }.joined(separator: ", ")
            throw UsageError("\(option) goes with \(able): \(format.name) holds neither metadata nor history")
        }
    }

    func run() throws {
        if listsFormats { return try listFormats() }
        guard let input, let output else { return }
        var conversion = Conversion(
            from: input, to: output, as: try outputFormat(), tool: "nnconvert \(suiteVersion)")
        conversion.inputFormat = from?.format
        conversion.reader = IsolatedReader.read
        conversion.reading.activations = activations
        conversion.dataType = dataType
        conversion.compression = compression
        conversion.includesPreprocessing = withPreprocessing
        conversion.settings = settings.map { ($0.key, $0.value) }
        conversion.stripsMetadata = strips.contains(.metadata)
        conversion.stripsHistory = strips.contains(.history)
        conversion.classNames = try classes.map { try classNames(in: $0) }
        let report: ConversionReport
        var evaluation: Evaluation?
        do throws(InterchangeError) {
            report = try conversion.run { source, result throws(InterchangeError) in
                evaluation = try evaluated.map { path throws(InterchangeError) in
                    try Evaluation(on: path, of: source, and: result)
                }
            }
        } catch {
            guard case .unproven = error.problem else { throw error }
            Console.report("nnconvert: \(error)")
            throw ExitCode.no
        }
        try tell(report, evaluation, input: input, output: output)
    }

    private func outputFormat() throws -> any ModelFormat.Type {
        if let to { return to.format }
        guard let format = Formats.forOutput(output ?? "") else {
            let extensions = Formats.all.flatMap { $0.fileExtensions }.map { "." + $0 }
            throw UsageError(
                "\(output ?? ""): expected a name that ends with one of \(extensions.joined(separator: ", ")), or --to FORMAT"
            )
        }
        return format
    }
}
