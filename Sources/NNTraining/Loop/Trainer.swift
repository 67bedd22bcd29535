import NNModel
import NNNetwork

/// Trains a network: batch by batch forward, backward, and an update of the parameters.
///
/// The result depends on the examples, the settings and the parameters at the start, and not on the number of threads:
/// the same bytes every time on one kind of processor.
public final class Trainer<Scalar: TrainingReal> {
    /// What the settings come to.
    public let plan: TrainingPlan

    private let settings: TrainingSettings
    private let examples: Examples
    private let step: BatchStep<Scalar>
    private var order: BatchOrder
    private var iteration = 0
    private var reports = Reports()
    private var sinceReport = Tally()

    /// A trainer that starts from `network`.
    ///
    /// - Throws: `TrainingError` where examples, settings and network don't go together.
    public init(
        _ network: Network<Scalar>, on examples: Examples, _ settings: TrainingSettings
    ) throws(TrainingError) {
        plan = try TrainingPlan(settings, exampleCount: examples.count)
        try examples.check(network.architecture, settings.loss)
        self.examples = examples
        self.settings = settings
        order = BatchOrder(plan, exampleCount: examples.count, seed: settings.seed)
        // Threads share out the batch; a product of matrices is too small to be shared out as well.
        ProductThreads.set(1)
        step = try BatchStep(
            network.parameters, on: examples, settings, plan,
            team: WorkerTeam(count: settings.threads ?? availableCores))
    }

    /// The network, trained as far as `run` has come.
    public var network: Network<Scalar> { step.network }

    /// Trains to the end.
    ///
    /// - Parameter observe: is told at every iteration, before the update, and answers whether to go on. It is called
    ///   often; a progress bar should draw only now and then.
    /// - Throws: `TrainingError.diverged` when the cost is no number any more.
    public func run(_ observe: (TrainingProgress) -> Bool = { _ in true }) throws(TrainingError) -> TrainingResult {
        while iteration < plan.iterations {
            guard try iterate(observe) else { return result }
        }
        guard network.parameters.values.allSatisfy(\.isFinite) else { throw diverged(plan.iterations, .nan) }
        return result
    }

    /// Makes one update, unless the observer says to stop.
    private func iterate(_ observe: (TrainingProgress) -> Bool) throws(TrainingError) -> Bool {
        let seed = SplitMix64(seed: settings.seed, for: .dropout(iteration: iteration)).state
        let batch = order.withBatch(iteration) { step.measure($0, isFullBatch: plan.isFullBatch, dropoutSeed: seed) }
        var tally = plan.isFullBatch ? Tally() : sinceReport
        tally.add(batch)
        let progress = TrainingProgress(
            iteration: iteration, iterations: plan.iterations, epoch: order.epoch, cost: tally.cost,
            accuracy: examples.targets.areClasses ? tally.accuracy : nil,
            isReport: iteration % plan.reportEvery == 0)
        guard progress.cost.isFinite else { throw diverged(iteration, progress.cost) }
        if progress.isReport {
            reports.add(progress)
            tally = Tally()
        }
        guard observe(progress) else { return false }
        step.update(number: iteration + 1, learningRate: settings.optimizer.learningRate)
        sinceReport = tally
        iteration += 1
        return true
    }

    private var result: TrainingResult {
        TrainingResult(iterations: iteration, isComplete: iteration == plan.iterations, history: reports.history)
    }

    private func diverged(_ iteration: Int, _ cost: Double) -> TrainingError {
        let cause =
            iteration == 0
            ? "the inputs or the initial weights are too large; normalize the inputs"
            : "the learning rate of \(settings.optimizer.learningRate) is probably too large; try a tenth of it"
        return .diverged(iteration: iteration, cost: cost, cause: cause)
    }
}

/// The rows of a history to be.
private struct Reports {
    private var iterations: [Double] = []
    private var costs: [Double] = []
    private var accuracies: [Double] = []

    mutating func add(_ progress: TrainingProgress) {
        iterations.append(Double(progress.iteration))
        costs.append(progress.cost)
        if let accuracy = progress.accuracy { accuracies.append(accuracy) }
    }

    var history: History {
        var columns = [History.Column("iteration", iterations), History.Column("cost", costs)]
        if accuracies.count == iterations.count { columns.append(History.Column("accuracy", accuracies)) }
        return History(columns)
    }
}
