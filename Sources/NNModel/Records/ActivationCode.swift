extension Activation {
    /// The number that stands for the activation in a file, and its parameters.
    package var encoded: (code: UInt16, parameters: [Double]) {
        switch self {
        case .identity: (0, [])
        case .relu: (1, [])
        case .relu6: (2, [])
        case .leakyRelu(let slope): (3, [slope])
        case .elu(let alpha): (4, [alpha])
        case .selu: (5, [])
        case .gelu: (6, [])
        case .geluTanh: (7, [])
        case .sigmoid: (8, [])
        case .hardSigmoid(let slope, let offset): (9, [slope, offset])
        case .tanh: (10, [])
        case .softplus: (11, [])
        case .softsign: (12, [])
        case .swish: (13, [])
        case .hardSwish: (14, [])
        case .mish: (15, [])
        case .softmax: (16, [])
        case .logSoftmax: (17, [])
        case .unrecognized(let code, let parameters): (code, parameters)
        }
    }

    /// How many parameters the activation of this code takes, or nil where this version doesn't know it.
    static func parameterCount(ofCode code: UInt16) -> Int? {
        named.first { $0.activation.encoded.code == code }?.activation.encoded.parameters.count
    }

    /// The activation of this code.
    ///
    /// - Precondition: as many parameters as `parameterCount(ofCode:)` says, if it says any.
    init(code: UInt16, parameters: [Double]) {
        switch Self.named.first(where: { $0.activation.encoded.code == code })?.activation {
        case nil: self = .unrecognized(code: code, parameters: parameters)
        case .leakyRelu: self = .leakyRelu(slope: parameters[0])
        case .elu: self = .elu(alpha: parameters[0])
        case .hardSigmoid: self = .hardSigmoid(slope: parameters[0], offset: parameters[1])
        case .some(let usual): self = usual
        }
    }
}
