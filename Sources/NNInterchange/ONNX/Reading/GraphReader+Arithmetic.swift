import NNModel

/// Operators of two operands: preprocessing, biases, what is folded, and parts of activations.
extension GraphReader {
    mutating func arithmetic(_ node: ONNXNode) throws(InterchangeError) -> Value {
        guard node.inputs.count == 2 else { throw node.fail("2 inputs", found: "\(node.inputs.count)") }
        switch (try value(node, 0), try value(node, 1)) {
        case (.constant, .constant): throw node.refuse("computes with constants alone; let the exporter fold them")
        case (.flow(let a), .flow(let b)):
            guard !a.function.mixesUnits, !b.function.mixesUnits else { throw node.refuse("behind a softmax") }
            let operation = try operation(node)
            return made(a.function.combined(with: b.function, operation.callAsFunction))
        case (.flow(let flow), .constant(let constant)): return try arithmetic(node, flow, constant, isSecond: true)
        case (.constant(let constant), .flow(let flow)): return try arithmetic(node, flow, constant, isSecond: false)
        case (.lengths, _), (_, .lengths): throw node.refuse("computes with lengths of axes")
        }
    }

    /// Where: of each number one of two things that became of it, as PyTorch writes softplus.
    mutating func chosen(_ node: ONNXNode) throws(InterchangeError) -> Value {
        var parts: [ElementwiseFunction] = []
        for index in 0..<3 {
            if case .constant(let constant) = try value(node, index) {
                guard constant.count == 1 else {
                    throw node.fail("single numbers to choose from", found: constant.text)
                }
                let number = try numbers(constant, node)[0]
                parts.append(ElementwiseFunction.identity.then { _ in number })
            } else {
                parts.append(try flow(node, index).function)
            }
        }
        guard parts.allSatisfy({ !$0.mixesUnits }) else { throw node.refuse("behind a softmax") }
        return made(parts[0].choosing(parts[1], else: parts[2]))
    }

    /// - Parameter isSecond: whether the constant is the second operand.
    private mutating func arithmetic(
        _ node: ONNXNode, _ flow: Flow, _ constant: ONNXConstant, isSecond: Bool
    ) throws(InterchangeError) -> Value {
        let name = node.inputs[isSecond ? 0 : 1]
        let isWhole = flow.function.isIdentity
        if node.opType == "Add", isWhole, draft.wantsBiases, uses[name] == 1, let units = draft.units,
            constant.dataType != nil, [[units], [1, units]].contains(constant.shape)
        {
            let biases = try tensor(constant, shape: [units], of: node.inputs[isSecond ? 1 : 0], node)
            return try change(node) { $0.setBiases(biases) }
        }
        let isPreparing = draft.isEmpty && isWhole
        if constant.count == 1, !isPreparing {
            guard !flow.function.mixesUnits else { throw node.refuse("behind a softmax") }
            let (number, operation) = (try numbers(constant, node)[0], try operation(node))
            return made(flow.function.then { isSecond ? operation($0, number) : operation(number, $0) })
        }
        let numbers = try spread(constant, node)
        let affine = try affine(node, numbers, isSecond: isSecond)
        if isPreparing, let (offsets, divisors) = try operation(node).preparation(numbers, isSecond: isSecond) {
            return try change(node) { draft throws(NetworkDraft.Problem) in
                if !draft.prepare(offsets: offsets, divisors: divisors) { try draft.fold(affine) }
            }
        }
        return try change(node) { draft throws(NetworkDraft.Problem) in
            try draft.commit(flow.function)
            try draft.fold(affine)
        }
    }

    /// Scaler, (x − offset) · scale, as skl2onnx writes what scikit-learn does in front of a network.
    mutating func scaled(_ node: ONNXNode) throws(InterchangeError) -> Value {
        let flow = try flow(node)
        func numbers(_ name: String, _ usual: Double) throws(InterchangeError) -> [Double] {
            let floats = node.floats(name)
            guard let first = floats.first else { return [usual] }
            let isFitting = axes.map { floats.count == 1 || [floats.count] == $0 } ?? true
            guard isFitting, floats.allSatisfy(\.isFinite) else {
                throw node.fail("finite numbers as '\(name)', one for each of an example", found: "\(floats.count)")
            }
            return floats.allSatisfy { $0 == first } ? [Double(first)] : floats.map { Double($0) }
        }
        let (offsets, scales) = (try numbers("offset", 0), try numbers("scale", 1))
        guard draft.isEmpty, flow.function.isIdentity, !scales.contains(0) else {
            throw node.refuse("it is understood in front of the first layer alone, and with scales other than 0")
        }
        let count = max(offsets.count, scales.count)
        guard [1, count].contains(offsets.count), [1, count].contains(scales.count) else {
            throw node.fail("as many offsets as scales", found: "\(offsets.count) and \(scales.count)")
        }
        let (shifted, divisors) = (
            (0..<count).map { offsets[$0 % offsets.count] }, (0..<count).map { 1 / scales[$0 % scales.count] }
        )
        return try change(node) { draft throws(NetworkDraft.Problem) in
            guard draft.prepare(offsets: shifted, divisors: divisors) else {
                throw NetworkDraft.Problem(expected: "preprocessing in front of all else", found: "it behind")
            }
        }
    }

    private func operation(_ node: ONNXNode) throws(InterchangeError) -> Arithmetic {
        guard let operation = Arithmetic(onnx: node.opType) else { throw node.refuse("is not understood") }
        return operation
    }

    private func affine(
        _ node: ONNXNode, _ numbers: [Double], isSecond: Bool
    ) throws(InterchangeError) -> Affine {
        let affine = try operation(node).affine(numbers, isSecond: isSecond)
        guard let affine else { throw node.refuse("with a constant for each number it is not understood") }
        guard (affine.factors + affine.shifts).allSatisfy(\.isFinite) else {
            throw node.fail("finite numbers, and none to divide by 0", found: "others")
        }
        return affine
    }

    /// The numbers of a constant for the axes of an example: one for all, one for each index of the last axis, or one for
    /// each number.
    private mutating func spread(_ constant: ONNXConstant, _ node: ONNXNode) throws(InterchangeError) -> [Double] {
        let shape = Array(constant.shape.drop { $0 == 1 })
        let axes = axes ?? (shape.count <= 1 ? shape : [])
        let count = elementCount(axes) ?? 0
        let fits =
            shape.count <= axes.count && zip(shape.reversed(), axes.reversed()).allSatisfy { $0 == $1 || $0 == 1 }
        guard constant.count == 1 || (fits && constant.count > 0) else {
            throw node.fail(
                "a constant for an example of shape \(ONNXTensor.text(of: axes))", found: constant.text)
        }
        let numbers = try numbers(constant, node)
        // A single number and the last axis repeat by themselves.
        if numbers.count == 1 || shape.count == 1 { return numbers }
        guard count <= InterchangeLimits.spreadNumbers else {
            throw node.fail(
                "an example of at most \(InterchangeLimits.spreadNumbers) numbers for constants along its axes",
                found: "\(count)")
        }
        return NNInterchange.spread(numbers, shape: shape, over: axes)
    }
}

extension Arithmetic {
    fileprivate init?(onnx operator: String) {
        let names: [String: Arithmetic] = [
            "Add": .add, "Sub": .subtract, "Mul": .multiply, "Div": .divide, "Max": .maximum, "Min": .minimum,
            "Pow": .power, "Greater": .greater, "Less": .less, "GreaterOrEqual": .greaterOrEqual,
            "LessOrEqual": .lessOrEqual,
        ]
        guard let operation = names[`operator`] else { return nil }
        self = operation
    }
}
