internal import NNCKernels
import NNModel
import NNNetwork

/// The examples of one update.
struct Batch {
    /// Those that are in memory.
    var examples: Examples?
    /// Which of them.
    var indices = UnsafeBufferPointer<Int>(start: nil, count: 0)
    /// From 1.
    var epoch = 1
    /// The place of the first of them in the epoch.
    var place = 0
    /// Whether it is the same every time.
    var isFull = false
    /// What decides which units are silent.
    var dropoutSeed: UInt64 = 0
}

extension Batch {
    /// - Parameter number: from 0, through all epochs.
    init(
        examples: Examples, indices: UnsafeBufferPointer<Int>, number: Int, plan: TrainingPlan, dropoutSeed: UInt64
    ) {
        self.init(
            examples: examples, indices: indices, epoch: number / plan.batchesPerEpoch + 1,
            place: number % plan.batchesPerEpoch * plan.batchSize, isFull: plan.isFullBatch, dropoutSeed: dropoutSeed)
    }
}

/// What is done with one batch after the other: forward, backward, and the update, shared out among threads.
///
/// In a first phase each thread takes shards of examples through all layers, forward and back. In a second one it takes
/// blocks of the gradient, which it computes over the whole batch and applies while the cache still holds it; the gradient
/// as a whole never exists. Where it is clipped, it does: a phase before the update computes it.
///
/// Nothing is allocated here from one batch to the next.
final class BatchStep<Scalar: TrainingReal>: @unchecked Sendable {
    let memory: ParameterMemory<Scalar>
    let workspace: Workspace<Scalar>
    /// The first layer, where it is in its dual form.
    let dual: DualFirstLayer<Scalar>?
    /// The first layer, where many inputs are 0.
    private let sparse: SparseFirstLayer<Scalar>?

    private let loss: Loss
    private let optimizer: Optimizer
    private let dropoutRate: Double
    private let clipping: Double?
    private let isAugmented: Bool
    private let gathering: Gathering<Scalar>
    private let team: WorkerTeam
    private let blocks: [GradientBlock]
    /// ∂J/∂θ of all parameters where it is clipped, else room for a block a worker.
    private let gradient: UnsafeMutablePointer<Scalar>
    private let gradientStride: Int
    /// The sum of squares of each block's gradient, where it is clipped.
    private let squares: UnsafeMutablePointer<Double>
    /// Forward and backward propagation in the workspace.
    private let pass: BatchPass<Scalar>
    private var phases: Phases?

    // The batch at hand; its examples and indices only while something is done with them.
    private var batch = Batch()
    private var shards: [Range<Int>]
    /// What each shard came to.
    private let tallies: UnsafeMutablePointer<Tally>
    private var dropout: Dropout?
    private var step: UpdateStep<Scalar>
    private var made: Network<Scalar>?
    /// A full batch is gathered once.
    private var isGathered = false

    private struct Phases {
        let propagate: TeamPhase
        let differentiate: TeamPhase
        let update: TeamPhase
    }

