import NNCommand
import NNDataset
import NNFile
import NNInterchange

/// `nndata import npz`
struct ImportNPZ: Command {
    static let configuration = CommandConfiguration(
        "npz", abstract: "Turn two arrays of an .npz file of numpy's into a data set.",
        examples: [
            "nndata import npz mnist.npz -o train.h5", "nndata import npz mnist.npz -o test.h5 --kind test",
            "nndata import npz mine.npz -o mine.h5 --inputs pictures --labels kinds --classes cat,dog",
        ])
    @Argument("FILE.npz", help: "as numpy.savez and savez_compressed write it") var path: String
    @Option("output", "o", value: "OUT.h5", help: "the data set to write; must be given") var output: String?
    @Option(
        "inputs", value: "NAME",
        help:
            "the array of the inputs, one example a row (default: x_train, x, images and so on; Specs/dataset-layouts.md)"
    ) var inputs: String?
    @Option("labels", value: "NAME", help: "the array of the labels: whole numbers, one-hot rows or strings")
    var labels: String?
    @Option("classes", value: "A,B,…", help: "names of the classes in order (default: from the labels)") var classes:
        [String]?
    @Option("kind", value: "train|test", help: "which arrays are taken, and how the data sets are named") var kind =
        Kind.train
    @Flag("json", help: "print one JSON object: examples, shape, type, classes (index, name, examples)") var json
    @Flag("quiet", "q", help: "no progress") var isQuiet

    func validate() throws {
        guard output != nil else { throw UsageError("--output is missing: say where the data set goes with -o OUT.h5") }
        guard (inputs == nil) == (labels == nil) else { throw UsageError("--inputs and --labels go together") }
    }

    func run() throws {
        // Read in pieces, so that its size costs time and room on the disk alone.
        let limits = InterchangeLimits(bytes: 1 << 40)
        try NPZArrays.with(FileBytes(path: path), limits: limits) { arrays in
            let names = try names(among: arrays.names)
            let labels = try readLabels(names.labels, of: arrays)
            let examples = try NPZExamples(names.inputs, of: arrays, path: path)
            guard examples.count == labels.indices.count else {
                throw InputError(
                    "\(path): \(names.labels): expected \(examples.count) labels, as \(names.inputs) has examples, found "
                        + "\(labels.indices.count)")
            }
            var bar = ProgressBar("import", total: examples.count, isEnabled: !isQuiet)
            try examples.write(arrays, labels, to: output ?? "", kind: kind.datasetKind) { bar.update($0) }
            bar.clear()
            try report(examples, labels)
        }
    }

    private func names(among all: [String]) throws -> (inputs: String, labels: String) {
        if let inputs, let labels { return (inputs, labels) }
        let found = NamePair.find(among: all, kind: kind.datasetKind)
        guard let pair = found.first else {
            throw InputError(
                "\(path): no inputs and labels under names that are known; the file holds "
                    + "\(all.isEmpty ? "nothing" : all.joined(separator: ", ")); name them with --inputs and --labels")
        }
        guard found.count == 1 else {
            let choices = found.map(\.inputs).joined(separator: ", ")
            throw InputError("\(path): found \(choices): say which with --inputs and --labels")
        }
        return (pair.inputs, pair.labels)
    }

    private func readLabels(_ name: String, of arrays: NPZArrays) throws -> ClassLabels {
        do {
            return try NPZLabels(name, of: arrays).classes(named: classes)
        } catch let problem as LabelTexts.Problem {
            throw InputError(
                "\(path): \(name): example \(problem.example): expected \(problem.expected), found \(problem.found)")
        }
    }

    private func report(_ examples: NPZExamples, _ labels: ClassLabels) throws {
        if json {
            try Console.print(
                JSON.object([
                    ("examples", .integer(examples.count)), ("shape", .array(examples.shape.map { .integer($0) })),
                    ("type", .string(examples.storedType.rawValue)),
                    ("classes", classesJSON(labels.names, labels.counts)),
                ]).text)
        } else if !isQuiet {
            let shape = examples.shape.map(String.init).joined(separator: " × ")
            try Console.print(
                "\((output ?? "").escaped): \(counted(examples.count, "example")) of \(shape), \(examples.storedType), in "
                    + "\(counted(labels.classCount, "class", "classes")) written")
        }
    }
}
