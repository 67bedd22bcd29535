import NNModel
import NNNetwork
import NNTraining
import Testing

/// A run that checkpoints are taken of.
struct CheckpointRun: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let architecture: Architecture
    let examples: Examples
    let settings: TrainingSettings

    init(
        _ name: String, _ optimizer: Optimizer, _ batchSize: TrainingSettings.BatchSize = .examples(16),
        epochs: Int = 4, firstLayer: TrainingSettings.FirstLayer = .auto, examples: Examples? = nil,
        units: [Int] = [8, 3], _ change: (inout TrainingSettings) throws -> Void = { _ in }
    ) throws {
        testDescription = name
        self.examples = try examples ?? smallExamples(60)
        architecture = try Architecture(
            inputs: self.examples.featureCount, units: units,
            activations: [Activation](repeating: .relu, count: units.count - 1) + [.softmax])
        var settings = TrainingSettings(
            loss: .categoricalCrossEntropy, optimizer: optimizer, batchSize: batchSize, length: .epochs(epochs),
            firstLayer: firstLayer, reportEvery: 3, seed: 5)
        try change(&settings)
        self.settings = settings
    }

    /// - Parameter seed: of the initial weights.
    func trainer<Scalar: TrainingReal>(_ type: Scalar.Type, seed: UInt64 = 5) throws -> Trainer<Scalar> {
        try Trainer(Network(Parameters(initialFor: architecture, seed: seed)), on: examples, settings)
    }

    /// A checkpoint of the trainer as it is.
    func checkpoint<Scalar: TrainingReal>(_ trainer: Trainer<Scalar>) throws -> [UInt8]? {
        try trainer.checkpoint { network, _ in model(network) }?.bytes
    }

    func model<Scalar: TrainingReal>(_ network: Network<Scalar>, _ history: History? = nil) -> Model {
        Model(
            input: Input(shape: [architecture.inputs]), layers: network.layers, output: Output(meaning: .probability),
            history: history)
    }

    /// The bytes that a whole run ends in.
    func end<Scalar: TrainingReal>(_ trainer: Trainer<Scalar>) throws -> [UInt8] {
        let result = try trainer.run()
        var model = model(trainer.network, result.history)
        model.metadata["end"] =
            "\(result.end) \(result.iterations) \(result.keptIteration) \(String(describing: result.validation))"
        return try model.encoded(compression: .none)
    }

    /// Runs up to each of these iterations in turn, every time with a new trainer that has read the checkpoint of the one
    /// before, and then to the end.
    func interrupted<Scalar: TrainingReal>(_ type: Scalar.Type, at stops: [Int]) throws -> [UInt8] {
        var checkpoint: [UInt8]?
        for stop in stops {
            let trainer = try resumed(type, from: checkpoint)
            _ = try trainer.run { $0.iteration < stop }
            checkpoint = try self.checkpoint(trainer)
        }
        return try end(try resumed(type, from: checkpoint))
    }

    /// A trainer with other initial weights, which don't matter any more.
    private func resumed<Scalar: TrainingReal>(_ type: Scalar.Type, from bytes: [UInt8]?) throws -> Trainer<Scalar> {
        guard let bytes else { return try trainer(type) }
        let trainer = try trainer(type, seed: 77)
        try trainer.resume(try Checkpoint(bytes: bytes))
        return trainer
    }
}

