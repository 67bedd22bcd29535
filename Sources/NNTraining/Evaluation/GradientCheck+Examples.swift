import NNModel
import NNNetwork

extension GradientCheck {
    /// The most examples that a check takes; of more, a sample.
    public static let exampleLimit = 256

    /// Checks the gradients of a network, in Double whatever its precision, on examples: all of them, or
    /// `exampleLimit` chosen by `seed`.
    ///
    /// - Throws: `TrainingError` where the examples don't fit the network.
    public init<Scalar: NetworkReal>(
        _ network: Network<Scalar>, _ loss: Loss, on examples: Examples, seed: UInt64
    ) throws(TrainingError) {
        try examples.check(network.architecture, loss)
        var generator = SplitMix64(seed: seed, for: .gradientCheck)
        var indices = Array(0..<examples.count)
        if indices.count > Self.exampleLimit {
            generator.shuffle(&indices)
            indices = indices.prefix(Self.exampleLimit).sorted()
        }
        let workspace: Workspace<Double>
        do { workspace = try Workspace(network.architecture, capacity: indices.count) } catch { throw .network(error) }
        workspace.setCount(indices.count)
        indices.withUnsafeBufferPointer {
            Gathering<Double>(examples, outputs: network.architecture.outputs).gather($0, into: workspace)
        }
        self.init(network.converted(to: Double.self), loss, workspace, seed: generator.next())
    }
}
