import NNCommand
import NNDataset

/// `nndata info`: what is in a data set.
struct Info: Command {
    static let configuration = CommandConfiguration(
        "info", abstract: "Print shapes, types, classes and their balance, and what the numbers are like.",
        examples: ["nndata info train.h5", "nndata info train.h5 --json"])
    /// Channels that a table shows; JSON has all.
    private static let mostRows = 16

    @Argument("FILE.h5", help: "the data set") var path: String
    @Option("kind", value: "train|test", help: "which one is meant where the file holds both") var kind: Kind?
    @Option("inputs", value: "PATH", help: "the inputs inside the file, where they aren't found") var inputs: String?
    @Option("labels", value: "PATH", help: "the labels inside the file") var labels: String?
    @Option("classes", value: "PATH", help: "the names of the classes inside the file") var classes: String?
    @Flag(
        "json",
        help:
            "print one JSON object: examples, shape, type, classes (index, name, examples), channels (minimum, maximum, mean, deviation, nan, infinite), targets (the same; null where labels are classes), resizeFilter, resizeFit"
    ) var json
    @Flag("quiet", "q", help: "no progress") var isQuiet

    func run() throws {
        let dataset = try Dataset(
            path: path, names: DatasetNames(inputs: inputs, labels: labels, classes: classes),
            kind: kind?.datasetKind ?? .any)
        let labels = try Labels(of: dataset)
        var bar = ProgressBar("info", total: dataset.exampleCount, isEnabled: !isQuiet)
        let channels = try dataset.statistics { done, _ in bar.update(done) }
        bar.clear()
        if json {
            try Console.print(object(dataset, labels, channels).text)
        } else {
            try Console.write(text(dataset, labels, channels))
        }
    }

    private func text(_ dataset: Dataset, _ labels: Labels, _ channels: [NumberStatistics]) -> String {
        let shape = dataset.inputShape.map(String.init).joined(separator: " × ")
        var text = "\(path.escaped): \(counted(dataset.exampleCount, "example")) of \(shape), \(dataset.elementType)\n"
        if let filter = dataset.resizeFilter, let fit = dataset.resizeFit {
            text += "pictures were brought to this size by \(filter), \(fit)\n"
        }
        text += "\n"
        switch labels {
        case .classes(let labels):
            var table = Table([("class", .right), ("name", .left), ("examples", .right), ("share", .right)])
            for (index, count) in labels.counts.enumerated() {
                let share = 100 * Double(count) / Double(dataset.exampleCount)
                table.add([
                    "\(index)", labels.classNames?[index] ?? "", grouped(count), decimal(share, places: 1) + "%",
                ])
            }
            text += table.text
        case .targets(let statistics): text += table("target", statistics)
        }
        return text + "\n" + table(dataset.inputShape.count == 1 ? "feature" : "channel", channels)
    }

    private func table(_ title: String, _ statistics: [NumberStatistics]) -> String {
        var table = Table([
            (title, .right), ("minimum", .right), ("maximum", .right), ("mean", .right), ("deviation", .right),
            ("NaN", .right), ("infinite", .right),
        ])
        for (index, numbers) in statistics.prefix(Self.mostRows).enumerated() {
            let values =
                [numbers.minimum, numbers.maximum].map { Int(exactly: $0).map(String.init) ?? compact($0) }
                + [numbers.mean, numbers.deviation].map(compact)
            table.add(
                ["\(index)"] + values.map { numbers.count == 0 ? "" : $0 }
                    + [grouped(numbers.nanCount), grouped(numbers.infiniteCount)])
        }
        let rest = statistics.count - Self.mostRows
        return table.text + (rest > 0 ? "and \(grouped(rest)) more, which --json has\n" : "")
    }

    private func object(_ dataset: Dataset, _ labels: Labels, _ channels: [NumberStatistics]) -> JSON {
        var (classes, targets) = ([JSON](), JSON.null)
        switch labels {
        case .classes(let labels):
            classes = labels.counts.enumerated().map { index, count in
                .object([
                    ("index", .integer(index)), ("name", JSON(labels.classNames?[index])),
                    ("examples", .integer(count)),
                ])
            }
        case .targets(let statistics): targets = .array(statistics.map(\.json))
        }
        return .object([
            ("examples", .integer(dataset.exampleCount)),
            ("shape", .array(dataset.inputShape.map { .integer($0) })), ("type", .string("\(dataset.elementType)")),
            ("classes", .array(classes)), ("channels", .array(channels.map(\.json))), ("targets", targets),
            ("resizeFilter", JSON(dataset.resizeFilter)), ("resizeFit", JSON(dataset.resizeFit)),
        ])
    }
}

/// What the labels of a data set are taken for: classes, unless they are floating-point numbers that can't be any.
private enum Labels {
    case classes(ClassLabels)
    case targets([NumberStatistics])

    init(of dataset: Dataset) throws {
        do {
            self = .classes(try dataset.classLabels())
        } catch {
            guard dataset.hasFloatingPointLabels, let targets = try? dataset.targets() else { throw error }
            var statistics = [NumberStatistics](repeating: NumberStatistics(), count: targets.width)
            for (index, value) in targets.values.enumerated() { statistics[index % targets.width].add(value) }
            self = .targets(statistics)
        }
    }
}

extension NumberStatistics {
    fileprivate var json: JSON {
        .object([
            ("minimum", .number(minimum)), ("maximum", .number(maximum)), ("mean", .number(mean)),
            ("deviation", .number(deviation)), ("nan", .integer(nanCount)), ("infinite", .integer(infiniteCount)),
        ])
    }
}