extension CheckpointRun {
    /// Every optimizer, in either form of the first layer where it has them.
    static func optimizers() throws -> [Self] {
        let decaying: [(String, Optimizer)] = [
            ("gradient descent", .gradientDescent(learningRate: 0.1, weightDecay: 0.01)),
            ("momentum", .momentum(learningRate: 0.05, weightDecay: 0.01)),
            ("Nesterov", .nesterov(learningRate: 0.05, weightDecay: 0.01)), ("RMSprop", .rmsprop()),
            ("Adam", .adam(learningRate: 0.02)), ("AdamW", .adamw(learningRate: 0.02)),
        ]
        return try decaying.flatMap { name, optimizer in
            try [("mini-batches", .examples(16)), ("full batch", TrainingSettings.BatchSize.full)].map { batch, size in
                try Self("\(name), \(batch)", optimizer, size, epochs: size == .full ? 16 : 4, firstLayer: .direct)
            }
        }
            + decaying.prefix(3).flatMap { name, optimizer in
                try [("mini-batches", .examples(7)), ("full batch", TrainingSettings.BatchSize.full)].map {
                    batch, size in
                    try Self(
                        "\(name), dual, \(batch)", optimizer, size, epochs: size == .full ? 16 : 4, firstLayer: .dual,
                        examples: longExamples())
                }
            }
    }

    /// Optimizers that remember, with a first layer that leaves out zeros.
    static func sparse() throws -> [Self] {
        try [("momentum", Optimizer.momentum()), ("RMSprop", .rmsprop()), ("Adam", .adam())].map { name, optimizer in
            try Self("\(name), sparse", optimizer, examples: sparseExamples(), units: [70, 3])
        }
    }

    /// Everything that has a state of its own, or is random.
    static func settings() throws -> [Self] {
        [
            try Self("validation", .adam(learningRate: 0.02)) { $0.validationSplit = 0.25 },
            try Self("validation, full batch", .momentum(), .full, epochs: 16) { $0.validationSplit = 0.25 },
            try Self("early stopping and a plateau", .adam(learningRate: 0.3), epochs: 30, units: [30, 3]) {
                $0.validationSplit = 0.25
                $0.earlyStopping = 6
                $0.schedule = Schedule(.plateau(PlateauRule(factor: 0.5, patience: 1)))
            },
            try Self("plateau of the training cost", .rmsprop(learningRate: 0.1), epochs: 12) {
                $0.schedule = Schedule(.plateau(PlateauRule(factor: 0.5, patience: 0)))
            },
            try Self(
                "early stopping, dual", .gradientDescent(learningRate: 0.5), .examples(7), epochs: 20,
                firstLayer: .dual, examples: longExamples()
            ) {
                $0.validationSplit = 0.25
                $0.earlyStopping = 3
            },
            try Self("cosine after a warm-up", .adamw()) {
                $0.schedule = Schedule(.cosine(floor: 1e-5), warmup: .iterations(4))
            },
            try Self("dropout, clipping, weights, smoothing", .adam(learningRate: 0.02), units: [16, 8, 3]) {
                $0.dropout = 0.3
                $0.gradientLimit = 0.5
                $0.classWeights = .balanced
                $0.labelSmoothing = 0.1
            },
            try Self(
                "clipping, dual", .nesterov(learningRate: 0.1), .examples(7), firstLayer: .dual,
                examples: longExamples()
            ) {
                $0.gradientLimit = 0.2
            },
            try Self("augmentation", .adam(), examples: longExamples()) {
                $0.augmenter = try ImageAugmenter(
                    try #require(Augmentation("flip,shift:2,rotate:10,brightness:0.1")), shape: [8, 8, 3], seed: 5)
            },
        ]
    }

    /// Examples of which half is 0.
    private static func sparseExamples() throws -> Examples {
        var generator = SplitMix64(seed: 13)
        let inputs = (0..<60 * 250).map { _ in UInt8(max(0, generator.next(below: 512) - 256)) }
        return try Examples(
            inputs: .bytes(inputs), targets: .classes((0..<60).map { _ in generator.next(below: 3) }, count: 3),
            featureCount: 250, scaling: .pixels)
    }

    /// Few examples of many numbers.
    private static func longExamples() throws -> Examples {
        var generator = SplitMix64(seed: 12)
        let inputs = (0..<24 * 192).map { _ in UInt8(generator.next(below: 256)) }
        return try Examples(
            inputs: .bytes(inputs), targets: .classes((0..<24).map { _ in generator.next(below: 3) }, count: 3),
            featureCount: 192, scaling: .pixels)
    }
}
