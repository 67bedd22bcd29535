/// When and how far the learning rate is reduced because a cost improves no more; PyTorch's `ReduceLROnPlateau`.
public struct PlateauRule: Sendable, Equatable {
    /// What the learning rate is multiplied by.
    public var factor: Double
    /// How many epochs in a row may pass without an improvement; the next one reduces.
    public var patience: Int
    /// By which share the cost must fall below the best one for an improvement.
    public var threshold: Double
    /// The least learning rate.
    public var minimum: Double

    /// PyTorch's constants unless told otherwise.
    public init(factor: Double = 0.1, patience: Int = 10, threshold: Double = 1e-4, minimum: Double = 0) {
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.minimum = minimum
    }

    /// - Throws: `TrainingError.badSetting`
    func check() throws(TrainingError) {
        try Schedule.check(factor: factor)
        guard patience >= 0 else {
            throw .badSetting("schedule: patience: expected a number from 0, found \(patience)")
        }
        guard threshold >= 0, threshold < 1 else {
            throw .badSetting("schedule: threshold: expected a number from 0 to below 1, found \(threshold)")
        }
        guard minimum.isFinite, minimum >= 0 else {
            throw .badSetting("schedule: minimum: expected a number from 0, found \(minimum)")
        }
    }
}

/// The learning rate of a run that is reduced on plateaus: all that it depends on, to be kept in a checkpoint.
public struct Plateau: Sendable, Equatable {
    /// The learning rate of the epoch to come.
    public private(set) var learningRate: Double
    /// The least cost so far, but for improvements below the threshold; infinite at the start.
    public private(set) var bestCost: Double
    /// Epochs since then.
    public private(set) var epochsWithoutImprovement: Int

    /// A reduction smaller than this is left out, as in PyTorch.
    private static let leastReduction = 1e-8

    /// The state at the start of a run, or one that was kept.
    public init(learningRate: Double, bestCost: Double = .infinity, epochsWithoutImprovement: Int = 0) {
        self.learningRate = learningRate
        self.bestCost = bestCost
        self.epochsWithoutImprovement = epochsWithoutImprovement
    }

    /// Takes notice of the cost at the end of an epoch: that of the validation examples, or of training where there are
    /// none. NaN is no improvement.
    public mutating func endEpoch(cost: Double, _ rule: PlateauRule) {
        if cost < bestCost * (1 - rule.threshold) {
            bestCost = cost
            epochsWithoutImprovement = 0
        } else {
            epochsWithoutImprovement += 1
        }
        guard epochsWithoutImprovement > rule.patience else { return }
        epochsWithoutImprovement = 0
        let reduced = max(learningRate * rule.factor, rule.minimum)
        if learningRate - reduced > Self.leastReduction { learningRate = reduced }
    }
}
