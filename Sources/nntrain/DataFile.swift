import NNCommand
import NNDataset
import NNFile
import NNModel
import NNNetwork
import NNTraining

/// A data set in memory, as the trainer wants it and as the model will describe it.
struct DataFile {
    let path: String
    let labelsPath: String
    let examples: Examples
    /// What the model says of its input.
    let input: Input
    let classNames: [String]
    /// The SHA-256 of the file, in hexadecimal: which data set it was, whatever becomes of the name.
    let hash: String
    /// The shape of an example in the file.
    private let exampleShape: [Int]
    private let hasBytes: Bool

    /// Reads the examples to learn from.
    ///
    /// - Parameter loss: what was asked for; nil takes floating-point labels that are no whole numbers for targets.
    init(training path: String, names: DatasetNames, loss: Loss?, normalization: Normalization) throws {
        let dataset = try Dataset(path: path, names: names, kind: .train)
        let targets: Examples.Targets
        var classNames: [String] = []
        switch loss?.isClassification {
        case true?: (targets, classNames) = try Self.classes(of: dataset)
        case false?: targets = try Self.values(of: dataset)
        case nil:
            do {
                (targets, classNames) = try Self.classes(of: dataset)
            } catch {
                guard dataset.hasFloatingPointLabels else { throw error }
                targets = try Self.values(of: dataset)
            }
        }
        try self.init(dataset, targets, classNames: classNames) { inputs in
            normalization.scaling(of: inputs, shape: dataset.inputShape)
        }
    }

    /// Reads the examples to measure on, in the terms of those that were learned from.
    init(testing path: String, names: DatasetNames, like training: DataFile) throws {
        let dataset = try Dataset(path: path, names: names, kind: .test)
        guard dataset.inputShape == training.exampleShape else {
            throw InputError(
                "\(path): \(dataset.inputsPath): expected examples of shape \(training.exampleShape), as in \(training.path), "
                    + "found \(dataset.inputShape)")
        }
        let targets: Examples.Targets
        switch training.examples.targets {
        case .classes(_, let count):
            let names = training.classNames.isEmpty ? nil : training.classNames
            let labels = try dataset.classLabels(named: names)
            targets = .classes(labels.indices.map { Int($0) }, count: count)
        case .values: targets = try Self.values(of: dataset)
        }
        try self.init(dataset, targets, classNames: training.classNames) { _ in training.input.scaling }
    }

    private init(
        _ dataset: Dataset, _ targets: Examples.Targets, classNames: [String], scaling: (Examples.Inputs) -> Scaling
    ) throws {
        let all = 0..<dataset.exampleCount
        let inputs: Examples.Inputs =
            switch dataset.elementType {
            case .uint8: .bytes(try dataset.inputs(all))
            case .float32, .float16: .floats(try dataset.inputs(all))
            default: .doubles(try dataset.inputs(all))
            }
        path = dataset.path
        hash = try Self.hash(of: dataset.path)
        exampleShape = dataset.inputShape
        labelsPath = dataset.labelsPath
        hasBytes = dataset.elementType == .uint8
        self.classNames = classNames
        // A model file knows four axes; beyond them only the numbers are left, which is what the network sees anyway.
        let shape = dataset.inputShape.count <= NNModel.Limits.rank ? dataset.inputShape : [dataset.featureCount]
        var input = Input(shape: shape, scaling: scaling(inputs))
        if hasBytes {
            input.range = 0...255
            if input.imageSize != nil { input.resizing = try Self.resizing(of: dataset) }
        }
        self.input = input
        do throws(TrainingError) {
            examples = try Examples(
                inputs: inputs, targets: targets, featureCount: dataset.featureCount, scaling: input.scaling)
        } catch {
            throw InputError("\(path): \(error)")
        }
    }

    /// Looks for labels that don't fit the network, which is an error of the data and not of a library's caller.
    func check(_ architecture: Architecture, _ loss: Loss) throws {
        do throws(TrainingError) {
            try examples.check(architecture, loss)
        } catch {
            guard error.reason == .malformedInput else { throw UsageError("\(error)") }
            throw InputError("\(path): \(labelsPath): \(error)")
        }
    }

    private static func classes(of dataset: Dataset) throws -> (Examples.Targets, names: [String]) {
        let labels = try dataset.classLabels()
        if let names = labels.classNames, names.count < 2 {
            throw InputError(
                "\(dataset.path): \(dataset.labelsPath): expected 2 or more classes, found \(names.count): \(names)")
        }
        // One class alone is still a question of yes or no.
        let count = max(2, labels.classCount)
        return (.classes(labels.indices.map { Int($0) }, count: count), labels.classNames ?? [])
    }

    private static func values(of dataset: Dataset) throws -> Examples.Targets {
        let targets = try dataset.targets()
        return .values(targets.values, width: targets.width)
    }

    /// Once more through the file, which the system has at hand now.
    private static func hash(of path: String) throws(FileError) -> String {
        SHA256.text(try FileBytes(path: path).withUnsafeBytes { SHA256.of($0) })
    }

    /// How images were brought to their size, so that prediction does the same.
    private static func resizing(of dataset: Dataset) throws -> Resizing {
        var resizing = Resizing()
        if let name = dataset.resizeFilter {
            guard let filter = Resizing.Filter(rawValue: name) else {
                throw InputError("\(dataset.path): \(dataset.inputsPath): unknown resize filter '\(name)'")
            }
            resizing.filter = filter
        }
        if let name = dataset.resizeFit {
            guard let fit = Resizing.Fit(rawValue: name) else {
                throw InputError("\(dataset.path): \(dataset.inputsPath): unknown resize fit '\(name)'")
            }
            resizing.fit = fit
        }
        return resizing
    }
}
