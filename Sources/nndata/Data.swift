import NNCommand

/// The tool: makes and examines data sets.
struct Data: Command {
    static let configuration = CommandConfiguration(
        "nndata", abstract: "Make and examine data sets.",
        examples: [
            "nndata build pictures -o train.h5 --size 64x64 --test-split 0.2 --test-output test.h5",
            "nndata import idx images.gz labels.gz -o train.h5", "nndata info train.h5",
            "nndata split all.h5 --test-split 0.2 -o train.h5 --test-output test.h5",
            "nndata export train.h5 -o pictures", "nndata montage train.h5 -o sheet.png",
        ],
        subcommands: [
            Build.self, Import.self, Info.self, Split.self, Merge.self, Export.self, Montage.self,
            Stream.self,
        ])
    @Flag("quiet", "q", help: "no progress") var isQuiet

    func run() throws {
        throw UsageError("say what to do: build, import, info, split, merge, export, montage or stream")
    }
}
