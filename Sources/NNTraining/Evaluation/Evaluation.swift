import NNModel
import NNNetwork

/// How well a network answers examples.
public struct Evaluation: Sendable, Equatable {
    /// J, the mean cost of the examples.
    public let cost: Double
    /// The share of examples whose class is found; nil where the targets are numbers.
    public let accuracy: Double?
}

extension Network {
    /// Measures the network on all examples, a few hundred at a time.
    ///
    /// - Throws: `TrainingError` where the examples don't fit the network.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func evaluate(_ loss: Loss, on examples: Examples) throws(TrainingError) -> Evaluation {
        try examples.check(architecture, loss)
        let workspace: Workspace<Scalar>
        do { workspace = try Workspace(architecture, capacity: min(examples.count, 256)) } catch {
            throw .network(error)
        }
        let gathering = Gathering<Scalar>(examples, outputs: architecture.outputs)
        var tally = Tally()
        let indices = Array(0..<examples.count)
        indices.withUnsafeBufferPointer { indices in
            for start in stride(from: 0, to: indices.count, by: workspace.capacity) {
                let batch = indices[start..<min(start + workspace.capacity, indices.count)]
                gathering.gather(UnsafeBufferPointer(rebasing: batch), into: workspace)
                propagateForward(workspace)
                tally.add(self, loss, workspace)
            }
        }
        return Evaluation(cost: tally.cost, accuracy: examples.targets.areClasses ? tally.accuracy : nil)
    }
}

extension Examples.Targets {
    var areClasses: Bool {
        if case .classes = self { true } else { false }
    }
}
