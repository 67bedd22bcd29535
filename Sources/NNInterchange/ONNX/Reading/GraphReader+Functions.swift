import NNModel

/// Operators of one operand: activations, by ONNX's names and with its own defaults, and what exporters make others of.
extension GraphReader {
    mutating func function(_ node: ONNXNode) throws(InterchangeError) -> Value {
        if let activation = try activation(node) {
            let flow = try flow(node)
            guard !flow.function.mixesUnits else { throw node.refuse("behind a softmax") }
            return made(flow.function.then(activation))
        }
        if node.opType == "Softmax" || node.opType == "LogSoftmax" { return try softmax(node) }
        guard let function = try part(node) else {
            throw node.refuse("this operator is none that a dense network is made of")
        }
        let flow = try flow(node)
        guard !flow.function.mixesUnits else { throw node.refuse("behind a softmax") }
        return made(flow.function.then(function))
    }

    private mutating func activation(_ node: ONNXNode) throws(InterchangeError) -> Activation? {
        func parameter(_ name: String, _ usual: Double) throws(InterchangeError) -> Double {
            try node.float(name).map(\.asWritten) ?? usual
        }
        switch node.opType {
        case "Relu": return .relu
        case "LeakyRelu": return .leakyRelu(slope: try parameter("alpha", 0.01))
        case "PRelu":
            let constant = try constant(node, 1)
            guard let slope = try numbers(constant, node).first,
                try numbers(constant, node).allSatisfy({ $0 == slope })
            else { throw node.refuse("with a slope of its own for each unit, which no layer can have") }
            return .leakyRelu(slope: Float(slope).asWritten)
        case "Elu": return .elu(alpha: try parameter("alpha", 1))
        case "Selu":
            let (alpha, gamma) = (
                try parameter("alpha", Activation.seluAlpha), try parameter("gamma", Activation.seluLambda)
            )
            guard abs(alpha - Activation.seluAlpha) < 1e-6, abs(gamma - Activation.seluLambda) < 1e-6 else {
                throw node.fail("the alpha and gamma that Selu was published with", found: "\(alpha) and \(gamma)")
            }
            return .selu
        case "Gelu":
            switch try node.text("approximate") ?? "none" {
            case "none": return .gelu
            case "tanh": return .geluTanh
            case let other: throw node.fail("'none' or 'tanh' as approximation", found: "'\(other)'")
            }
        case "Sigmoid": return .sigmoid
        case "HardSigmoid":
            // A sixth has no short digits.
            let sixth = try node.float("alpha") == Float(1.0 / 6)
            return .hardSigmoid(
                slope: sixth ? 1.0 / 6 : try parameter("alpha", 0.2), offset: try parameter("beta", 0.5))
        case "Tanh": return .tanh
        case "Softplus": return .softplus
        case "Softsign": return .softsign
        case "HardSwish": return .hardSwish
        case "Mish": return .mish
        case "Swish":
            let alpha = try parameter("alpha", 1)
            guard alpha == 1 else { throw node.fail("an alpha of 1", found: "\(alpha)") }
            return .swish
        default: return nil
        }
    }

    private mutating func softmax(_ node: ONNXNode) throws(InterchangeError) -> Value {
        let flow = try flow(node)
        // Up to version 12 the axes from 1 on are taken together, since then it is the last: the same for two axes.
        let axis = try node.integer("axis") ?? (opset < 13 ? 1 : -1)
        guard axis == 1 || axis == -1, (axes?.count ?? 1) == 1 else {
            throw node.fail("the axis of the units, 1", found: "\(axis)")
        }
        guard !flow.function.mixesUnits else { throw node.refuse("behind a softmax") }
        if !flow.function.isIdentity {
            _ = try change(node) { draft throws(NetworkDraft.Problem) in try draft.commit(flow.function) }
        }
        return made(ElementwiseFunction(node.opType == "Softmax" ? .softmax : .logSoftmax))
    }

    /// What is no activation and may be part of one.
    private mutating func part(_ node: ONNXNode) throws(InterchangeError) -> ((Double) -> Double)? {
        switch node.opType {
        case "Clip":
            let (low, high) = (try bound(node, "min", 1) ?? -.infinity, try bound(node, "max", 2) ?? .infinity)
            return { min(max($0, low), high) }
        case "Erf": return { 1 - Double.erfc($0) }
        case "Exp": return { Double.exp($0) }
        case "Log": return { Double.log($0) }
        case "Neg": return { -$0 }
        case "Abs": return { abs($0) }
        case "Sqrt": return { $0.squareRoot() }
        case "Reciprocal": return { 1 / $0 }
        default: return nil
        }
    }

    /// A bound of Clip: an attribute up to version 10, an input since.
    private mutating func bound(
        _ node: ONNXNode, _ name: String, _ index: Int
    ) throws(InterchangeError) -> Double? {
        if opset < 11 { return try node.float(name).map { Double($0) } }
        guard node.input(index) != nil else { return nil }
        let constant = try constant(node, index)
        guard constant.count == 1 else { throw node.fail("one number as \(name)", found: constant.text) }
        return try numbers(constant, node)[0]
    }
}
