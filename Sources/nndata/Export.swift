import NNCommand
import NNDataset
import NNFile
import NNImage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// `nndata export`: PNG files, one subfolder a class.
struct Export: Command {
    static let configuration = CommandConfiguration(
        "export", abstract: "Write the examples as PNG files, one subfolder a class.",
        examples: ["nndata export test.h5 -o pictures"])
    @Argument("FILE.h5", help: "a data set of bytes, height × width or height × width × channels") var path: String
    @Option("output", "o", value: "FOLDER", help: "made where it is missing; must be given") var output: String?
    @Flag("quiet", "q", help: "no progress") var isQuiet

    func validate() throws {
        guard output != nil else { throw UsageError("--output is missing: say where the pictures go with -o FOLDER") }
    }

    func run() throws {
        let folder = output ?? ""
        let dataset = try Dataset(path: path)
        let shape = dataset.inputShape
        let channels = shape.count == 3 ? shape[2] : 1
        guard dataset.elementType == .uint8, (2...3).contains(shape.count), channels == 1 || channels == 3 else {
            throw InputError(
                "\(path): \(dataset.inputsPath): expected bytes of shape height × width or height × width × 1 or 3, found \(shape)"
            )
        }
        let labels = try dataset.classLabels()
        let names = (0..<labels.classCount).map { (labels.classNames?[$0] ?? "\($0)").folderName }
        try make(folder)
        for name in names { try make("\(folder)/\(name)") }
        var bar = ProgressBar("export", total: dataset.exampleCount, isEnabled: !isQuiet)
        for example in 0..<dataset.exampleCount {
            let image = Image(
                size: ImageSize(height: shape[0], width: shape[1]), format: channels == 1 ? .grey : .rgb,
                pixels: try dataset.inputs(example..<example + 1, as: UInt8.self))
            let number = String(example)
            let padded = String(repeating: "0", count: max(0, 6 - number.count)) + number
            try image.write(toPNG: "\(folder)/\(names[Int(labels.indices[example])])/\(padded).png")
            bar.update(example + 1)
        }
        bar.clear()
        if !isQuiet { try Console.print("\(folder.escaped): \(grouped(dataset.exampleCount)) pictures written") }
    }

    private func make(_ folder: String) throws(FileError) {
        guard mkdir(folder, 0o777) == 0 || errno == EEXIST else { throw FileError(path: folder, operation: .create) }
    }
}
