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
        // Before anything is read: the threads of OpenBLAS spin from the start.
        ProductThreads.set(1)
        // A model that can't be written is better known before an hour of training than after it.
        _ = try AtomicFile(path: output)
        if let plot = options.plot { _ = try AtomicFile(path: plot) }
        if let path = options.checkpoint { _ = try AtomicFile(path: path) }
        let resumption = try Resumption(options)

        let names = DatasetNames(inputs: options.inputs, labels: options.labels, classes: options.classes)
        let training = try DataFile(
            training: options.trainPaths, names: names, loss: options.loss, normalization: options.normalization,
            memory: options.memory)
        try resumption?.check(training)
        let test = try options.testPath.map {
            try DataFile(testing: $0, names: names, like: training, memory: options.memory)
        }
        let plan = try Plan<Scalar>(options, data: training, resumption)
        try test?.check(plan.network.architecture, plan.loss)
        if case .one(let layer) = options.checkedLayers, layer > plan.network.architecture.layers.count {
            throw UsageError(
                "--check-gradients: expected a layer up to \(plan.network.architecture.layers.count), found \(layer)")
        }

        var settings = try options.settings(plan.loss, inputShape: training.input.shape)
        try resumption?.complete(&settings, for: training)
        let trainer = try trainer(plan.network, training, settings)
        let description = ModelDescription(
            options: options, training: training, test: test, settings: settings, plan: trainer.plan,
            initialWeights: resumption?.initialWeights)
        try description.check(plan.network)
        if let resumption {
            try resumption.check(description, plan.network.architecture)
            try trainer.resume(resumption.checkpoint)
        }
        var feedback = try Feedback(
            options, trainer.plan, exampleCount: training.examples.count, resumedAt: resumption?.checkpoint.iteration)
        defer { feedback.clear() }
        let result = try train(trainer, Checkpointing(options, trainer, description, resumption), &feedback)
        let seconds = feedback.seconds
        try feedback.end(result)

        let check = try gradientCheck(trainer.network, plan.loss, training)
        let outcome = Outcome(
            result: result, seconds: seconds, train: try trainer.network.evaluate(plan.loss, on: trainer.examples),
            test: try test.map { try trainer.network.evaluate(plan.loss, on: $0.examples) }, gradientCheck: check)
        try description.model(of: trainer.network, outcome: outcome).write(to: output)
        feedback.clear()
        let curve = feedback.curve(result.history)
        try tell(outcome, curve)
        try plot(curve, subtitle: description.summary(trainer.network.architecture))
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

    private func train(
        _ trainer: Trainer<Scalar>, _ checkpointing: Checkpointing<Scalar>, _ feedback: inout Feedback
    ) throws -> TrainingResult {
        var failure: (any Error)?
        let result: TrainingResult
        do {
            result = try checkpointing.run { progress in
                guard checkpointing.goesOn(at: progress.iteration, beforeWarning: { feedback.clear() }) else {
                    return false
                }
                do { try feedback.take(progress) } catch { failure = error }
                return failure == nil
            }
        } catch {
            if case .diverged = error { throw InputError("\(options.trainPaths[0]): \(error)") }
            throw error
        }
        if let failure { throw failure }
        feedback.clear()
        try checkpointing.conclude(result)
        return result
    }

    private func gradientCheck(
        _ network: Network<Scalar>, _ loss: Loss, _ training: DataFile
    ) throws -> [GradientCheck.Layer] {
        guard let layers = options.checkedLayers else { return [] }
        let check = try GradientCheck(network, loss, on: training.examples, seed: options.seed)
        return check.layers.filter { layers.contain($0.layer) }
    }

    private func tell(_ outcome: Outcome, _ curve: LearningCurve?) throws {
        if options.json { return try Console.print(outcome.json.text) }
        if options.isQuiet { return }
        let drawing =
            Terminal.drawsResults ? curve?.text(width: Terminal.resultWidth, isColoured: Terminal.coloursResults) : nil
        try Console.write((drawing.map { "\n\($0)" } ?? "") + outcome.text + "\(output.escaped): written\n")
    }

    /// Writes the learning curve, after the model and its figures, which must not be lost with it.
    private func plot(_ curve: LearningCurve?, subtitle: String) throws {
        guard let path = options.plot, let curve else { return }
        let file = try AtomicFile(path: path)
        try file.write(curve.svg(title: "Learning curve of \(lastComponent(output))", subtitle: subtitle))
        try file.commit()
        if !options.json, !options.isQuiet { try Console.print("\(path.escaped): written") }
    }
}
