import NNCommand
import NNDataset

/// `nndata split`: one data set into two.
struct Split: Command {
    static let configuration = CommandConfiguration(
        "split",
        abstract: "Divide a data set into one to train with and one to test with, each class by the same share.",
        examples: ["nndata split all.h5 --test-split 0.2 -o train.h5 --test-output test.h5"])
    @Argument("FILE.h5", help: "the data set; its labels are classes") var path: String
    @Option("output", "o", value: "TRAIN.h5", help: "the data set to train with; must be given") var output: String?
    @Option("test-output", value: "TEST.h5", help: "the data set to test with; must be given") var testOutput: String?
    @Option(
        "test-split", value: "F",
        help: "the share to test with, between 0 and 1. Examples of equal numbers stay on one side and count as one")
    var testSplit = 0.2
    @Option("seed", value: "N", help: "what the choice depends on") var seed: UInt64 = 0
    @Option("kind", value: "train|test", help: "which one is meant where the file holds both") var kind: Kind?
    @Option("inputs", value: "PATH", help: "the inputs inside the file, where they aren't found") var inputs: String?
    @Option("labels", value: "PATH", help: "the labels inside the file") var labels: String?
    @Option("classes", value: "PATH", help: "the names of the classes inside the file") var classes: String?
    @Flag("json", help: "print one JSON object: classes (index, name, train, test), repeated") var json
    @Flag("quiet", "q", help: "no progress") var isQuiet

    func validate() throws {
        guard let output else {
            throw UsageError("--output is missing: say where the larger part goes with -o TRAIN.h5")
        }
        guard let testOutput else { throw UsageError("--test-output is missing: say where the smaller part goes") }
        try checkTestSplit(testSplit)
        guard output != testOutput else { throw UsageError("--output and --test-output are the same file") }
    }

    func run() throws {
        let dataset = try Dataset(
            path: path, names: DatasetNames(inputs: inputs, labels: labels, classes: classes),
            kind: kind?.datasetKind ?? .any)
        var bar = ProgressBar("split", total: 2 * dataset.exampleCount, isEnabled: !isQuiet)
        let split = try dataset.split(
            fraction: testSplit, seed: seed, to: output ?? "", test: testOutput ?? ""
        ) { done, _ in bar.update(done) }
        bar.clear()
        if json {
            let classes = split.classNames.indices.map { index in
                JSON.object([
                    ("index", .integer(index)), ("name", .string(split.classNames[index])),
                    ("train", .integer(split.trainCounts[index])), ("test", .integer(split.testCounts[index])),
                ])
            }
            try Console.print(
                JSON.object([("classes", .array(classes)), ("repeated", .integer(split.repeatedCount))]).text)
        } else if !isQuiet {
            try Console.write(classTable(split.classNames, split.trainCounts, split.testCounts))
            if split.repeatedCount > 0 {
                try Console.print(
                    "examples that repeat another one, and are on its side: \(grouped(split.repeatedCount))")
            }
            for (path, counts) in [(output, split.trainCounts), (testOutput, split.testCounts)] {
                try Console.print("\((path ?? "").escaped): \(counted(counts.reduce(0, +), "example")) written")
            }
        }
    }
}

/// - Throws: `UsageError` unless there can be something on either side.
func checkTestSplit(_ share: Double) throws {
    guard share > 0, share < 1 else {
        throw UsageError("--test-split: expected a number between 0 and 1, found \(share)")
    }
}
