import NNCommand
import NNModel
import NNTraining

extension Train {
    /// What the trainer is to do.
    ///
    /// - Parameters:
    ///   - loss: what is minimized.
    ///   - inputShape: of an example.
    /// - Throws: `TrainingError` where examples of this shape can't be augmented as asked.
    func settings(_ loss: Loss, inputShape: [Int]) throws(TrainingError) -> TrainingSettings {
        var settings = TrainingSettings(
            loss: loss, optimizer: chosenOptimizer, batchSize: batchSize?.value ?? .examples(128),
            length: iterations.map { .iterations($0) } ?? .epochs(epochs ?? 10), firstLayer: firstLayer,
            reportEvery: reportEvery, seed: seed, threads: threads)
        settings.schedule = Schedule(schedule, warmup: warmup)
        settings.dropout = dropout ?? 0
        settings.gradientLimit = gradientLimit
        settings.classWeights = classWeights
        settings.labelSmoothing = labelSmoothing ?? 0
        if let augmentation { settings.augmenter = try ImageAugmenter(augmentation, shape: inputShape, seed: seed) }
        settings.validationSplit = validationSplit
        settings.earlyStopping = earlyStopping
        return settings
    }

    /// - Throws: `UsageError` for options that don't go together, or are out of range.
    func validateRegularization() throws(UsageError) {
        for (name, value) in [("--dropout", dropout), ("--label-smoothing", labelSmoothing)] {
            if let value, value < 0 || value >= 1 {
                throw UsageError("\(name): expected a number from 0 to below 1, found \(value)")
            }
        }
        if let gradientLimit, gradientLimit <= 0 {
            throw UsageError("--clip-gradients: expected a number above 0, found \(gradientLimit)")
        }
        if let validationSplit, validationSplit <= 0 || validationSplit >= 1 {
            throw UsageError("--validation-split: expected a number between 0 and 1, found \(validationSplit)")
        }
        if earlyStopping != nil, validationSplit == nil {
            throw UsageError("--early-stopping: expected --validation-split, whose cost it goes by, found none")
        }
    }

    /// The options of this kind that were given, by name, as the model file tells them.
    var regularization: [(name: String, value: String)] {
        let options: [(String, (any ParameterValue)?)] = [
            ("schedule", schedule == .constant ? nil : schedule), ("warmup", warmup), ("dropout", dropout),
            ("clip-gradients", gradientLimit), ("class-weights", classWeights), ("label-smoothing", labelSmoothing),
            ("augment", augmentation), ("validation-split", validationSplit), ("early-stopping", earlyStopping),
        ]
        return options.compactMap { name, value in value.map { (name, $0.argument) } }
    }
}
