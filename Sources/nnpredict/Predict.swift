import NNCommand
import NNFile
import NNImage
import NNModel

/// The tool: answers of a model for images, and how often it is right.
struct Predict: Command {
    static let configuration = CommandConfiguration(
        "nnpredict", abstract: "Ask a model what it sees in images.",
        examples: [
            "nnpredict cats.nnm photo.jpg",
            "nnpredict cats.nnm photos --recursive --format csv",
            "nnpredict cats.nnm --evaluate test_catvnoncat.h5",
            "curl -s https://example.org/cat.png | nnpredict cats.nnm - --json",
            "nnpredict cats.nnm --selftest",
        ])

    @Argument("MODEL.nnm", help: "the model file") var path: String
    @Argument(
        zeroOrMore: "IMAGE|FOLDER|-",
        help:
            "JPEG, PNG, WebP, BMP or PNM files, known by content; all files of a folder but hidden ones; - for one image on standard input. A file that can't be used gets a row that says why, and the exit code is 65"
    ) var arguments: [String]
    @Option(
        "evaluate", "e", value: "TEST",
        help: "an .h5 file or a folder of one subfolder a class: how often the model is right about it, instead of rows"
    )
    var evaluate: String?
    @Flag(
        "selftest",
        help:
            "instead of images, replay the verification records that the file carries; exit code 1 where one fails. A file without any passes, and says so. JSON: ok, checks (a list of {input, ok, worst, tolerance})"
    ) var selfTests
    @Option(
        "raw", value: "SIZES[:TYPE]",
        help:
            "the files have no header: 64x64x3 for bytes, 64x64x3:f32 (or :f64) for little-endian floats, taken as they are before preprocessing"
    )
    var raw: RawLayout?
    @Option("top", "k", value: "K", help: "list the K most probable classes") var top: Int?
    @Option(
        "threshold", "t", value: "P",
        help: "with two classes: the second from this probability on (default: the model's)")
    var threshold: Double?
    @Option("format", "f", value: "table|csv|json|ndjson", help: "how rows are written; json is one array") var format =
        RowFormat.table
    @Flag(
        "json",
        help:
            "the same as --format json: path, class, index, probability, probabilities, top, values, error; with --evaluate one object of cost, accuracy, confusion (rows: true class), examples, classes, errors"
    )
    var json
    @Flag("recursive", "r", help: "look into the folders of a folder, too") var recursive
    @Option(
        "resize", value: "stretch|fit|crop",
        help: "how an image of other proportions is brought to size (default: the model's)") var fit: Resizing.Fit?
    @Option("inputs", value: "PATH", help: "the inputs inside the .h5 file, where they aren't found") var inputs:
        String?
    @Option("labels", value: "PATH", help: "the labels inside the .h5 file") var labels: String?
    @Flag(
        "exact-decode",
        help:
            "decode every pixel of a JPEG file; without, a large one is decoded to a half, a quarter or an eighth each way, while that is at least twice the size that the model takes: quicker, and the pixels differ a little"
    ) var exactDecode
    @Flag("lenient", help: "use what can be read of a damaged image file, instead of a row that says why not")
    var isLenient
    @Option("max-pixels", value: "N", help: "refuse images of more pixels, height times width") var maxPixels =
        ImageLimits().pixels
    @Flag("quiet", "q", help: "no progress") var isQuiet

    func validate() throws {
        if json, ![.table, .json].contains(format) {
            throw UsageError("--json and --format \(format.rawValue) contradict each other")
        }
        if let top, top < 1 { throw UsageError("--top: expected 1 or more, found \(top)") }
        guard (1...Self.mostPixels).contains(maxPixels) else {
            throw UsageError("--max-pixels: expected 1 to \(Self.mostPixels), found \(maxPixels)")
        }
        if let threshold, !(0...1).contains(threshold) {
            throw UsageError("--threshold: expected 0 to 1, found \(threshold)")
        }
        if selfTests {
            if let first = arguments.first { throw UsageError("--selftest takes the place of '\(first)'") }
            if evaluate != nil || raw != nil || top != nil || threshold != nil {
                throw UsageError("--selftest doesn't go with --evaluate, --raw, --top and --threshold")
            }
            if [.csv, .ndjson].contains(format) {
                throw UsageError("--selftest: expected --format table or json, found \(format.rawValue)")
            }
            return
        }
        guard evaluate != nil else {
            if raw != nil, fit != nil { throw UsageError("--resize goes with images, and not with --raw") }
            if inputs != nil || labels != nil { throw UsageError("--inputs and --labels go with --evaluate FILE.h5") }
            if arguments.isEmpty { throw UsageError("missing argument: IMAGE, FOLDER or -") }
            if arguments.filter({ $0 == "-" }).count > 1 { throw UsageError("-: standard input can be read once") }
            return
        }
        if let first = arguments.first { throw UsageError("--evaluate takes the place of '\(first)'") }
        if raw != nil || top != nil { throw UsageError("--raw and --top don't go with --evaluate") }
        if [.csv, .ndjson].contains(format) {
            throw UsageError("--evaluate: expected --format table or json, found \(format.rawValue)")
        }
    }

