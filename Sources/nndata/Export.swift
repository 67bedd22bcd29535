import NNCommand
import NNDataset
import NNFile
import NNImage
import NNThreads

/// `nndata export`: PNG files, one subfolder a class.
struct Export: Command {
    static let configuration = CommandConfiguration(
        "export", abstract: "Write the examples as PNG files, one subfolder a class.",
        examples: ["nndata export test.h5 -o pictures"])
    @Argument("FILE.h5", help: "a data set of bytes, height × width or height × width × channels") var path: String
    @Option(
        "output", "o", value: "FOLDER",
        help:
            "made where it is missing; must be given. Files are named by the number of the example, and replace those of the same names"
    ) var output: String?
    @Option("kind", value: "train|test", help: "which one is meant where the file holds both") var kind: Kind?
    @Option("inputs", value: "PATH", help: "the inputs inside the file, where they aren't found") var inputs: String?
    @Option("labels", value: "PATH", help: "the labels inside the file") var labels: String?
    @Option("classes", value: "PATH", help: "the names of the classes inside the file") var classes: String?
    @Option("threads", value: "N", help: "for encoding and writing (default: 8, or all cores where there are more)")
    var threads: Int?
    @Flag("quiet", "q", help: "no progress") var isQuiet

    func validate() throws {
        guard output != nil else { throw UsageError("--output is missing: say where the pictures go with -o FOLDER") }
        if let threads, threads < 1 { throw UsageError("--threads: expected 1 or more, found \(threads)") }
    }

    func run() throws {
        let folder = output ?? ""
        let pictures = try DatasetPictures(
            Dataset(
                path: path, names: DatasetNames(inputs: inputs, labels: labels, classes: classes),
                kind: kind?.datasetKind ?? .any))
        let labels = try pictures.dataset.classLabels()
        let folders = try ClassFolders(in: folder, names: labels.names)
        let total = pictures.dataset.exampleCount
        // Each file is synced, and so more threads than cores are of use: one waits for the disk while others compute.
        let threads = threads ?? max(8, availableCores)
        // As many digits as the largest number has, so that the order of the names is that of the examples.
        let digits = max(6, String(total - 1).count)
        var bar = ProgressBar("export", total: total, unit: "pictures", isEnabled: !isQuiet)
        for examples in pictures.dataset.blocks {
            let images = try pictures.read(examples)
            try orderedMap(
                zip(examples, images).map { ($0, $1) }, threads: threads, makingState: {}
            ) { item, _ -> FileError? in
                let (example, image) = item
                let number = String(example)
                let name = String(repeating: "0", count: digits - number.count) + number
                do throws(FileError) {
                    try image.write(toPNG: "\(folders.paths[Int(labels.indices[example])])/\(name).png")
                    return nil
                } catch {
                    return error
                }
            } handOver: { item, error throws(FileError) in
                if let error { throw error }
                bar.update(item.0 + 1)
            }
        }
        bar.clear()
        if !isQuiet { try Console.print("\(folder.escaped): \(counted(total, "picture")) written") }
        try folders.warn(beside: labels.counts)
    }
}
