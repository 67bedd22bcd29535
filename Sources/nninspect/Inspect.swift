import NNCommand
import NNModel

/// The tool: a summary of a model file, and the subcommands that look closer.
struct Inspect: Command {
    static let configuration = CommandConfiguration(
        "nninspect", abstract: "Look inside a model file; it is never changed.",
        examples: [
            "nninspect cats.nnm",
            "nninspect dump cats.nnm --layer 1 --tensor W --format npy -o W1.npy",
            "nninspect verify cats.nnm",
            "nninspect diff old.nnm new.nnm",
        ],
        subcommands: [
            Dump.self, Stats.self, ShowHistory.self, Layout.self, Verify.self, Digest.self, Diff.self,
        ])

    @Argument("MODEL.nnm", help: "the model file") var path: String
    @Flag(
        "json",
        help:
            "print one JSON object with version, layers, parameters, input, output, classes, digest, metadata, verification, unknownChunks, optionalFeatures"
    )
    var json
    @Flag("quiet", "q", help: "no effect: there is nothing but results") var isQuiet

    func run() throws {
        let file = try ModelFile(path: path)
        let summary = Summary(file: file, metadata: try file.metadata(), verification: try file.verification())
        try Console.write(json ? summary.json.text + "\n" : summary.text)
    }
}