    /// What `--max-pixels` may be: a side of as many still fits into the 32 bits of the decoders' interfaces.
    private static let mostPixels = Int(Int32.max)

    func run() throws {
        var network = try Network(path: path)
        if let threshold {
            guard network.classCount != nil, network.units == 1 else {
                throw UsageError("--threshold goes with an output of one probability, which \(path) hasn't")
            }
            network.output.threshold = threshold
        }
        if top != nil, network.classCount == nil {
            throw UsageError("--top goes with probabilities, and the output of \(path) is none")
        }
        if selfTests {
            try selfTest(network)
        } else if let evaluate {
            try Evaluate(options: self, network: network).run(on: evaluate)
        } else {
            try predict(network)
        }
    }

    private func selfTest(_ network: Network) throws {
        let test = try SelfTest(path: path, network: network)
        if json || format == .json {
            try Console.print(test.json.text)
        } else if !isQuiet {
            try Console.write(test.text)
        }
        if !test.isPassed {
            let failed = test.outcomes.count { !$0.isPassed }
            Console.report(
                "nnpredict: \(path): expected the outputs that the file carries, found others for \(failed) of "
                    + "\(test.outcomes.count) checks")
            throw ExitCode.no
        }
    }

    private func predict(_ network: Network) throws {
        let read = try reader(for: network.input)
        let sources =
            raw == nil
            ? Source.all(arguments, recursive: recursive)
            : arguments.map { $0 == "-" ? .standardInput : .file($0) }
        let style = RowStyle(output: network.output, classCount: network.classCount, units: network.units, top: top)
        var writer = (json ? .json : format).writer(style, paths: sources.map(\.path))
        var failures = Failures(total: sources.count)
        // Where rows are seen as they come, they show the progress themselves.
        var progress = ProgressBar("predict", total: sources.count, isEnabled: !isQuiet && !Terminal.showsResults)
        try writer.begin()
        for (index, source) in sources.enumerated() {
            let content: Row.Content
            do {
                content = try Row.Content(network(try read(try source.bytes())), of: network.output)
            } catch let error as any Failure {
                progress.clear()
                content = .error(failures.add(error, of: source.path))
            }
            try writer.write(Row(path: source.path, content: content))
            progress.update(index + 1)
        }
        progress.clear()
        try writer.end()
        try failures.finish()
    }

    /// What turns a file into the elements of an example.
    /// - Throws: `InputError` where the model takes nothing of this kind.
    func reader(for input: Input) throws -> (FileBytes) throws -> ExampleElements {
        guard let raw else {
            return try ImageReader(
                for: input, of: path, fit: fit, jpegDecoding: exactDecode ? .exact : .scaled,
                options: DecodingOptions(limits: ImageLimits(pixels: maxPixels), isLenient: isLenient)
            ).elements
        }
        guard input.takes(raw.shape) else {
            throw InputError(
                "\(path): expected --raw \(sizes(input.shape)), as its input is, found \(sizes(raw.shape))")
        }
        return raw.elements
    }
}

extension Row.Content {
    /// The answer of a network.
    /// - Throws: `InputError` where it is none.
    init(_ prediction: Prediction, of output: Output) throws(InputError) {
        // An answer made of NaN would name some class as if it meant it.
        guard !prediction.activations.contains(where: \.isNaN) else {
            throw InputError("the model's answer is NaN")
        }
        switch Answer(prediction.activations, output: output) {
        case .classes(let index, let probabilities): self = .classes(index: index, probabilities: probabilities)
        case .values(let values): self = .values(values)
        }
    }
}
