import NNCommand
import NNDataset
import NNFile
import NNModel
import NNNetwork
import NNThreads
import NNTraining

/// A data set, of one file or several, as the trainer wants it and as the model will describe it.
struct DataFile {
    /// The files, in the order in which they were given.
    let paths: [String]
    /// The SHA-256 of each file, in hexadecimal: which data set it was, whatever becomes of the names.
    let hashes: [String]
    /// The examples, in memory where they fit.
    let examples: any ExampleSource
    /// What the model says of its input.
    let input: Input
    let classNames: [String]
    private let labelsPath: String
    /// The shape of an example in the file.
    private let exampleShape: [Int]
    private let need: MemoryNeed
    /// That of the data set whose examples are in memory as well.
    private let otherNeed: MemoryNeed?
    private let memory: MemorySize

    /// Reads the examples to learn from.
    ///
    /// - Parameters:
    ///   - loss: what was asked for; nil takes floating-point labels that are no whole numbers for targets.
    ///   - memory: what the examples may take.
    init(
        training paths: [String], names: DatasetNames, loss: Loss?, normalization: Normalization, memory: MemorySize
    ) throws {
        let hashes = Self.beginHashing(paths)
        let data = try JoinedDataset(paths: paths, names: names, kind: .train)
        let labels: DatasetLabels
        var classNames: [String] = []
        switch loss?.isClassification {
        case true?: (labels, classNames) = try Self.classes(of: data)
        case false?: labels = try Self.values(of: data)
        case nil:
            do {
                (labels, classNames) = try Self.classes(of: data)
            } catch {
                guard try data.hasFloatingPointLabels() else { throw error }
                labels = try Self.values(of: data)
            }
        }
        try self.init(data, labels, hashes, classNames: classNames, memory: memory, beside: nil) { read in
            try normalization.scaling(shape: data.inputShape, areBytes: data.elementType == .uint8, read)
        }
    }

    /// Reads the examples to measure on, in the terms of those that were learned from.
    ///
    /// - Parameter memory: what they may take together with those.
    init(testing path: String, names: DatasetNames, like training: DataFile, memory: MemorySize) throws {
        let hashes = Self.beginHashing([path])
        let data = try JoinedDataset(paths: [path], names: names, kind: .test)
        guard data.inputShape == training.exampleShape else {
            throw InputError(
                "\(path): \(data.parts[0].inputsPath): expected examples of shape \(training.exampleShape), as in "
                    + "\(training.paths[0]), found \(data.inputShape)")
        }
        let labels: DatasetLabels
        switch training.examples.targetKind {
        case .classes(let counts):
            let names = training.classNames.isEmpty ? nil : training.classNames
            labels = .classes(try data.classLabels(named: names).indices, count: counts.count)
        case .values: labels = try Self.values(of: data)
        }
        // The two are not in use at the same time, but what stays of the other stays.
        try self.init(
            data, labels, hashes, classNames: training.classNames, memory: memory, beside: training.need
        ) { _ in training.input.scaling }
        // Better known before an hour of training than after it.
        if let streamed = examples as? StreamedExamples { try streamed.forEachBlock { _ in } }
    }

    /// - Parameters:
    ///   - other: whose examples take some of the memory.
    ///   - scaling: is given what reads all inputs, a part at a time.
    private init(
        _ data: JoinedDataset, _ labels: DatasetLabels, _ hashes: Background<Result<[String], FileError>>,
        classNames: [String], memory: MemorySize, beside other: MemoryNeed?,
        scaling: (((Examples.Inputs) -> Void) throws -> Void) throws -> Scaling
    ) throws {
        need = MemoryNeed(data, labels)
        do {
            if need.fits(in: memory.bytes - (other?.taken(of: memory.bytes) ?? 0)) {
                let all = 0..<data.exampleCount
                let inputs = try data.inputs([all])
                examples = try Examples(
                    inputs: inputs, targets: labels.targets([all]), featureCount: data.featureCount,
                    scaling: try scaling { $0(inputs) })
            } else {
                examples = try StreamedExamples(data, labels, memory: memory, beside: other) { examples in
                    try scaling { try examples.forEachBlock($0) }
                }
            }
        } catch let error as TrainingError {
            throw InputError("\(data.parts[0].path): \(error)")
        }
        paths = data.parts.map(\.path)
        self.hashes = try hashes.value.get()
        exampleShape = data.inputShape
        labelsPath = data.parts[0].labelsPath
        (otherNeed, self.memory) = (other, memory)
        self.classNames = classNames
        // A model file knows four axes; beyond them only the numbers are left, which is what the network sees anyway.
        let shape = data.inputShape.count <= NNModel.Limits.rank ? data.inputShape : [data.featureCount]
        var input = Input(shape: shape, scaling: examples.scaling)
        if data.elementType == .uint8 {
            input.range = 0...255
            if input.imageSize != nil { input.resizing = try Self.resizing(of: data) }
        }
        self.input = input
        warnOfLongChunks(data)
    }

