import NNCommand
import NNDataset

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
    @Flag("json", help: "print one JSON object: examples") var json
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
        if json {
            try Console.print(JSON.object([("examples", .integer(count))]).text)
        } else if !isQuiet {
            try Console.print("\(output.escaped): \(counted(count, "example")) written")
        }
    }
}
