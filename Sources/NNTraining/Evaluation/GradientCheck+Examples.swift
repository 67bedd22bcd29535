import NNModel
import NNNetwork

extension GradientCheck {
    /// The most examples that a check takes; of more, a sample.
    public static let exampleLimit = 256

    /// Checks the gradients of a network, in Double whatever its precision, on examples: all of them, or
    /// `exampleLimit` chosen by `seed`.
    ///
    /// - Throws: `TrainingError` where the examples don't fit the network, or can't be read.
    public init<Scalar: NetworkReal>(
        _ network: Network<Scalar>, _ loss: Loss, on source: any ExampleSource, seed: UInt64
    ) throws(TrainingError) {
        try source.check(network.architecture, loss)
        var generator = SplitMix64(seed: seed, for: .gradientCheck)
        let sample = generator.sample(min(Self.exampleLimit, source.capacity), below: source.count)
        let examples = try source.examples(in: runs(of: sample))
        let workspace: Workspace<Double>
        do { workspace = try Workspace(network.architecture, capacity: examples.count) } catch { throw .network(error) }
        workspace.setCount(examples.count)
        Array(0..<examples.count).withUnsafeBufferPointer {
            Gathering<Double>(source, outputs: network.architecture.outputs).gather($0, from: examples, into: workspace)
        }
        self.init(network.converted(to: Double.self), loss, workspace, seed: generator.next())
    }
}