    /// Compressed chunks are inflated as a whole, whichever of their examples are wanted.
    private func warnOfLongChunks(_ data: JoinedDataset) {
        guard isStreamed, let part = data.parts.max(by: { $0.chunkLength < $1.chunkLength }),
            part.chunkLength > examples.capacity
        else { return }
        Console.report(
            "nntrain: warning: \(part.path): \(part.inputsPath): expected chunks of at most \(examples.capacity) examples, "
                + "as many as fit in memory twice, found \(part.chunkLength): reading is faster with --memory "
                + "\(self.memory(forBatch: part.chunkLength).argument)")
    }

    /// Looks for labels that don't fit the network, which is an error of the data and not of a library's caller.
    func check(_ architecture: Architecture, _ loss: Loss) throws {
        do throws(TrainingError) {
            try examples.check(architecture, loss)
        } catch {
            guard error.reason == .malformedInput else { throw UsageError("\(error)") }
            throw InputError("\(paths[0]): \(labelsPath): \(error)")
        }
    }

    /// Whether not all are in memory at once.
    var isStreamed: Bool { examples.capacity < examples.count }

    /// Memory in which batches of so many examples can be had.
    func memory(forBatch size: Int) -> MemorySize {
        MemorySize(roundingUp: need.memory(forBatch: size, beside: otherNeed, insteadOf: memory.bytes))
    }

    private static func classes(of data: JoinedDataset) throws -> (DatasetLabels, names: [String]) {
        let labels = try data.classLabels()
        if let names = labels.classNames, names.count < 2 {
            throw InputError(
                "\(data.parts[0].path): \(data.parts[0].labelsPath): expected 2 or more classes, "
                    + "found \(names.count): \(names)")
        }
        // One class alone is still a question of yes or no.
        return (.classes(labels.indices, count: max(2, labels.classCount)), labels.classNames ?? [])
    }

    private static func values(of data: JoinedDataset) throws -> DatasetLabels {
        let targets = try data.targets()
        return .values(targets.values, width: targets.width)
    }

    /// Hashes files while they are being read: of some megabytes one takes as long as the other.
    private static func beginHashing(_ paths: [String]) -> Background<Result<[String], FileError>> {
        Background {
            Result { () throws(FileError) in
                try paths.map { path throws(FileError) in
                    var hash = SHA256()
                    try readPieces(ofFile: path) { hash.add($0) }
                    return SHA256.text(hash.finish())
                }
            }
        }
    }

    /// How images were brought to their size, so that prediction does the same.
    private static func resizing(of data: JoinedDataset) throws -> Resizing {
        var resizing = Resizing()
        if let name = data.resizeFilter {
            guard let filter = Resizing.Filter(rawValue: name) else {
                throw InputError("\(data.parts[0].path): \(data.parts[0].inputsPath): unknown resize filter '\(name)'")
            }
            resizing.filter = filter
        }
        if let name = data.resizeFit {
            guard let fit = Resizing.Fit(rawValue: name) else {
                throw InputError("\(data.parts[0].path): \(data.parts[0].inputsPath): unknown resize fit '\(name)'")
            }
            resizing.fit = fit
        }
        return resizing
    }
}

extension JoinedDataset.Part {
    /// Examples that are stored together.
    fileprivate var chunkLength: Int { min(examplesPerChunk, examples.count) }
}