    init(
        _ parameters: Parameters<Scalar>, on source: any ExampleSource, _ settings: TrainingSettings,
        _ plan: TrainingPlan,
        team: WorkerTeam
    ) throws(TrainingError) {
        let architecture = parameters.architecture
        let form = try plan.firstLayerForm(architecture, settings, source)
        let isDual = form == .dual
        let isSparse = if case .sparse = form { true } else { false }
        memory = try ParameterMemory(parameters, for: settings.optimizer.rule, isFirstTurned: isSparse)
        do {
            workspace = try Workspace(
                architecture, capacity: plan.batchSize, keepsWeightedInputs: false, hasInputs: !isDual,
                hasDropout: settings.dropout > 0 && architecture.layers.count > 1,
                hasWeights: settings.classWeights != nil)
        } catch {
            throw .network(error)
        }
        self.team = team
        loss = settings.loss
        optimizer = settings.optimizer
        dropoutRate = settings.dropout
        clipping = settings.gradientLimit
        gathering = Gathering(
            source, outputs: architecture.outputs,
            encoding: try TargetEncoding(settings, kind: source.targetKind, outputs: architecture.outputs),
            augmenter: settings.augmenter)
        isAugmented = settings.augmenter != nil
        step = UpdateStep(optimizer, number: 1, learningRate: optimizer.learningRate)
        blocks = Division.blocks(of: architecture, firstLayer: form)
        dual =
            isDual
            ? DualFirstLayer(
                parameters, ExampleProducts(parameters, try source.examples(in: [0..<source.count]), team: team),
                optimizer)
            : nil
        sparse = isSparse ? SparseFirstLayer(workspace) : nil

        let largest = blocks.map(\.work).max() ?? 0
        gradientStride = clipping == nil ? (largest + 15) / 16 * 16 : 0
        gradient = .allocate(capacity: clipping == nil ? gradientStride * team.count : architecture.parameterCount)
        squares = .allocate(capacity: blocks.count)
        shards = Division.shards(of: plan.batchSize)
        tallies = .allocate(capacity: shards.count)
        pass = BatchPass(architecture, parameters: memory.values, workspace)
        phases = Phases(
            propagate: TeamPhase(of: self) { step, shard, _ in step.propagate(shard) },
            differentiate: TeamPhase(of: self) { step, block, worker in step.differentiate(block, worker) },
            update: TeamPhase(of: self) { step, task, worker in step.update(task, worker) })
    }

    deinit {
        gradient.deallocate()
        squares.deallocate()
        tallies.deallocate()
    }

