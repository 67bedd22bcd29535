import NNModel
import NNNetwork

/// Measures a network on examples that it doesn't learn from, and draws the consequences for the run.
struct Validation<Scalar: TrainingReal> {
    /// Iterations from one to the next: an epoch; with a full batch, whose epochs are single updates, those from one
    /// report to the next.
    let interval: Int
    private(set) var state: ValidationState<Scalar>
    /// nil where only the training cost is looked at, for a plateau.
    private let examples: (any ExampleSource)?
    private let settings: TrainingSettings

    /// - Returns: nil where no consequence is to be drawn.
    init?(_ examples: (any ExampleSource)?, _ settings: TrainingSettings, _ plan: TrainingPlan) throws(TrainingError) {
        var plateau: Plateau?
        if case .plateau = settings.schedule.shape { plateau = Plateau(learningRate: settings.optimizer.learningRate) }
        guard examples != nil || plateau != nil else { return nil }
        self.examples = examples
        self.settings = settings
        interval = plan.isFullBatch ? plan.reportEvery : plan.batchesPerEpoch
        var stopping: EarlyStopping?
        if let patience = settings.earlyStopping { stopping = try EarlyStopping(patience: patience) }
        state = ValidationState(plateau: plateau, stopping: stopping)
    }

    /// Goes on from a state that was kept.
    mutating func resume(_ state: ValidationState<Scalar>) { self.state = state }

    /// Whether it is time for one.
    func isDue(_ iteration: Int) -> Bool {
        iteration > 0 && iteration % interval == 0 && iteration > state.lastIteration ?? 0
    }

    /// Measures, after so many updates.
    ///
    /// - Parameters:
    ///   - trainingCost: the mean since the last time.
    ///   - network: makes the network as it is now.
    mutating func measure(
        _ iteration: Int, trainingCost: Double, _ network: () -> Network<Scalar>
    ) throws(TrainingError) {
        var cost = trainingCost
        if let evaluation = try evaluate(iteration, network) {
            state.last = evaluation
            cost = evaluation.cost
            if state.stopping?.endEpoch(cost: cost) == .improved {
                state.best = .init(iteration: iteration, parameters: network().parameters, evaluation: evaluation)
            }
        }
        if case .plateau(let rule) = settings.schedule.shape { state.plateau?.endEpoch(cost: cost, rule) }
        state.lastIteration = iteration
    }

    /// The figures after so many updates, without any consequence; nil where there are no examples to validate on.
    func evaluate(_ iteration: Int, _ network: () -> Network<Scalar>) throws(TrainingError) -> Evaluation? {
        if iteration == state.lastIteration { return state.last }
        guard let examples else { return nil }
        return try network().evaluate(settings.loss, on: examples, threads: settings.threads)
    }
}
