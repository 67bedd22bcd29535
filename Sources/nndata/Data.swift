import NNCommand
import NNDataset

/// The tool: makes and examines data sets.
struct Data: Command {
    static let configuration = CommandConfiguration(
        "nndata", abstract: "Make and examine data sets.",
        examples: [
            "nndata import idx images.gz labels.gz -o train.h5", "nndata info train.h5",
            "nndata export train.h5 -o pictures",
        ],
        subcommands: [Import.self, Info.self, Export.self, Stream.self])
    @Flag("quiet", "q", help: "no progress") var isQuiet

    func run() throws {
        throw UsageError("say what to do: import, info, export or stream")
    }
}

/// Which of the data sets of a file is meant.
enum Kind: String, CaseIterable, ParameterValue {
    case train, test
    var datasetKind: DatasetKind { self == .train ? .train : .test }
}

/// `nndata import`: from other formats.
struct Import: Command {
    static let configuration = CommandConfiguration(
        "import", abstract: "Turn files of another format into a data set.",
        examples: ["nndata import idx images.gz labels.gz -o train.h5 --classes cat,dog"], subcommands: [ImportIDX.self]
    )
    func run() throws { throw UsageError("say from what: import idx IMAGES LABELS -o OUT.h5") }
}

/// `nndata import idx`
struct ImportIDX: Command {
    static let configuration = CommandConfiguration(
        "idx", abstract: "Turn a pair of IDX files, gzip or not, into a data set.",
        examples: ["nndata import idx images.gz labels.gz -o train.h5 --classes cat,dog"])
    @Argument("IMAGES", help: "the IDX file of the images") var images: String
    @Argument("LABELS", help: "the IDX file of the labels") var labels: String
    @Option("output", "o", value: "OUT.h5", help: "the data set to write; must be given") var output: String?
    @Option("classes", value: "A,B,…", help: "names of the classes in order (default: their numbers)") var classes:
        [String]?
    @Option("kind", value: "train|test", help: "gives the data sets inside their names") var kind = Kind.train
    @Flag("quiet", "q", help: "no progress") var isQuiet

    func validate() throws {
        guard output != nil else { throw UsageError("--output is missing: say where the data set goes with -o OUT.h5") }
    }

    func run() throws {
        let output = output ?? ""
        var bar: ProgressBar?
        let count = try importIDX(
            images: images, labels: labels, to: output, kind: kind.datasetKind, classNames: classes
        ) { done, total in
            if bar == nil { bar = ProgressBar("import", total: total, isEnabled: !isQuiet) }
            bar?.update(done)
        }
        bar?.clear()
        if !isQuiet { try Console.print("\(output.escaped): \(grouped(count)) examples written") }
    }
}

/// `nndata info`
struct Info: Command {
    static let configuration = CommandConfiguration(
        "info", abstract: "Print shapes, types, classes and their balance.", examples: ["nndata info train.h5"])
    @Argument("FILE.h5", help: "the data set") var path: String
    @Flag("json", help: "print one JSON object with examples, shape, type, classes") var json
    @Flag("quiet", "q", help: "no effect: there is nothing but results") var isQuiet

    func run() throws {
        let dataset = try Dataset(path: path)
        let labels = try dataset.classLabels()
        var counts = [Int](repeating: 0, count: labels.classCount)
        for index in labels.indices { counts[Int(index)] += 1 }
        if json {
            let classes = counts.enumerated().map { index, count in
                JSON.object([
                    ("index", .integer(index)), ("name", JSON(labels.classNames?[index])),
                    ("examples", .integer(count)),
                ])
            }
            return try Console.print(
                JSON.object([
                    ("examples", .integer(dataset.exampleCount)),
                    ("shape", .array(dataset.inputShape.map { .integer($0) })),
                    ("type", .string("\(dataset.elementType)")), ("classes", .array(classes)),
                ]).text)
        }
        let shape = dataset.inputShape.map(String.init).joined(separator: " × ")
        try Console.print(
            "\(path.escaped): \(grouped(dataset.exampleCount)) examples of \(shape), \(dataset.elementType)\n")
        var table = Table([("class", .right), ("name", .left), ("examples", .right)])
        for (index, count) in counts.enumerated() {
            table.add(["\(index)", labels.classNames?[index] ?? "", grouped(count)])
        }
        try Console.write(table.text)
    }
}
