extension Activation: CustomStringConvertible, LosslessStringConvertible {
    /// Every activation under its name, with the usual parameters where it takes any.
    public static let named: [(name: String, activation: Activation)] = [
        ("identity", .identity), ("relu", .relu), ("relu6", .relu6), ("leaky-relu", .leakyRelu(slope: 0.01)),
        ("elu", .elu(alpha: 1)), ("selu", .selu), ("gelu", .gelu), ("gelu-tanh", .geluTanh), ("sigmoid", .sigmoid),
        ("hard-sigmoid", .hardSigmoid(slope: 1.0 / 6, offset: 0.5)), ("tanh", .tanh), ("softplus", .softplus),
        ("softsign", .softsign), ("swish", .swish), ("hard-swish", .hardSwish), ("mish", .mish),
        ("softmax", .softmax), ("log-softmax", .logSoftmax),
    ]

    /// Reads what `description` writes: a name, and for parameters other than the usual ones a colon and the numbers,
    /// as in `leaky-relu:0.2` or `hard-sigmoid:0.2:0.5`.
    public init?(_ description: String) {
        let parts = description.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard let (_, usual) = Self.named.first(where: { $0.name == parts[0] }) else { return nil }
        let numbers = parts.dropFirst().map { Double($0) }
        guard numbers.allSatisfy({ $0?.isFinite == true }) else { return nil }
        switch (usual, numbers.compactMap { $0 }) {
        case (_, let given) where given.isEmpty: self = usual
        case (.leakyRelu, let given) where given.count == 1: self = .leakyRelu(slope: given[0])
        case (.elu, let given) where given.count == 1: self = .elu(alpha: given[0])
        case (.hardSigmoid, let given) where given.count == 2: self = .hardSigmoid(slope: given[0], offset: given[1])
        default: return nil
        }
    }

    /// The name, with the parameters where they are not the usual ones.
    public var description: String {
        if let (name, _) = Self.named.first(where: { $0.activation == self }) { return name }
        switch self {
        case .leakyRelu(let slope): return "leaky-relu:\(slope)"
        case .elu(let alpha): return "elu:\(alpha)"
        case .hardSigmoid(let slope, let offset): return "hard-sigmoid:\(slope):\(offset)"
        case .unrecognized(let code, let parameters):
            return "unrecognized \(code)" + (parameters.isEmpty ? "" : " \(parameters)")
        default: return "?"
        }
    }
}
