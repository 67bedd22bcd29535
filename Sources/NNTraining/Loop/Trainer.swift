import NNModel
import NNNetwork
internal import NNThreads

/// Trains a network: batch by batch forward, backward, and an update of the parameters.
///
/// The result depends on the examples, the settings and the parameters at the start, and not on the number of threads:
/// the same bytes every time on one kind of processor.
public final class Trainer<Scalar: TrainingReal> {
    /// What the settings come to.
    public let plan: TrainingPlan
    /// What is learned from: all examples but those kept to validate on.
    public let examples: any ExampleSource

    private let settings: TrainingSettings
    private let areClasses: Bool
    private let supply: BatchSupply
    private let step: BatchStep<Scalar>
    private var validation: Validation<Scalar>?
    private var iteration = 0
    private var reports: Reports
    private var sinceReport = Tally()
    private var sinceValidation = Tally()
    /// What early stopping kept, once the run is over, where that isn't the last.
    private var kept: ValidationState<Scalar>.Best?

    /// A trainer that starts from `network`.
    ///
    /// - Throws: `TrainingError` where examples, settings and network don't go together.
    public init(
        _ network: Network<Scalar>, on source: any ExampleSource, _ settings: TrainingSettings
    ) throws(TrainingError) {
        try source.check(network.architecture, settings.loss)
        var validated: (any ExampleSource)?
        if let fraction = settings.validationSplit {
            (examples, validated) = try Subset.split(source, fraction: fraction, seed: settings.seed)
        } else {
            examples = source
        }
        plan = try TrainingPlan(settings, exampleCount: examples.count)
        self.settings = settings
        areClasses = source.targetKind.areClasses
        supply = try BatchSupply(examples, plan, seed: settings.seed)
        validation = try Validation(validated, settings, plan)
        reports = Reports(areClasses: areClasses, isValidated: validated != nil)
        // Threads share out the batch; a product of matrices is too small to be shared out as well.
        ProductThreads.set(1)
        step = try BatchStep(
            network.parameters, on: examples, settings, plan,
            team: WorkerTeam(count: settings.threads ?? availableCores))
    }

    /// The network that training has come to: as it is after the updates so far, and once the run is over the best one
    /// where early stopping keeps it.
    public var network: Network<Scalar> { kept.map { Network($0.parameters) } ?? current }

    /// The network as it is after the updates so far, whichever one is kept.
    var current: Network<Scalar> { step.network }

    /// Where the run is, between two updates; to be taken from the observer too, in which case the iteration that it is
    /// told of is not part of it yet.
    public var state: TrainingState<Scalar> {
        TrainingState(
            iteration: iteration, parameters: step.memory.parameters, moments: step.memory.moments,
            dual: step.dual?.state, history: reports.history, sinceReport: sinceReport,
            sinceValidation: sinceValidation, validations: validation?.state ?? ValidationState())
    }

    /// Goes on from where another run with the same examples and settings was.
    ///
    /// - Throws: `TrainingError.badSetting` where the state is none of such a run.
    public func resume(_ state: TrainingState<Scalar>) throws(TrainingError) {
        let own = self.state
        guard state.parameters.architecture == own.parameters.architecture,
            state.moments.first.count == own.moments.first.count,
            state.moments.second.count == own.moments.second.count,
            state.dual?.coefficients.count == own.dual?.coefficients.count,
            state.dual?.momentCoefficients.count == own.dual?.momentCoefficients.count,
            state.iteration >= 0, state.iteration <= plan.iterations,
            reports.fits(state.history, after: state.iteration),
            (state.validations.plateau == nil) == (own.validations.plateau == nil),
            (state.validations.stopping == nil) == (own.validations.stopping == nil)
        else { throw .badSetting("resume: expected the state of a run with the same settings") }
        iteration = state.iteration
        step.resume(state)
        reports.history = state.history
        (sinceReport, sinceValidation) = (state.sinceReport, state.sinceValidation)
        validation?.resume(state.validations)
        kept = nil
    }

