import NNModel
import NNNetwork
internal import NNThreads

/// How well a network answers examples.
public struct Evaluation: Sendable, Equatable {
    /// J, the mean cost of the examples.
    public let cost: Double
    /// The share of examples whose class is found; nil where the targets are numbers.
    public let accuracy: Double?

    public init(cost: Double, accuracy: Double?) {
        self.cost = cost
        self.accuracy = accuracy
    }
}

extension Network where Scalar: TrainingReal {
    /// Measures the network on all examples, a few hundred at a time.
    ///
    /// The figures are the same whether the examples are in memory or come in parts, and for any number of threads.
    ///
    /// - Parameter threads: how many share the examples out; nil for one a core.
    /// - Throws: `TrainingError` where the examples don't fit the network, or can't be read.
    public func evaluate(
        _ loss: Loss, on source: any ExampleSource, threads: Int? = nil
    ) throws(TrainingError) -> Evaluation {
        try source.check(architecture, loss)
        ProductThreads.set(1)
        let gathering = Gathering<Scalar>(source, outputs: architecture.outputs)
        // Batches that a core's cache holds, and whole ones, so that the sums don't depend on the parts.
        let size = min(source.capacity, max(8, min(128, 131_072 / architecture.inputs)))
        let length = source.capacity < source.count ? source.capacity / size * size : source.count
        let parts = ReadAhead(0..<(source.count - 1) / length + 1) { number throws(TrainingError) in
            try source.examples(in: [number * length..<min((number + 1) * length, source.count)])
        }
        var total = Tally()
        for _ in stride(from: 0, to: source.count, by: length) {
            let tallies = measure(loss, try parts.take(), gathering, size, threads: threads ?? availableCores)
            for tally in tallies {
                guard let tally else { throw .network(.outOfMemory(bytes: nil)) }
                total.add(tally)
            }
        }
        return Evaluation(cost: total.cost, accuracy: source.targetKind.areClasses ? total.accuracy : nil)
    }

    /// The tallies of so many examples each; nil where there was no memory for them.
    private func measure(
        _ loss: Loss, _ examples: Examples, _ gathering: Gathering<Scalar>, _ size: Int, threads: Int
    ) -> [Tally?] {
        let architecture = architecture
        return parameters.values.withUnsafeBufferPointer { values in
            nonisolated(unsafe) let parameters = values.baseAddress.unsafelyUnwrapped
            return concurrentMap(
                (examples.count + size - 1) / size, threads: threads,
                makingState: { try? Workspace<Scalar>(architecture, capacity: size, keepsWeightedInputs: false) }
            ) { part, workspace -> Tally? in
                guard let workspace else { return nil }
                let indices = Array(part * size..<min((part + 1) * size, examples.count))
                workspace.setCount(indices.count)
                indices.withUnsafeBufferPointer { gathering.gather($0, from: examples, into: workspace) }
                let pass = BatchPass(architecture, parameters: parameters, workspace)
                pass.propagateForward(0..<indices.count)
                var tally = Tally()
                tally.add(pass, loss, 0..<indices.count)
                return tally
            }
        }
    }
}
