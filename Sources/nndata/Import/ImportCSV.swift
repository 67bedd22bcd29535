import NNCommand
import NNDataset

/// `nndata import csv`
struct ImportCSV: Command {
    static let configuration = CommandConfiguration(
        "csv", abstract: "Turn a CSV file, gzip or not, into a data set: a record an example, numbers and a label.",
        examples: [
            "nndata import csv iris.csv -o iris.h5 --label species",
            "nndata import csv mnist.csv.gz -o mnist.h5 --label 1 --type uint8 --shape 28x28",
        ])
    @Argument("FILE.csv", help: "RFC 4180; it is read twice, and so must not be a pipe") var path: String
    @Option("output", "o", value: "OUT.h5", help: "the data set to write; must be given") var output: String?
    @Option(
        "label", value: "COLUMN",
        help:
            "the column of the labels, by name or by number from 1 (default: the one called label, class, target or y, else the last). Whole numbers from 0 are classes as they are, other labels a class each, in order"
    ) var label: String?
    @Option("drop", value: "COLUMN,…", help: "columns to leave out, by name or by number from 1") var dropped: [String]?
    @Flag("header", help: "the first line names the columns, even where it looks like numbers") var hasHeader
    @Flag("no-header", help: "the first line is data, even where it doesn't look like it") var hasNoHeader
    @Option("separator", value: "CHARACTER", help: "what parts the fields: a character, or tab") var separator =
        Separator.comma
    @Option("type", value: "uint8|float32|float64", help: "what the numbers are stored as") var type =
        CSVOptions.ElementType.float32
    @Option("shape", value: "SIZES", help: "the shape of an example, as 28x28 (default: one axis)") var shape: Shape?
    @Option("classes", value: "A,B,…", help: "names of the classes in order (default: from the labels)") var classes:
        [String]?
    @Option("kind", value: "train|test", help: "gives the data sets inside their names") var kind = Kind.train
    @Flag(
        "json", help: "print one JSON object: examples, features, header, labelColumn, classes (index, name, examples)")
    var json
    @Flag("quiet", "q", help: "no progress") var isQuiet

    func validate() throws {
        guard output != nil else { throw UsageError("--output is missing: say where the data set goes with -o OUT.h5") }
        if hasHeader, hasNoHeader { throw UsageError("--header and --no-header contradict each other") }
    }

    func run() throws {
        let output = output ?? ""
        var options = CSVOptions()
        options.separator = separator.byte
        options.header = hasHeader ? .present : hasNoHeader ? .absent : .automatic
        options.label = label
        options.dropped = dropped ?? []
        options.shape = shape?.lengths
        options.elementType = type
        options.classNames = classes
        var bar: ProgressBar?
        let report = try importCSV(path, to: output, kind: kind.datasetKind, options: options) { done, total in
            if bar == nil { bar = ProgressBar("import", total: total, unit: "bytes", isEnabled: !isQuiet) }
            bar?.update(done)
        }
        bar?.clear()
        let (labels, count) = (report.labels, report.labels.indices.count)
        if json {
            try Console.print(
                JSON.object([
                    ("examples", .integer(count)), ("features", .integer(report.featureCount)),
                    ("header", .bool(report.hasHeader)), ("labelColumn", .string(report.labelColumn)),
                    ("classes", classesJSON(labels.names, labels.counts)),
                ]).text)
        } else if !isQuiet {
            try Console.print(
                "\(report.hasHeader ? "with" : "without") a header; labels are in column \(report.labelColumn.escaped)")
            try Console.print(
                "\(output.escaped): \(counted(count, "example")) of \(counted(report.featureCount, "feature")) in "
                    + "\(counted(labels.classCount, "class", "classes")) written")
        }
    }
}

extension CSVOptions.ElementType: ParameterValue {}

/// What parts the fields of a record.
struct Separator: ParameterValue {
    let byte: UInt8

    static let comma = Separator(byte: UInt8(ascii: ","))
    static let expectation = "a character such as , or ; or |, or tab"

    init(byte: UInt8) {
        self.byte = byte
    }

    init?(argument: String) {
        if argument == "tab" || argument == "\\t" {
            byte = UInt8(ascii: "\t")
            return
        }
        let bytes = Array(argument.utf8)
        guard bytes.count == 1, bytes[0] < 0x80, !"\"\r\n\0".utf8.contains(bytes[0]) else { return nil }
        byte = bytes[0]
    }

    var argument: String { byte == UInt8(ascii: "\t") ? "tab" : String(UnicodeScalar(byte)) }
}

/// The shape of an example, as people type it: `28x28`.
struct Shape: ParameterValue {
    let lengths: [Int]

    static let expectation = "lengths with an x between them, as 28x28 or 64x64x3"

    init?(argument: String) {
        let parts = argument.split(separator: "x", omittingEmptySubsequences: false)
        lengths = parts.compactMap { part in Int(part).flatMap { $0 > 0 ? $0 : nil } }
        guard lengths.count == parts.count else { return nil }
    }

    var argument: String { lengths.map(String.init).joined(separator: "x") }
}
