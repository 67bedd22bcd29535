/// Ends a run whose validation cost improves no more: all that it depends on, to be kept in a checkpoint.
public struct EarlyStopping: Sendable, Equatable {
    /// What the cost of an epoch comes to.
    public enum Verdict: Sendable, Equatable {
        /// The best so far: these parameters are worth keeping.
        case improved
        /// No better, and not yet for too long.
        case goOn
        /// No better for too long.
        case stop
    }

    /// How many epochs in a row without an improvement end the run.
    public let patience: Int
    /// By how much the cost must fall below the best one for an improvement; by anything where it is 0.
    public let minimumImprovement: Double
    /// The cost at the last improvement; infinite before the first.
    public private(set) var bestCost: Double
    /// Epochs since then.
    public private(set) var epochsWithoutImprovement: Int

    /// The state at the start of a run, or one that was kept.
    ///
    /// - Throws: `TrainingError.badSetting` for a patience below 1, or a negative improvement.
    public init(
        patience: Int, minimumImprovement: Double = 0, bestCost: Double = .infinity, epochsWithoutImprovement: Int = 0
    ) throws(TrainingError) {
        guard patience >= 1 else { throw .badSetting("early stopping: expected 1 or more epochs, found \(patience)") }
        guard minimumImprovement.isFinite, minimumImprovement >= 0 else {
            throw .badSetting("early stopping: expected an improvement from 0, found \(minimumImprovement)")
        }
        self.patience = patience
        self.minimumImprovement = minimumImprovement
        self.bestCost = bestCost
        self.epochsWithoutImprovement = epochsWithoutImprovement
    }

    /// Judges the validation cost at the end of an epoch; NaN is no improvement.
    public mutating func endEpoch(cost: Double) -> Verdict {
        if cost < bestCost - minimumImprovement {
            bestCost = cost
            epochsWithoutImprovement = 0
            return .improved
        }
        epochsWithoutImprovement += 1
        return hasStopped ? .stop : .goOn
    }

    /// Whether the run is over.
    var hasStopped: Bool { epochsWithoutImprovement >= patience }
}
