/// A feed-forward network and everything that a prediction from raw input needs.
///
/// Layers are numbered from 1 in everything that a person sees; `layers[0]` is layer 1.
public struct Model: Sendable, Equatable {
    /// What the network takes, and how raw input is prepared for it.
    public var input: Input
    /// The layers in order; the units of each are the inputs of the next.
    public var layers: [DenseLayer]
    /// What the last layer's activations mean.
    public var output: Output
    /// Where the model comes from, and anything else worth keeping, by key of printable ASCII.
    public var metadata: [String: String]
    /// How training went.
    public var history: History?
    /// Inputs with the outputs to expect; `withVerification(seeds:)` makes them.
    public var verification: [VerificationCheck] = []
    /// Chunks of types that this version doesn't know, which are kept since their types say that they may be.
    public var extras: [ExtraChunk] = []

    /// A model of these parts.
    public init(
        input: Input, layers: [DenseLayer], output: Output, metadata: [String: String] = [:], history: History? = nil
    ) {
        self.input = input
        self.layers = layers
        self.output = output
        self.metadata = metadata
        self.history = history
    }

    /// How many weights and biases there are.
    public var parameterCount: Int { layers.reduce(0) { $0 + $1.weights.count + $1.biases.count } }
}
