extension Activation {
    /// The number that stands for the activation in a file, and its parameters.
    var encoded: (code: UInt16, parameters: [Double]) {
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

    /// The activation of this code, or nil where it takes another number of parameters.
    init?(code: UInt16, parameters: [Double]) {
        guard let (_, usual) = Self.named.first(where: { $0.activation.encoded.code == code }) else {
            self = .unrecognized(code: code, parameters: parameters)
            return
        }
        guard usual.encoded.parameters.count == parameters.count else { return nil }
        self =
            switch usual {
            case .leakyRelu: .leakyRelu(slope: parameters[0])
            case .elu: .elu(alpha: parameters[0])
            case .hardSigmoid: .hardSigmoid(slope: parameters[0], offset: parameters[1])
            default: usual
            }
    }
}
