import NNModel

/// Operators that make a layer, or change one.
extension GraphReader {
    /// Gemm, alpha · A · B + beta · C, and MatMul, A · B, where A are the examples.
    mutating func layer(_ node: ONNXNode) throws(InterchangeError) -> Value {
        let (flow, constant) = (try flow(node), try constant(node, 1))
        let isGemm = node.opType == "Gemm"
        guard try node.integer("transA") ?? 0 == 0 else {
            throw node.refuse("the examples are to be transposed (transA), and then are none")
        }
        guard constant.shape.count == 2, !constant.shape.contains(0) else {
            throw node.fail("weights of two axes", found: constant.text)
        }
        if let axes, axes.count != 1 {
            throw node.fail("one axis of numbers an example", found: "\(axes.count); a Flatten belongs in front")
        }
        // Of B it takes (inputs, units), and of transB (units, inputs), as we do.
        let isOurs = isGemm ? try node.integer("transB") ?? 0 != 0 : false
        let oriented = isOurs ? constant : constant.transposed
        let shape = oriented.shape
        if let features = axes?.first, features != shape[1] {
            throw node.fail("weights for \(features) inputs", found: constant.text)
        }
        let (alpha, beta) = isGemm ? (try node.float("alpha") ?? 1, try node.float("beta") ?? 1) : (1, 1)
        let input = node.inputs[1]
        let weights = try tensor(oriented, shape: shape, of: input, node)
        var biases: Tensor?
        if isGemm, let name = node.input(2) {
            let constant = try self.constant(node, 2)
            guard [[shape[0]], [1, shape[0]], [], [1], [1, 1]].contains(constant.shape) else {
                throw node.fail("\(shape[0]) biases, one a unit", found: constant.text)
            }
            if constant.count == shape[0] {
                biases = try tensor(constant, shape: [shape[0]], of: name, node)
            } else {
                let bias = try tensor(constant, shape: [1], of: name, node).scalars(as: Double.self)[0]
                biases = Tensor([Double](repeating: bias, count: shape[0]), shape: [shape[0]])
            }
        }
        // The sum is alpha · (W · x + beta / alpha · C) only where alpha isn't 0, so C is multiplied by itself.
        if beta != 1 { biases = biases.flatMap { $0.multiplied(by: Double(beta)) } }
        let name = input.hasSuffix(".weight") ? String(input.dropLast(7)) : ""
        axes = [shape[0]]
        return try change(node) { draft throws(NetworkDraft.Problem) in
            try draft.commit(flow.function)
            guard let scaled = alpha == 1 ? weights : weights.multiplied(by: Double(alpha)) else {
                throw NetworkDraft.Problem(
                    expected: "weights that can be multiplied by \(alpha)", found: "too large ones")
            }
            try draft.add(scaled, biases: biases, name: name.isUsable ? name : "")
        }
    }

    /// Scale · (x − mean) / √(variance + epsilon) + B.
    mutating func normalized(_ node: ONNXNode) throws(InterchangeError) -> Value {
        let flow = try flow(node)
        guard try node.integer("training_mode") ?? 0 == 0 else {
            throw node.refuse("normalization by the batch (training_mode) is not understood")
        }
        let epsilon = Double(try node.float("epsilon") ?? 1e-5)
        var lists: [[Double]] = []
        for index in 1...4 {
            let constant = try constant(node, index)
            guard constant.shape.count == 1, constant.count > 0, lists.first.map({ $0.count == constant.count }) ?? true
            else { throw node.fail("four lists of one length", found: constant.text) }
            lists.append(try numbers(constant, node))
        }
        let count = lists[0].count
        if let axes, axes != [count] {
            throw node.fail("as many numbers as an example has, in one axis", found: "\(count)")
        }
        let factors = (0..<count).map { lists[0][$0] / (lists[3][$0] + epsilon).squareRoot() }
        guard factors.allSatisfy(\.isFinite) else { throw node.fail("variances above 0", found: "others") }
        let shifts = (0..<count).map { lists[1][$0] - lists[2][$0] * factors[$0] }
        return try change(node) { draft throws(NetworkDraft.Problem) in
            try draft.commit(flow.function)
            try draft.fold(Affine(factors: factors, shifts: shifts))
        }
    }
}

extension Tensor {
    /// Each number times another, in a type of at least 32 bits; nil where one becomes infinite.
    fileprivate func multiplied(by factor: Double) -> Tensor? {
        let product = Tensor(scalars(as: Double.self).map { $0 * factor }, shape: shape)
        return try? product.converted(to: dataType == .float64 ? .float64 : .float32)
    }
}