    /// Takes a batch forward and back, by the parameters as they are.
    ///
    /// - Returns: its costs and right answers.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    func measure(_ batch: Batch) -> Tally {
        self.batch = batch
        let count = batch.indices.count
        workspace.setCount(count)
        // The last batch of an epoch may be smaller.
        if shards.last?.upperBound != count { shards = Division.shards(of: count) }
        dropout = dropoutRate > 0 && hasHiddenLayers ? Dropout(rate: dropoutRate, seed: batch.dropoutSeed) : nil
        run(phases?.propagate, shards.count, work: count * workPerExample)
        // The indices are lent, and a window of examples that is done with must not be held while the next one is read.
        self.batch = Batch()
        isGathered = batch.isFull && !isAugmented
        var tally = Tally()
        for shard in shards.indices { tally.add(tallies[shard]) }
        return tally
    }

    /// Updates the parameters by the gradient of a batch.
    ///
    /// - Parameters:
    ///   - batch: the one that was measured last.
    ///   - number: t, from 1.
    ///   - learningRate: α.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    func update(by batch: Batch, number: Int, learningRate: Double) {
        made = nil
        self.batch = batch
        let count = batch.indices.count
        // Where the products of the dual form were shared out, so is what they are updated by: each core has its part.
        let work = count * (blocks.reduce(0) { $0 + $1.work } + (dual?.workPerExample ?? 0))
        var scale = 1.0
        if let clipping {
            run(phases?.differentiate, blocks.count, work: work)
            var sum = dual?.squaredGradient(workspace, batch.indices) ?? 0
            for block in blocks.indices { sum += squares[block] }
            scale = GradientClipping.coefficient(norm: sum.squareRoot(), limit: clipping)
        }
        step = UpdateStep(optimizer, number: number, learningRate: learningRate, scale: scale)
        dual?.beginUpdate(count: count, learningRate: learningRate, scale: scale)
        run(phases?.update, stripCount + blocks.count, work: work)
        self.batch = Batch()
    }

    /// The network as it is now; made once between two updates.
    var network: Network<Scalar> {
        if let made { return made }
        var parameters = memory.parameters
        dual?.takeOver(by: &parameters)
        let network = Network(parameters)
        made = network
        return network
    }

    /// Whether all parameters are numbers.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    func isFinite() -> Bool {
        // x · 0 is 0 for every number, and NaN for all others: a sum without a branch.
        let sum = network.parameters.values.withUnsafeBufferPointer { values in
            var sum = Scalar.zero
            for value in values { sum += value * 0 }
            return sum
        }
        return sum == 0
    }

    private var hasHiddenLayers: Bool { memory.architecture.layers.count > 1 }

    private var stripCount: Int { dual?.strips.count ?? 0 }

    private var workPerExample: Int { dual?.workPerExample ?? memory.architecture.parameterCount }

    /// Waking other threads takes a microsecond or two; what takes no longer is done here.
    private func run(_ phase: TeamPhase?, _ tasks: Int, work: Int) {
        guard let phase else { return }
        if work >= 200_000 { team.perform(tasks, phase) } else { phase.perform(tasks) }
    }

    /// Parameters, moments and dual form as they were kept.
    func resume(_ state: TrainingState<Scalar>) {
        made = nil
        memory.parameters = state.parameters
        memory.moments = state.moments
        if let dual = state.dual { self.dual?.resume(dual, from: state.parameters) }
    }

    // MARK: Phases

    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    private func propagate(_ shard: Int) {
        let rows = shards[shard]
        if !isGathered, let examples = batch.examples {
            gathering.gather(
                UnsafeBufferPointer(rebasing: batch.indices[rows]), from: examples, into: workspace,
                at: rows.lowerBound, epoch: batch.epoch, place: batch.place + rows.lowerBound)
            sparse?.mark(rows)
        }
        dual?.weightInputs(memory.values, workspace, batch.indices, rows)
        sparse?.weightInputs(memory.values, rows)
        pass.propagateForward(rows, firstIsWeighted: dual != nil || sparse != nil, dropout: dropout)
        var tally = Tally()
        tally.add(pass, loss, rows)
        pass.propagateBackward(loss, rows, hasDropped: dropout != nil)
        tallies[shard] = tally
    }

    /// Strips of the dual form come first, so that each core begins with the examples of its shard, and then blocks.
    ///
    /// Numbers that are too small to be normal are 0 here: moments of what has no gradient for long become such numbers, of
    /// which each costs some processors as much as fifty others, and no parameter feels them.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    private func update(_ task: Int, _ worker: Int) {
        let before = nn_flush_subnormals()
        defer { nn_restore_subnormals(before) }
        let block = task - stripCount
        if block < 0 {
            dual?.update(strip: task, workspace, batch.indices)
        } else if clipping == nil {
            differentiate(block, worker)
        } else {
            applyClipped(block)
        }
    }

    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    private func differentiate(_ index: Int, _ worker: Int) {
        let block = blocks[index]
        let scale = 1 / Scalar(workspace.count)
        let isClipped = clipping != nil
        let weightGradient = gradient + (isClipped ? block.weights.lowerBound : worker * gradientStride)
        let biasGradient = isClipped ? gradient + block.biases.lowerBound : weightGradient + block.weights.count
        switch block.part {
        case .units(let units):
            pass.differentiateWeights(block.layer, units, scale: scale, into: weightGradient)
            pass.differentiateBiases(block.layer, units, scale: scale, into: biasGradient)
        case .inputs(let inputs): sparse?.differentiate(inputs, scale: scale, into: weightGradient)
        case .biases:
            pass.differentiateBiases(block.layer, 0..<block.biases.count, scale: scale, into: biasGradient)
        }
        if isClipped {
            squares[index] =
                GradientClipping.squaredNorm(UnsafeBufferPointer(start: weightGradient, count: block.weights.count))
                + GradientClipping.squaredNorm(UnsafeBufferPointer(start: biasGradient, count: block.biases.count))
        } else {
            apply(block.weights, by: weightGradient)
            apply(block.biases, by: biasGradient)
        }
    }

    private func applyClipped(_ index: Int) {
        let block = blocks[index]
        apply(block.weights, by: gradient + block.weights.lowerBound)
        apply(block.biases, by: gradient + block.biases.lowerBound)
    }

    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    private func apply(_ parameters: Range<Int>, by gradient: UnsafePointer<Scalar>) {
        let offset = parameters.lowerBound
        step.apply(
            to: memory.values + offset, by: gradient, first: memory.first + offset, second: memory.second + offset,
            count: parameters.count)
    }
}
