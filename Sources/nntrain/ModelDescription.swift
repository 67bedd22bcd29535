import NNCommand
import NNModel
import NNNetwork
import NNTraining

/// What the model file says besides the numbers: what goes in, what comes out, and where it comes from.
///
/// No times, host names or thread counts: the same run gives the same bytes.
struct ModelDescription {
    let options: Train
    let training: DataFile
    let test: DataFile?
    let settings: TrainingSettings
    let plan: TrainingPlan
    /// What the run started from, where another one has begun it.
    let initialWeights: String?

    /// Looks, before the training, for what no model file can hold.
    /// - Throws: `ModelFileError`
    func check<Scalar: TrainingReal>(_ network: Network<Scalar>) throws {
        try Model(input: training.input, layers: network.layers, output: output(network.architecture)).validate()
    }

    func model<Scalar: TrainingReal>(of network: Network<Scalar>, outcome: Outcome) -> Model {
        let model = Model(
            input: training.input, layers: network.layers, output: output(network.architecture),
            metadata: metadata(outcome), history: outcome.result.history)
        return model.withVerification(seeds: [0, 1])
    }

    /// The model of a checkpoint, without a history.
    func model<Scalar: TrainingReal>(of network: Network<Scalar>, iteration: Int) -> Model {
        var metadata = settingsMetadata
        metadata["training.iterations"] = String(iteration)
        return Model(
            input: training.input, layers: network.layers, output: output(network.architecture), metadata: metadata)
    }

    /// What the last layer's activations mean.
    func output(_ architecture: Architecture) -> Output {
        let activation = architecture.layers[architecture.layers.count - 1].activation
        guard training.examples.targetKind.areClasses else { return Output(meaning: .value) }
        let meaning: Output.Meaning = activation == .logSoftmax ? .logProbability : .probability
        return Output(meaning: meaning, classNames: training.classNames)
    }

    private func metadata(_ outcome: Outcome) -> [String: String] {
        var metadata = settingsMetadata
        metadata["training.iterations"] = String(outcome.result.iterations)
        metadata["training.cost"] = String(outcome.train.cost)
        metadata["training.accuracy"] = outcome.train.accuracy.map { String($0) }
        if outcome.result.keptIteration != outcome.result.iterations {
            metadata["training.kept-iteration"] = String(outcome.result.keptIteration)
        }
        if let validation = outcome.result.validation {
            metadata["validation.cost"] = String(validation.cost)
            metadata["validation.accuracy"] = validation.accuracy.map { String($0) }
        }
        if let test, let result = outcome.test {
            metadata.merge(provenance("test", test)) { $1 }
            metadata["test.examples"] = String(test.examples.count)
            metadata["test.cost"] = String(result.cost)
            metadata["test.accuracy"] = result.accuracy.map { String($0) }
        }
        return metadata
    }

    /// All that the result depends on, but for what the model itself tells: what must agree where a run goes on.
    var settingsMetadata: [String: String] {
        var metadata = [
            "tool": "nntrain \(suiteVersion)",
            "training.examples": String(training.examples.count),
            "training.loss": settings.loss.rawValue,
            "training.optimizer": options.optimizer.rawValue,
            "training.learning-rate": String(settings.optimizer.learningRate),
            "training.batch-size": plan.isFullBatch ? "full" : String(plan.batchSize),
            "training.seed": String(settings.seed),
            "training.precision": options.precision.rawValue,
            "training.initial-weights": initialWeights ?? options.initFrom.map { lastComponent($0) }
                ?? options.initializer?.argument ?? "usual",
        ]
        metadata.merge(provenance("training", training)) { $1 }
        // What is in memory together is shuffled together.
        if training.isStreamed { metadata["training.memory"] = options.memory.argument }
        metadata["training.inputs"] = options.inputs
        metadata["training.labels"] = options.labels
        metadata["training.classes"] = options.classes
        metadata["training.momentum"] = settings.optimizer.momentum.map { String($0) }
        if settings.optimizer.weightDecay > 0 {
            metadata["training.weight-decay"] = String(settings.optimizer.weightDecay)
        }
        metadata.merge(options.regularization.map { ("training.\($0.name)", $0.value) }) { first, _ in first }
        return metadata
    }

    /// Names and hashes of the files: `training.data` and `training.data-sha256`, and from the second file on
    /// `training.data.2` and `training.data-sha256.2`.
    private func provenance(_ key: String, _ data: DataFile) -> [String: String] {
        var entries: [String: String] = [:]
        for (index, (path, hash)) in zip(data.paths, data.hashes).enumerated() {
            let suffix = index == 0 ? "" : ".\(index + 1)"
            entries["\(key).data\(suffix)"] = lastComponent(path)
            entries["\(key).data-sha256\(suffix)"] = hash
        }
        return entries
    }

    /// What was trained on what, in a line for the learning curve.
    func summary(_ architecture: Architecture) -> String {
        let layers = [architecture.inputs] + architecture.layers.map(\.units)
        let batch = plan.isFullBatch ? "full batch" : "batches of \(grouped(plan.batchSize))"
        let names = training.paths.map(lastComponent).joined(separator: ", ")
        return "\(names), \(grouped(training.examples.count)) examples; "
            + "layers \(layers.map(grouped).joined(separator: " → ")); \(options.optimizer.rawValue) "
            + "at \(settings.optimizer.learningRate), \(batch)"
    }
}

/// No folders in a file: they are nobody's business, and two of them must give the same bytes.
func lastComponent(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
}
