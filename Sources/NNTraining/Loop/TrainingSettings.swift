import NNModel

/// Everything that training depends on besides the examples and the parameters that it starts from.
public struct TrainingSettings: Sendable, Equatable {
    /// How many examples an update takes.
    public enum BatchSize: Sendable, Equatable {
        /// All of them, in the order that they have.
        case full
        /// That many, in an order shuffled every epoch; all where there are no more. The last batch of an epoch may be
        /// smaller.
        case examples(Int)
    }

    /// How the products with the first layer's weights are computed.
    public enum FirstLayer: String, Sendable, Equatable, CaseIterable {
        /// By whichever is estimated to be quicker.
        case auto
        /// By the weights, as the formulas have it.
        case direct
        /// By the examples' products with each other; see `DualFirstLayer`.
        case dual
    }

    /// How long to train.
    public enum Length: Sendable, Equatable {
        /// Updates of the parameters.
        case iterations(Int)
        /// Passes over the examples.
        case epochs(Int)
    }

    /// The cost that is minimized.
    public var loss: Loss
    /// How parameters follow from their gradient.
    public var optimizer: Optimizer
    /// How the optimizer's learning rate changes over the run.
    public var schedule = Schedule.constant
    /// The probability with which a hidden unit is silent for an example; 0 for no dropout.
    public var dropout = 0.0
    /// The length that gradients are clipped at; nil for no clipping.
    public var gradientLimit: Double?
    /// How much the examples of each class count; nil where all count the same.
    public var classWeights: ClassWeights?
    /// The share of every label that is spread evenly over all answers.
    public var labelSmoothing = 0.0
    /// What changes pictures at random; nil where examples are learned from as they are.
    public var augmenter: ImageAugmenter?
    /// The share of the examples that is not learned from, but measured on after every epoch; nil for none.
    public var validationSplit: Double?
    /// How many epochs in a row without a lower validation cost end the run; nil where none do.
    public var earlyStopping: Int?
    /// How many examples an update takes.
    public var batchSize: BatchSize
    /// How long to train.
    public var length: Length
    /// How the products with the first layer's weights are computed.
    public var firstLayer: FirstLayer
    /// Iterations from one report to the next; nil for about ten reports in all.
    public var reportEvery: Int?
    /// What everything random depends on.
    public var seed: UInt64
    /// Threads that share out each batch; nil for one a core. The result does not depend on it.
    public var threads: Int?

    /// The settings that `nntrain` takes where none are given.
    public init(
        loss: Loss, optimizer: Optimizer = .adam(), batchSize: BatchSize = .examples(128), length: Length = .epochs(10),
        firstLayer: FirstLayer = .auto, reportEvery: Int? = nil, seed: UInt64 = 0, threads: Int? = nil
    ) {
        self.loss = loss
        self.optimizer = optimizer
        self.batchSize = batchSize
        self.length = length
        self.firstLayer = firstLayer
        self.reportEvery = reportEvery
        self.seed = seed
        self.threads = threads
    }

    /// - Throws: `TrainingError.badSetting`
    func check() throws(TrainingError) {
        try optimizer.check()
        func atLeastOne(_ name: String, _ value: Int?) throws(TrainingError) {
            if let value, value < 1 { throw .badSetting("\(name): expected 1 or more, found \(value)") }
        }
        if case .examples(let size) = batchSize { try atLeastOne("batch size", size) }
        switch length {
        case .iterations(let count): try atLeastOne("iterations", count)
        case .epochs(let count): try atLeastOne("epochs", count)
        }
        guard dropout >= 0, dropout < 1 else {
            throw .badSetting("dropout: expected a number from 0 to below 1, found \(dropout)")
        }
        if let gradientLimit, !(gradientLimit > 0 && gradientLimit.isFinite) {
            throw .badSetting("gradient clipping: expected a length above 0, found \(gradientLimit)")
        }
        try TargetEncoding.check(smoothing: labelSmoothing)
        if let validationSplit { try ValidationSplit.check(fraction: validationSplit) }
        if let earlyStopping {
            _ = try EarlyStopping(patience: earlyStopping)
            guard validationSplit != nil else {
                throw .badSetting("early stopping: expected a validation split, found none")
            }
        }
        try atLeastOne("report interval", reportEvery)
        try atLeastOne("threads", threads)
    }
}
