/// What the settings come to for a number of examples.
public struct TrainingPlan: Sendable, Equatable {
    /// Examples in all.
    public let exampleCount: Int
    /// Examples in a batch; the last of an epoch may have fewer.
    public let batchSize: Int
    /// Whether a batch is all examples.
    public let isFullBatch: Bool
    /// Batches of an epoch.
    public let batchesPerEpoch: Int
    /// Updates in all.
    public let iterations: Int
    /// Iterations from one report to the next.
    public let reportEvery: Int

    /// - Throws: `TrainingError.badSetting` for settings that can't train.
    public init(_ settings: TrainingSettings, exampleCount: Int) throws(TrainingError) {
        try settings.check()
        guard exampleCount >= 1 else { throw .noExamples }
        self.exampleCount = exampleCount
        switch settings.batchSize {
        case .full: batchSize = exampleCount
        case .examples(let size): batchSize = min(size, exampleCount)
        }
        isFullBatch = batchSize == exampleCount
        batchesPerEpoch = (exampleCount - 1) / batchSize + 1
        switch settings.length {
        case .iterations(let count):
            iterations = count
            reportEvery = settings.reportEvery ?? Self.roundInterval(for: count)
        case .epochs(let count):
            let (product, overflows) = count.multipliedReportingOverflow(by: batchesPerEpoch)
            guard !overflows else { throw .badSetting("epochs: expected fewer, found \(count)") }
            iterations = product
            reportEvery = settings.reportEvery ?? Self.roundInterval(for: count) * batchesPerEpoch
        }
        try settings.schedule.check(
            learningRate: settings.optimizer.learningRate, batchesPerEpoch: batchesPerEpoch, iterations: iterations)
    }

    /// The smallest of 1, 2, 5, 10, 20, 50, … of which at most ten fit into `length`.
    private static func roundInterval(for length: Int) -> Int {
        var unit = 1
        while true {
            for factor in [1, 2, 5] where length / (unit * factor) <= 10 { return unit * factor }
            unit *= 10
        }
    }
}
