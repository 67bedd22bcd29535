import NNModel

/// Lends a trainer the examples of one batch after the other.
///
/// Where all fit in memory they are read once and stay there; else the next window is read while this one is in use.
/// Which examples come in which batch depends on the source, the plan and the seed, never on timing, and any batch can be
/// asked for at any time; in ascending order is quick.
package final class BatchSupply {
    private let source: any ExampleSource
    private let plan: TrainingPlan
    private let windows: WindowPlan
    private var window: Window?
    private var reader: ReadAhead<Window>?

    /// The examples of a window, in the order of the source, and the order in which the batches take them.
    private struct Window: Sendable {
        let number: Int
        let examples: Examples
        let order: [Int]
    }

    /// - Throws: `TrainingError.batchBeyondMemory`
    package init(_ source: any ExampleSource, _ plan: TrainingPlan, seed: UInt64) throws(TrainingError) {
        self.source = source
        self.plan = plan
        windows = try WindowPlan(source, plan, seed: seed)
    }

    /// Calls `body` with the examples that are in memory, and the indices among them that make up a batch; the indices
    /// must not outlive the call.
    ///
    /// - Parameter batch: its number from 0, below `plan.iterations`; the first of epoch e has e − 1 whole epochs before it.
    /// - Throws: `TrainingError.unreadable` where the source does.
    package func withBatch<Result>(
        _ batch: Int, _ body: (Examples, UnsafeBufferPointer<Int>) throws(TrainingError) -> Result
    ) throws(TrainingError) -> Result {
        precondition(batch >= 0 && batch < plan.iterations, "batch \(batch) of \(plan.iterations)")
        let window = try window(windows.window(of: batch))
        let places = windows.places(of: batch)
        return try window.order.withUnsafeBufferPointer { order throws(TrainingError) in
            try body(window.examples, UnsafeBufferPointer(rebasing: order[places]))
        }
    }

    /// Gives back the memory that the examples take, and ends reading ahead; the next batch is read anew.
    package func release() {
        window = nil
        reader = nil
    }

    private func window(_ number: Int) throws(TrainingError) -> Window {
        // A full batch is the same every time, and one a window.
        if let window, window.number == number || plan.isFullBatch { return window }
        let all = windows.windowsPerEpoch == 1 ? window?.examples : nil
        // Before the next one is taken, so that there are never three.
        window = nil
        let next =
            windows.windowsPerEpoch == 1
            ? try Self.read(number, windows, source, all) : try readAhead(from: number).take()
        window = next
        return next
    }

    private func readAhead(from number: Int) -> ReadAhead<Window> {
        if let reader, reader.next == number { return reader }
        // The old one first: it may be reading.
        reader = nil
        let (windows, source) = (windows, source)
        let last = windows.window(of: plan.iterations - 1)
        let reader = ReadAhead(number..<max(number, last) + 1) { number throws(TrainingError) in
            try Self.read(number, windows, source, nil)
        }
        self.reader = reader
        return reader
    }

    private static func read(
        _ number: Int, _ windows: WindowPlan, _ source: any ExampleSource, _ examples: Examples?
    ) throws(TrainingError) -> Window {
        let examples = if let examples { examples } else { try source.examples(in: windows.ranges(of: number)) }
        return Window(number: number, examples: examples, order: windows.order(of: number))
    }
}
