/// The function g that turns a layer's weighted inputs Z into its activations A = g(Z).
///
/// A closed list, each with its formula here and in the format's specification, and with every parameter explicit,
/// since frameworks differ in what they leave unsaid.
public enum Activation: Hashable, Sendable {
    /// z
    case identity
    /// max(z, 0)
    case relu
    /// min(max(z, 0), 6)
    case relu6
    /// z where z > 0, else slope · z
    case leakyRelu(slope: Double)
    /// z where z > 0, else α (eᶻ − 1)
    case elu(alpha: Double)
    /// λ z where z > 0, else λ α (eᶻ − 1), with `Activation.seluLambda` and `Activation.seluAlpha` (Klambauer et al. 2017)
    case selu
    /// z · Φ(z) = z/2 · erfc(−z/√2) (Hendrycks and Gimpel 2016)
    case gelu
    /// z/2 · (1 + tanh(√(2/π) (z + 0.044715 z³))), the same authors' approximation
    case geluTanh
    /// 1 / (1 + e⁻ᶻ)
    case sigmoid
    /// min(max(slope · z + offset, 0), 1)
    case hardSigmoid(slope: Double, offset: Double)
    /// tanh z
    case tanh
    /// ln(1 + eᶻ)
    case softplus
    /// z / (1 + |z|)
    case softsign
    /// z · sigmoid(z), also called SiLU
    case swish
    /// z · min(max(z/6 + 1/2, 0), 1)
    case hardSwish
    /// z · tanh(ln(1 + eᶻ)) (Misra 2019)
    case mish
    /// e^zⱼ / Σₖ e^zₖ over the units of the layer
    case softmax
    /// zⱼ − ln Σₖ e^zₖ over the units of the layer
    case logSoftmax
    /// One that this version does not know: a model that has it can be looked at, and does not predict.
    case unrecognized(code: UInt16, parameters: [Double])

    /// The constant λ of `selu`.
    public static let seluLambda = 1.0507009873554804934193349852946
    /// The constant α of `selu`.
    public static let seluAlpha = 1.6732632423543772848170429916717

    /// Whether a unit's activation depends on the other units of its layer.
    public var mixesUnits: Bool { self == .softmax || self == .logSoftmax }

    /// Whether this version can compute it.
    public var isRecognized: Bool {
        if case .unrecognized = self { false } else { true }
    }
}
