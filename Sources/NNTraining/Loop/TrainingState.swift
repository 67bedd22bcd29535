import NNModel
import NNNetwork

/// All that changes from one update to the next: what a run needs to go on from where it was.
///
/// Everything else follows from the examples, the settings and the seed, so a run that goes on from here ends with the
/// same bytes as one that was never interrupted.
public struct TrainingState<Scalar: TrainingReal>: Sendable, Equatable {
    /// Updates that were made.
    public var iteration: Int
    /// θ; with a dual form W[1] is still W₀ here.
    public var parameters: Parameters<Scalar>
    /// What the optimizer remembers.
    public var moments: OptimizerMoments<Scalar>
    /// What the dual form of the first layer has come to; nil in the direct form.
    public var dual: DualState?
    /// The reports so far.
    public var history: History
    /// What was measured since the last report, and since the last validation.
    public var sinceReport: Tally
    public var sinceValidation: Tally
    /// What follows from the validations.
    public var validations: ValidationState<Scalar>
}

/// What the validations of a run have come to.
public struct ValidationState<Scalar: TrainingReal>: Sendable, Equatable {
    /// Updates before the last one; nil before the first.
    public var lastIteration: Int?
    /// What it found; nil where there are no examples to validate on.
    public var last: Evaluation?
    /// The learning rate on plateaus; nil where the schedule has none.
    public var plateau: Plateau?
    /// Whether to stop; nil where nothing stops a run.
    public var stopping: EarlyStopping?
    /// The parameters with the least validation cost, where they are to be kept.
    public var best: Best?

    /// Whether the run is over before its time.
    var hasStopped: Bool { stopping?.hasStopped ?? false }

    /// Parameters worth keeping.
    public struct Best: Sendable, Equatable {
        public var iteration: Int
        public var parameters: Parameters<Scalar>
        public var evaluation: Evaluation
    }
}
