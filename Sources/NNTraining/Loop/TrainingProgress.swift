import NNModel

/// What a trainer tells at every iteration, before it updates the parameters.
public struct TrainingProgress: Sendable, Equatable {
    /// Updates so far: the figures are those of the parameters after that many.
    public let iteration: Int
    /// Updates in all.
    public let iterations: Int
    /// The epoch of this batch, from 1.
    public let epoch: Int
    /// With a full batch J; with mini-batches the mean over the examples of the batches since the last report, this one
    /// included.
    public let cost: Double
    /// The same of right answers; nil where the targets are numbers.
    public let accuracy: Double?
    /// How the examples to validate on are answered; nil but where they have just been measured.
    public let validation: Evaluation?
    /// α of the update to come.
    public let learningRate: Double
    /// Whether this iteration is one to print and to keep: every `reportEvery`th, the first included.
    public let isReport: Bool
}

/// How training went.
public struct TrainingResult: Sendable {
    /// Why a run ended.
    public enum End: Sendable, Equatable {
        /// All updates were made.
        case complete
        /// The validation cost improved no more.
        case early
        /// The observer stopped it.
        case stopped
    }

    /// Updates that were made.
    public let iterations: Int
    /// Why it ended.
    public let end: End
    /// Updates that the parameters have behind them which are kept: fewer than were made where early stopping keeps the
    /// best ones.
    public let keptIteration: Int
    /// How the examples to validate on are answered by the parameters that are kept; nil where there are none, or the
    /// observer stopped the run.
    public let validation: Evaluation?
    /// The same by the parameters after the last update, kept or not.
    public let lastValidation: Evaluation?
    /// A row a report, a validation, or both: `iteration`, `cost`, `accuracy` where the targets are classes, and
    /// `validationCost` and `validationAccuracy` where there are examples to validate on; NaN for what was not reported
    /// or measured then. The last row is that of the last validation, after all updates. Of more than `Reports.most`
    /// iterations not all rows are kept.
    public let history: History

    /// Whether the run came to its end, and the observer didn't stop it.
    public var isComplete: Bool { end != .stopped }
}
