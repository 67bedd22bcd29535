import NNCommand
import NNFile
import NNModel

/// `--evaluate`: cost, accuracy and confusion on labelled examples.
struct Evaluation<Scalar: Real> {
    private let predictor: Predictor<Scalar>
    private let modelPath: String
    private let asJSON: Bool

    init(_ predictor: Predictor<Scalar>, modelPath: String, asJSON: Bool) {
        self.predictor = predictor
        self.modelPath = modelPath
        self.asJSON = asJSON
    }

    /// - Parameter path: a data set, or a folder with one subfolder a class.
    func run(on path: String) throws {
        guard predictor.output.meaning != .value else {
            throw InputError("\(modelPath): gives values and no classes, which --evaluate compares")
        }
        var tally = Tally(classNames: predictor.output.classNames)
        if FileList.isFolder(path) {
            let reader = ExampleReader(predictor.input, modelPath: modelPath, raw: nil)
            try reader.check()
            for (index, name) in predictor.output.classNames.enumerated() {
                let folder = "\(path)/\(name)"
                guard FileList.isFolder(folder) else { continue }
                for file in try FileList.files(at: folder, recursive: false) {
                    tally.add(predictor(try reader.values(of: file)), class: index, output: predictor.output)
                }
            }
            guard tally.count > 0 else {
                throw InputError(
                    "\(path): expected subfolders named as the classes of \(modelPath), found none with images")
            }
        } else {
            let file = try FileBytes(path: path)
            _ = file.count
            try evaluate(path, into: &tally)
        }
        try Console.write(asJSON ? tally.json.text + "\n" : tally.text)
    }

    /// Reads the examples from the `nndata` beside this tool, which links HDF5 where this one doesn't.
    private func evaluate(_ path: String, into tally: inout Tally) throws {
        let child = try ChildProcess(siblingTool: "nndata", arguments: ["stream", path])
        guard let start = child.read(ExampleStreamHeader.length), let header = ExampleStreamHeader(start) else {
            let status = child.wait()
            throw status == 0 ? ExitCode.software : ExitCode(rawValue: status) ?? .software
        }
        let features = predictor.input.featureCount
        guard header.features == features else {
            throw InputError(
                "\(path): expected \(features) numbers an example, as \(modelPath) takes, found \(header.features)")
        }
        let units = max(2, predictor.unitCount)
        for example in 0..<header.count {
            guard let bytes = child.read(header.exampleLength) else {
                let status = child.wait()
                throw ExitCode(rawValue: status == 0 ? ExitCode.inputOutput.rawValue : status) ?? .software
            }
            let label = littleEndian(bytes[0..<8])
            guard label < UInt64(units) else {
                throw InputError(
                    "\(path): label of example \(example): expected a class from 0 to \(units - 1), found \(label)")
            }
            let values: [Scalar] =
                header.numberSize == 1
                ? bytes[8...].map { Scalar($0) }
                : stride(from: 8, to: bytes.count, by: 8).map {
                    Scalar(Double(bitPattern: littleEndian(bytes[$0..<$0 + 8])))
                }
            tally.add(predictor(values), class: Int(label), output: predictor.output)
        }
        _ = child.wait()
    }
}

/// Costs and answers of the examples so far.
private struct Tally {
    private let classNames: [String]
    private(set) var count = 0
    private var totalCost = 0.0
    private var confusion: [[Int]] = []

    init(classNames: [String]) {
        self.classNames = classNames
    }

    mutating func add<Scalar: Real>(_ result: Predictor<Scalar>.Result, class index: Int, output: Output) {
        guard case .classes(let answer, let probabilities) = Answer(result.activations, output: output) else { return }
        if confusion.isEmpty {
            confusion = [[Int]](repeating: [Int](repeating: 0, count: probabilities.count), count: probabilities.count)
        }
        let units = result.activations.count
        var targets = [Scalar](repeating: 0, count: units)
        if units == 1 { targets[0] = Scalar(index) } else { targets[index] = 1 }
        // The loss that goes with the output; where none of the two does, the logarithm of the probability.
        if let loss = [Loss.binaryCrossEntropy, .categoricalCrossEntropy].first(where: { $0.accepts(result.activation) }
        ) {
            totalCost += Double(
                result.weightedInputs.withUnsafeBufferPointer { z in
                    result.activations.withUnsafeBufferPointer { a in
                        targets.withUnsafeBufferPointer { y in
                            loss.cost(weightedInputs: z, activations: a, targets: y, activation: result.activation)
                        }
                    }
                })
        } else {
            totalCost -= Double.log(probabilities[index])
        }
        confusion[index][answer] += 1
        count += 1
    }

    private var accuracy: Double {
        Double(confusion.indices.reduce(0) { $0 + confusion[$1][$1] }) / Double(max(1, count))
    }

    var json: JSON {
        .object([
            ("examples", .integer(count)), ("cost", .number(totalCost / Double(max(1, count)))),
            ("accuracy", .number(accuracy)),
            ("confusion", .array(confusion.map { .array($0.map { .integer($0) }) })),
        ])
    }

    var text: String {
        let names = confusion.indices.map { classNames.isEmpty ? "\($0)" : classNames[$0] }
        var table = Table([("true class", .left)] + names.map { ($0.escaped, .right) })
        for (index, row) in confusion.enumerated() { table.add([names[index]] + row.map { "\($0)" }) }
        return "\(grouped(count)) examples: cost \(decimal(totalCost / Double(max(1, count)), places: 6)), "
            + "accuracy \(decimal(accuracy, places: 4))\n\n" + table.text
    }
}
