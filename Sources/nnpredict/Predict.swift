import NNCommand
import NNFile
import NNImage
import NNModel
import NNThreads

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
    @Option(
        "save-mistakes", value: "FOLDER",
        help:
            "with --evaluate: keep the pictures that the model gets wrong, as TRUE-CLASS/predicted-CLASS/NAME in a new or empty folder; examples of an .h5 file as PNG files named by their number, from 0"
    )
    var mistakes: String?
    @Option(
        "confusion", value: "FILE.svg",
        help: "with --evaluate: a picture of which classes are taken for which, of up to 1,024") var confusion: String?
    @Flag(
        "selftest",
        help:
            "instead of images, replay the verification records that the file carries; exit code 1 where one fails. A file without any passes, and says so. JSON: ok, checks (a list of {input, ok, worst, tolerance})"
    ) var selfTests
    @Option(
        "raw", value: "SIZES[:TYPE][:planar]",
        help:
            "the files have no header: 64x64x3 for bytes, 64x64x3:f32 (or :f64) for little-endian floats, taken as they are before preprocessing; :u16 is divided by 257 and rounded, as in image files; :planar where the channels follow each other"
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
            "the same as --format json: path, class, index, probability, probabilities, top, values, error; with --evaluate one object of cost, accuracy, confusion (rows: true class), examples, classes, errors, perClass (class, index, examples, answers, precision, recall, f1), macro (precision, recall, f1), expectedCalibrationError, calibration (15 bins: upTo, examples, probability, accuracy); null where a figure is undefined"
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
    @Option("threads", value: "N", help: "for reading files and predicting (default: all cores)") var threads: Int?
    @Flag("quiet", "q", help: "no progress") var isQuiet

    func run() throws {
        var network = try Network(path: path)
        try validate(against: network)
        if let threshold { network.output.threshold = threshold }
        if selfTests {
            try selfTest(network)
        } else if let evaluate {
            try Evaluate(options: self, network: network).run(on: evaluate)
        } else {
            try printRows(of: network)
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

    /// How many threads read and predict.
    var threadCount: Int { threads ?? availableCores }

    /// What turns a file into the elements of an example.
    /// - Throws: `InputError` where the model takes nothing of this kind.
    func reader(for input: Input) throws -> @Sendable (FileBytes) throws -> ExampleElements {
        guard let raw else {
            return try ImageReader(
                for: input, of: path, fit: fit, jpegDecoding: exactDecode ? .exact : .scaled,
                options: DecodingOptions(
                    limits: ImageLimits(pixels: maxPixels), isLenient: isLenient, memory: ImageMemory())
            ).elements
        }
        guard input.takes(raw.shape) else {
            throw InputError(
                "\(path): expected --raw \(sizes(input.shape)), as its input is, found \(sizes(raw.shape))")
        }
        return raw.elements
    }
}
