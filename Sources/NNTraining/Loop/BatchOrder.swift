import NNModel

/// Which examples each batch takes: every epoch all of them once, in an order of its own.
///
/// The order of an epoch follows from the seed and its number alone.
struct BatchOrder: Sendable {
    private let plan: TrainingPlan
    private let seed: UInt64
    private var order: [Int]
    /// The epoch of the batch that was taken last, from 1.
    private(set) var epoch = 0

    init(_ plan: TrainingPlan, exampleCount: Int, seed: UInt64) {
        self.plan = plan
        self.seed = seed
        order = Array(0..<exampleCount)
    }

    /// Lends the examples of the batch for an iteration, from 0; iterations are taken in order.
    mutating func withBatch<Result>(_ iteration: Int, _ body: (UnsafeBufferPointer<Int>) -> Result) -> Result {
        let epoch = iteration / plan.batchesPerEpoch + 1
        if epoch != self.epoch {
            self.epoch = epoch
            if !plan.isFullBatch { shuffle() }
        }
        let start = iteration % plan.batchesPerEpoch * plan.batchSize
        return order.withUnsafeBufferPointer { order in
            body(UnsafeBufferPointer(rebasing: order[start..<min(start + plan.batchSize, order.count)]))
        }
    }

    private mutating func shuffle() {
        // From the natural order, not from the last epoch's, so that an epoch doesn't depend on those before it.
        for i in order.indices { order[i] = i }
        var generator = SplitMix64(seed: seed, for: .order(epoch: epoch))
        generator.shuffle(&order)
    }
}
