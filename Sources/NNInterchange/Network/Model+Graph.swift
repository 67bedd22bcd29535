import NNModel

extension Model {
    /// The model of a graph of somebody else's.
    ///
    /// - Parameters:
    ///   - axes: of an example, where the graph tells them.
    ///   - input: the graph's name for what goes in.
    ///   - output: its name for what comes out.
    init(_ layers: [DenseLayer], _ scaling: Scaling, axes: [Int]?, input: String, output: String) {
        let features = layers[0].inputs
        self.init(
            input: Input(name: input.isUsable ? input : "", shape: [features], scaling: scaling), layers: layers,
            output: Output(name: output.isUsable ? output : "", meaning: .usual(behind: layers.last?.activation)))
        if let axes, axes.count <= Limits.rank {
            self.input.shape = axes
        } else if scaling.offsets.count > 1 {
            self.input.scaling = Scaling(
                offsets: (0..<features).map { scaling.offsets[$0 % scaling.offsets.count] },
                divisors: (0..<features).map { scaling.divisors[$0 % scaling.divisors.count] })
        }
    }
}
