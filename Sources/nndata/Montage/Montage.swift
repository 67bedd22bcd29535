import NNCommand
import NNDataset
import NNFile
import NNImage
import NNModel

/// `nndata montage`: a look at the pictures of a data set.
struct Montage: Command {
    static let configuration = CommandConfiguration(
        "montage", abstract: "Draw a contact sheet: some of the pictures with their classes below them, as a PNG file.",
        examples: ["nndata montage train.h5 -o sheet.png", "nndata montage train.h5 -o sheet.png --count 100 --seed 7"])
    @Argument("FILE.h5", help: "a data set of bytes, height × width or height × width × channels") var path: String
    @Option("output", "o", value: "SHEET.png", help: "the picture to write; must be given") var output: String?
    @Option("count", "n", value: "N", help: "how many are shown, chosen by the seed; all where there are no more")
    var count =
        60
    @Option("columns", value: "N", help: "pictures in a row (default: so many that the sheet is rather wide)")
    var columns: Int?
    @Option(
        "tile", value: "PIXELS",
        help: "the height of a picture on the sheet (default: its own, or a multiple or part of it from 64 to 128)")
    var tile: Int?
    @Option("seed", value: "N", help: "what the choice depends on") var seed: UInt64 = 0
    @Option("kind", value: "train|test", help: "which one is meant where the file holds both") var kind: Kind?
    @Option("inputs", value: "PATH", help: "the inputs inside the file, where they aren't found") var inputs: String?
    @Option("labels", value: "PATH", help: "the labels inside the file") var labels: String?
    @Option("classes", value: "PATH", help: "the names of the classes inside the file") var classes: String?
    @Flag("quiet", "q", help: "no progress") var isQuiet

    func validate() throws {
        guard output != nil else { throw UsageError("--output is missing: say where the sheet goes with -o SHEET.png") }
        guard count >= 1 else { throw UsageError("--count: expected 1 or more, found \(count)") }
        if let columns, columns < 1 { throw UsageError("--columns: expected 1 or more, found \(columns)") }
        if let tile, !(1...4096).contains(tile) { throw UsageError("--tile: expected 1 to 4096, found \(tile)") }
    }

    func run() throws {
        let output = output ?? ""
        let pictures = try DatasetPictures(
            Dataset(
                path: path, names: DatasetNames(inputs: inputs, labels: labels, classes: classes),
                kind: kind?.datasetKind ?? .any))
        let labels = try pictures.dataset.classLabels()
        let names = labels.names
        var generator = SplitMix64(seed: seed)
        let chosen = generator.sample(count, below: pictures.dataset.exampleCount)
        let layout = SheetLayout(pictures.size, count: chosen.count, columns: columns, tile: tile)
        guard let size = layout.size else {
            throw UsageError("--count \(count): a sheet of so many pictures of this size would be too large")
        }
        var sheet = Sheet(size)
        var bar = ProgressBar("montage", total: chosen.count, unit: "pictures", isEnabled: !isQuiet)
        for (place, example) in chosen.enumerated() {
            let image = try pictures.read(example..<example + 1)[0]
            let (top, left) = layout.corner(of: place)
            sheet.draw(layout.scaled(image), top: top, left: left)
            let name = BitmapFont.fitted(
                names[Int(labels.indices[example])], width: layout.tile.width / layout.textScale)
            sheet.write(
                name, top: top + layout.tile.height + SheetLayout.textGap, left: left, scale: layout.textScale, grey: 64
            )
            bar.update(place + 1)
        }
        bar.clear()
        try sheet.image.write(toPNG: output)
        if !isQuiet {
            try Console.print("\(output.escaped): \(counted(chosen.count, "picture")) on \(size) pixels")
        }
    }
}
