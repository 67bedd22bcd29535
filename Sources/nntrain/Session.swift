import NNCommand
import NNDataset
import NNFile
import NNModel
import NNNetwork
import NNTraining

/// One run of the tool in one precision: read, train, measure, write, tell.
struct Session<Scalar: TrainingReal> {
    private let options: Train
    private let output: String

    init(_ options: Train) {
        self.options = options
        output = options.output ?? ""
    }

    func run() throws {
        // A model that can't be written is better known before an hour of training than after it.
        _ = try AtomicFile(path: output)

        let names = DatasetNames(inputs: options.inputs, labels: options.labels, classes: options.classes)
        let training = try DataFile(
            training: options.trainPaths, names: names, loss: options.loss, normalization: options.normalization,
            memory: options.memory)
        let test = try options.testPath.map {
            try DataFile(testing: $0, names: names, like: training, memory: options.memory)
        }
        let plan = try Plan<Scalar>(options, data: training)
        try test?.check(plan.network.architecture, plan.loss)
        if case .one(let layer) = options.checkedLayers, layer > plan.network.architecture.layers.count {
            throw UsageError(
                "--check-gradients: expected a layer up to \(plan.network.architecture.layers.count), found \(layer)")
        }

        let settings = try options.settings(plan.loss, inputShape: training.input.shape)
        let trainer = try trainer(plan.network, training, settings)
        let description = ModelDescription(
            options: options, training: training, test: test, settings: settings, plan: trainer.plan)
        try description.check(plan.network)
        let clock = ContinuousClock()
        let start = clock.now
        let result = try train(trainer)
        let seconds = (clock.now - start).seconds

        let check = try gradientCheck(trainer.network, plan.loss, training)
        let outcome = Outcome(
            result: result, seconds: seconds, train: try trainer.network.evaluate(plan.loss, on: training.examples),
            test: try test.map { try trainer.network.evaluate(plan.loss, on: $0.examples) }, gradientCheck: check)
        try description.model(of: trainer.network, outcome: outcome).write(to: output)
        try tell(outcome, trainer.network.architecture)
        guard check.allSatisfy({ max($0.weights, $0.biases) <= 1e-6 }) else { throw ExitCode.no }
    }

    private func trainer(
        _ network: Network<Scalar>, _ training: DataFile, _ settings: TrainingSettings
    ) throws -> Trainer<Scalar> {
        do throws(TrainingError) {
            return try Trainer(network, on: training.examples, settings)
        } catch .batchBeyondMemory(let size, let capacity) {
            throw UsageError(
                "--batch-size: expected at most \(capacity) examples, of which --memory \(options.memory.argument) holds "
                    + "two batches, found \(size); --memory \(training.memory(forBatch: size).argument) would do")
        }
    }

    private func train(_ trainer: Trainer<Scalar>) throws -> TrainingResult {
        var bar = ProgressBar("train", total: trainer.plan.iterations, isEnabled: !options.isQuiet)
        defer { bar.clear() }
        var failure: (any Error)?
        let result = try trainer.run { progress in
            if progress.isReport, !options.isQuiet {
                bar.clear()
                let line = "cost after iteration \(progress.iteration): \(decimal(progress.cost, places: 6))"
                do {
                    // Seen at once, since a person may be waiting for it.
                    if options.json { Console.report(line) } else { try Console.print(line) }
                    try Console.flush()
                } catch {
                    failure = error
                    return false
                }
            }
            bar.update(progress.iteration, detail: progress.detail)
            return true
        }
        if let failure { throw failure }
        return result
    }

    private func gradientCheck(
        _ network: Network<Scalar>, _ loss: Loss, _ training: DataFile
    ) throws -> [GradientCheck.Layer] {
        guard let layers = options.checkedLayers else { return [] }
        let check = try GradientCheck(network, loss, on: training.examples, seed: options.seed)
        return check.layers.filter { layers.contain($0.layer) }
    }

    private func tell(_ outcome: Outcome, _ architecture: Architecture) throws {
        if options.json { return try Console.print(outcome.json.text) }
        if options.isQuiet { return }
        try Console.write(outcome.text + "\(output.escaped): written\n")
    }
}

extension TrainingProgress {
    fileprivate var detail: String {
        let accuracy = accuracy.map { "  accuracy \(decimal($0, places: 3))" } ?? ""
        return "epoch \(epoch)  cost \(decimal(cost, places: 4))\(accuracy)"
    }
}
