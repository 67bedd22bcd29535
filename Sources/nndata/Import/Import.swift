import NNCommand

/// `nndata import`: from other formats.
struct Import: Command {
    static let configuration = CommandConfiguration(
        "import", abstract: "Turn files of another format into a data set.",
        examples: [
            "nndata import idx images.gz labels.gz -o train.h5 --classes cat,dog",
            "nndata import csv iris.csv -o iris.h5 --label species", "nndata import npz mnist.npz -o train.h5",
        ], subcommands: [ImportIDX.self, ImportCSV.self, ImportNPZ.self])

    func run() throws { throw UsageError("say from what: import idx, import csv or import npz") }
}