    /// Trains to the end.
    ///
    /// - Parameter observe: is told at every iteration, before the update, and answers whether to go on. It is called
    ///   often; a progress bar should draw only now and then.
    /// - Throws: `TrainingError.diverged` when the cost is no number any more; what the source throws.
    public func run(_ observe: (TrainingProgress) -> Bool = { _ in true }) throws(TrainingError) -> TrainingResult {
        defer { supply.release() }
        while iteration < plan.iterations, !hasStopped {
            guard try iterate(observe) else { return stopped }
        }
        return try conclude()
    }

    private var hasStopped: Bool { validation?.state.hasStopped ?? false }

    /// Makes one update, unless the observer or the validation says to stop.
    private func iterate(_ observe: (TrainingProgress) -> Bool) throws(TrainingError) -> Bool {
        let validated = try validate()
        if hasStopped { return true }
        return try supply.withBatch(iteration) { examples, indices throws(TrainingError) in
            let batch = Batch(
                examples: examples, indices: indices, number: iteration, plan: plan,
                dropoutSeed: SplitMix64(seed: settings.seed, for: .dropout(iteration: iteration)).state)
            return try learn(from: batch, validated, observe)
        }
    }

    /// Takes a batch forward and back, tells the observer, and makes the update unless that one says to stop.
    private func learn(
        from batch: Batch, _ validated: Evaluation?, _ observe: (TrainingProgress) -> Bool
    ) throws(TrainingError) -> Bool {
        let measured = step.measure(batch)
        var tally = plan.isFullBatch ? Tally() : sinceReport
        tally.add(measured)
        let progress = TrainingProgress(
            iteration: iteration, iterations: plan.iterations, epoch: iteration / plan.batchesPerEpoch + 1,
            cost: tally.cost, accuracy: areClasses ? tally.accuracy : nil, validation: validated,
            learningRate: learningRate, isReport: iteration % plan.reportEvery == 0)
        guard progress.cost.isFinite else { throw diverged(iteration, progress.cost) }
        guard observe(progress) else { return false }
        step.update(by: batch, number: iteration + 1, learningRate: progress.learningRate)
        sinceReport = progress.isReport ? Tally() : tally
        sinceValidation.add(measured)
        reports.add(progress)
        iteration += 1
        return true
    }

    /// Measures the examples to validate on where it is time to.
    private func validate() throws(TrainingError) -> Evaluation? {
        guard let isDue = validation?.isDue(iteration) else { return nil }
        guard isDue else { return iteration == validation?.state.lastIteration ? validation?.state.last : nil }
        try validation?.measure(iteration, trainingCost: sinceValidation.cost) { step.network }
        sinceValidation = Tally()
        return validation?.state.last
    }

    private var learningRate: Double {
        settings.schedule.learningRate(
            validation?.state.plateau?.learningRate ?? settings.optimizer.learningRate, at: iteration,
            batchesPerEpoch: plan.batchesPerEpoch, iterations: plan.iterations)
    }

    private var stopped: TrainingResult {
        TrainingResult(
            iterations: iteration, end: .stopped, keptIteration: iteration, validation: nil, lastValidation: nil,
            history: reports.history)
    }

    /// Measures what the last update came to, and decides which parameters are kept.
    ///
    /// The state stays that of a run which may be made longer: where no epoch ends here, none is counted.
    private func conclude() throws(TrainingError) -> TrainingResult {
        guard step.isFinite() else { throw diverged(iteration, .nan) }
        _ = try validate()
        let last = try validation?.evaluate(iteration) { step.network }
        let history = last.map { reports.history(endingWith: $0, after: iteration) } ?? reports.history
        // NaN is no better than anything.
        if let best = validation?.state.best, let last, !(last.cost < best.evaluation.cost) { kept = best }
        return TrainingResult(
            iterations: iteration, end: hasStopped ? .early : .complete, keptIteration: kept?.iteration ?? iteration,
            validation: kept?.evaluation ?? last, lastValidation: last, history: history)
    }

    private func diverged(_ iteration: Int, _ cost: Double) -> TrainingError {
        let cause =
            iteration == 0
            ? "the inputs or the initial weights are too large; normalize the inputs"
            : "the learning rate of \(settings.optimizer.learningRate) is probably too large; try a tenth of it"
        return .diverged(iteration: iteration, cost: cost, cause: cause)
    }
}
