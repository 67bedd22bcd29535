import NNCommand
import NNDataset

/// `nndata merge`: several data sets into one.
struct Merge: Command {
    static let configuration = CommandConfiguration(
        "merge", abstract: "Put the examples of several files into one, which has the classes of all.",
        examples: ["nndata merge monday.h5 tuesday.h5 -o week.h5"])
    @Argument(oneOrMore: "FILE.h5", help: "data sets of the same shape and type, whose labels are classes")
    var paths: [String]
    @Option("output", "o", value: "OUT.h5", help: "the data set to write; must be given") var output: String?
    @Option("kind", value: "train|test", help: "gives the data sets inside their names") var kind = Kind.train
    @Option("inputs", value: "PATH", help: "the inputs inside the files, where they aren't found") var inputs: String?
    @Option("labels", value: "PATH", help: "the labels inside the files") var labels: String?
    @Option("classes", value: "PATH", help: "the names of the classes inside the files") var classes: String?
    @Flag("json", help: "print one JSON object: examples, classes (index, name, examples)") var json
    @Flag("quiet", "q", help: "no progress") var isQuiet

    func validate() throws {
        guard output != nil else { throw UsageError("--output is missing: say where the data set goes with -o OUT.h5") }
    }

    func run() throws {
        let output = output ?? ""
        let joined = try JoinedDataset(
            paths: paths, names: DatasetNames(inputs: inputs, labels: labels, classes: classes), kind: .any)
        var bar = ProgressBar("merge", total: joined.exampleCount, isEnabled: !isQuiet)
        let merged = try joined.merge(to: output, kind: kind.datasetKind) { done, _ in bar.update(done) }
        bar.clear()
        if json {
            try Console.print(
                JSON.object([
                    ("examples", .integer(joined.exampleCount)), ("classes", classesJSON(merged.names, merged.counts)),
                ]).text)
        } else if !isQuiet {
            try Console.write(classTable(merged.names, merged.counts))
            try Console.print("\(output.escaped): \(counted(joined.exampleCount, "example")) written")
        }
    }
}
