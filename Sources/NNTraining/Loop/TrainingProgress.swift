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
    /// Whether this iteration is one to print and to keep: every `reportEvery`th, the first included.
    public let isReport: Bool
}

/// How training went.
public struct TrainingResult: Sendable {
    /// Updates that were made.
    public let iterations: Int
    /// Whether all were made, and the observer stopped none.
    public let isComplete: Bool
    /// A row a report: `iteration`, `cost`, and `accuracy` where the targets are classes.
    public let history: History
}
