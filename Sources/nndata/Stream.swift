import NNCommand
import NNDataset

/// `nndata stream`: a data set as a stream of examples (`ExampleStreamHeader`), for nnpredict, which links no HDF5.
struct Stream: Command {
    static let configuration = CommandConfiguration(
        "stream", abstract: "Write examples to standard output for another tool (nnpredict --evaluate).",
        examples: ["nndata stream test.h5 | …"])

    @Argument("FILE.h5", help: "the data set; the one for testing where there are two") var path: String
    @Option("inputs", value: "PATH", help: "the inputs inside the file, where they aren't found") var inputs: String?
    @Option("labels", value: "PATH", help: "the labels inside the file") var labels: String?
    @Option("classes", value: "PATH", help: "the names of the classes inside the file") var classes: String?
    @Flag("targets", help: "labels are numbers to come near to, and not classes") var areTargets
    @Flag("quiet", "q", help: "no effect: there is nothing but results") var isQuiet

    func run() throws {
        let names = DatasetNames(inputs: inputs, labels: labels, classes: classes)
        let dataset = try Dataset(path: path, names: names, kind: .test)
        if areTargets {
            let targets = try dataset.targets()
            let width = targets.width
            try write(dataset, labels: .targets(width: width)) { example in
                .targets(Array(targets.values[example * width..<(example + 1) * width]))
            }
        } else {
            let classes = try dataset.classLabels()
            try write(dataset, labels: .classes(count: classes.classCount), names: classes.classNames ?? []) {
                example in
                .index(Int(classes.indices[example]))
            }
        }
    }

    private func write(
        _ dataset: Dataset, labels: ExampleStreamHeader.Labels, names: [String] = [], label: (Int) -> ExampleLabel
    ) throws {
        let type: ExampleElementType =
            switch dataset.elementType {
            case .uint8: .uint8
            case .float16, .float32: .float32
            default: .float64
            }
        var writer = try ExampleStreamWriter(
            ExampleStreamHeader(
                shape: dataset.inputShape, elementType: type, labels: labels, classNames: names,
                exampleCount: dataset.exampleCount))
        let features = dataset.featureCount
        for examples in dataset.blocks {
            let block: ExampleElements =
                switch type {
                case .uint8: .uint8(try dataset.inputs(examples))
                case .float32: .float32(try dataset.inputs(examples))
                case .float64: .float64(try dataset.inputs(examples))
                }
            for example in examples {
                let row = (example - examples.lowerBound) * features..<(example - examples.lowerBound + 1) * features
                try writer.write(Example(block[row], label: label(example)))
            }
        }
        writer.finish()
    }
}
