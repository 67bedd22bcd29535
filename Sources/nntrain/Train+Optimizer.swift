import NNCommand
import NNTraining

extension Train {
    /// The optimizer with the constants that were given.
    var chosenOptimizer: Optimizer {
        var chosen = optimizer.usual
        if let learningRate { chosen.learningRate = learningRate }
        if let weightDecay { chosen.weightDecay = weightDecay }
        switch (chosen.rule, momentum) {
        case (.momentum, let momentum?): chosen.rule = .momentum(momentum)
        case (.nesterov, let momentum?): chosen.rule = .nesterov(momentum)
        default: break
        }
        return chosen
    }

    /// - Throws: `UsageError` for options that don't go together, or are out of range.
    func validateOptimizer() throws(UsageError) {
        if let learningRate, learningRate <= 0 {
            throw UsageError("--learning-rate: expected a number above 0, found \(learningRate)")
        }
        if let momentum {
            guard optimizer.usual.momentum != nil else {
                throw UsageError("--momentum: expected --optimizer momentum or nesterov, found \(optimizer.rawValue)")
            }
            guard momentum >= 0, momentum < 1 else {
                throw UsageError("--momentum: expected a number from 0 to below 1, found \(momentum)")
            }
        }
        if let weightDecay, weightDecay < 0 {
            throw UsageError("--weight-decay: expected a number from 0, found \(weightDecay)")
        }
    }
}
