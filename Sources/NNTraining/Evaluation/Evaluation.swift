import NNModel
import NNNetwork

/// How well a network answers examples.
public struct Evaluation: Sendable, Equatable {
    /// J, the mean cost of the examples.
    public let cost: Double
    /// The share of examples whose class is found; nil where the targets are numbers.
    public let accuracy: Double?
}

extension Network where Scalar: TrainingReal {
    /// Measures the network on all examples, a few hundred at a time.
    ///
    /// - Parameter threads: how many share them out; nil for one a core. The result does not depend on it.
    /// - Throws: `TrainingError` where the examples don't fit the network.
    public func evaluate(
        _ loss: Loss, on examples: Examples, threads: Int? = nil
    ) throws(TrainingError) -> Evaluation {
        try examples.check(architecture, loss)
        ProductThreads.set(1)
        let size = 256
        let gathering = Gathering<Scalar>(examples, outputs: architecture.outputs)
        let tallies = parameters.values.withUnsafeBufferPointer { values in
            nonisolated(unsafe) let parameters = values.baseAddress.unsafelyUnwrapped
            return concurrentMap(
                (examples.count + size - 1) / size, threads: threads ?? availableCores,
                makingState: { [architecture] in
                    try? Workspace<Scalar>(architecture, capacity: size, keepsWeightedInputs: false)
                }
            ) { [architecture] part, workspace -> Tally? in
                guard let workspace else { return nil }
                let indices = Array(part * size..<min((part + 1) * size, examples.count))
                workspace.setCount(indices.count)
                indices.withUnsafeBufferPointer { gathering.gather($0, into: workspace) }
                let pass = BatchPass(architecture, parameters: parameters, workspace)
                pass.propagateForward(0..<indices.count)
                var tally = Tally()
                tally.add(pass, loss, 0..<indices.count)
                return tally
            }
        }
        var total = Tally()
        for tally in tallies {
            guard let tally else { throw .network(.outOfMemory(bytes: nil)) }
            total.add(tally)
        }
        return Evaluation(cost: total.cost, accuracy: examples.targets.areClasses ? total.accuracy : nil)
    }
}

extension Examples.Targets {
    var areClasses: Bool {
        if case .classes = self { true } else { false }
    }
}
