import NNModel
import NNNetwork

/// Trains a network: batch by batch forward, backward, and an update of the parameters.
///
/// The result depends on the examples, the settings and the parameters at the start; the same bytes every time for the
/// same number of threads on one kind of processor.
public final class Trainer<Scalar: NetworkReal> {
    /// The network, trained as far as `run` has come.
    public private(set) var network: Network<Scalar>
    /// What the settings come to.
    public let plan: TrainingPlan

    private let settings: TrainingSettings
    private let examples: Examples
    private let gathering: Gathering<Scalar>
    private let workspace: Workspace<Scalar>
    private var gradient: Parameters<Scalar>
    private var optimizer: OptimizerState<Scalar>
    private var order: BatchOrder
    private let isDual: Bool

    /// A trainer that starts from `network`.
    ///
    /// - Throws: `TrainingError` where examples, settings and network don't go together.
    public init(
        _ network: Network<Scalar>, on examples: Examples, _ settings: TrainingSettings
    ) throws(TrainingError) {
        plan = try TrainingPlan(settings, exampleCount: examples.count)
        try examples.check(network.architecture, settings.loss)
        do { workspace = try Workspace(network.architecture, capacity: plan.batchSize) } catch { throw .network(error) }
        self.network = network
        self.examples = examples
        self.settings = settings
        gathering = Gathering(examples, outputs: network.architecture.outputs)
        gradient = Parameters(zerosFor: network.architecture)
        optimizer = OptimizerState(settings.optimizer, parameterCount: network.architecture.parameterCount)
        order = BatchOrder(plan, exampleCount: examples.count, seed: settings.seed)
        isDual = try plan.isDual(network.architecture, settings)
    }

    /// Trains to the end.
    ///
    /// - Parameter observe: is told at every iteration, before the update, and answers whether to go on. It is called
    ///   often; a progress bar should draw only now and then.
    /// - Throws: `TrainingError.diverged` when the cost is no number any more.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func run(_ observe: (TrainingProgress) -> Bool = { _ in true }) throws(TrainingError) -> TrainingResult {
        if let threads = settings.threads { ProductThreads.set(threads) }
        let result = try iterate(observe)
        guard !result.isComplete || network.parameters.values.allSatisfy(\.isFinite) else {
            throw diverged(plan.iterations, .nan)
        }
        return result
    }

    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    private func iterate(_ observe: (TrainingProgress) -> Bool) throws(TrainingError) -> TrainingResult {
        var (reports, sinceReport) = (Reports(), Tally())
        var dual: DualFirstLayer<Scalar>?
        defer { dual?.takeOver(by: &network.parameters) }
        for iteration in 0..<plan.iterations {
            gather(iteration)
            if isDual, dual == nil { dual = DualFirstLayer(network.parameters, workspace) }
            dual?.weightInputs(network.parameters, workspace)
            network.propagateForward(workspace, firstIsWeighted: isDual)
            if plan.isFullBatch { sinceReport = Tally() }
            sinceReport.add(network, settings.loss, workspace)

            let progress = TrainingProgress(
                iteration: iteration, iterations: plan.iterations, epoch: order.epoch, cost: sinceReport.cost,
                accuracy: examples.targets.areClasses ? sinceReport.accuracy : nil,
                isReport: iteration % plan.reportEvery == 0)
            guard progress.cost.isFinite else { throw diverged(iteration, progress.cost) }
            if progress.isReport {
                reports.add(progress)
                sinceReport = Tally()
            }
            guard observe(progress) else {
                return TrainingResult(iterations: iteration, isComplete: false, history: reports.history)
            }
            network.propagateBackward(settings.loss, workspace, into: &gradient, skippingFirstWeights: isDual)
            if isDual {
                dual?.descend(
                    &network.parameters, by: gradient, workspace, learningRate: settings.optimizer.learningRate)
            } else {
                optimizer.update(&network.parameters, by: gradient)
            }
        }
        return TrainingResult(iterations: plan.iterations, isComplete: true, history: reports.history)
    }

    private func gather(_ iteration: Int) {
        // A full batch is the same every time, and stays in the workspace.
        let isThere = plan.isFullBatch && iteration > 0
        order.withBatch(iteration) { batch in
            if !isThere { gathering.gather(batch, into: workspace) }
        }
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
