import NNModel

/// Activations, what converters make others of, and what is folded or becomes preprocessing.
extension TFLiteReader {
    mutating func function(_ one: TFLiteOperator) throws(InterchangeError) -> Value {
        if let activation = try activation(one) {
            let function = try flow(one)
            guard !function.mixesUnits else { throw one.refuse("behind a softmax") }
            return made(function.then(activation))
        }
        guard let part = Self.part(one.kind) else {
            throw one.refuse("this operator is none that a dense network is made of")
        }
        let function = try flow(one)
        guard !function.mixesUnits else { throw one.refuse("behind a softmax") }
        return made(function.then(part))
    }

    private mutating func activation(_ one: TFLiteOperator) throws(InterchangeError) -> Activation? {
        switch one.kind {
        case "RELU": return .relu
        case "RELU6": return .relu6
        case "TANH": return .tanh
        case "LOGISTIC": return .sigmoid
        case "ELU": return .elu(alpha: 1)
        case "HARD_SWISH": return .hardSwish
        case "GELU": return try one.options(116)?.get(0, UInt8(0)) ?? 0 == 0 ? .gelu : .geluTanh
        case "LEAKY_RELU":
            let slope = try one.options(75)?.float(0, 0) ?? 0
            guard slope.isFinite else { throw one.fail("a finite slope", found: "\(slope)") }
            return .leakyRelu(slope: slope.asWritten)
        case "PRELU":
            let constant = try constant(one, 1)
            let slopes = try numbers(constant, one)
            guard let slope = slopes.first, slope.isFinite, slopes.allSatisfy({ $0 == slope }) else {
                throw one.refuse("with a slope of its own for each unit, which no layer can have")
            }
            return .leakyRelu(slope: Float(slope).asWritten)
        default: return nil
        }
    }

    /// What is no activation and may be part of one.
    private static func part(_ kind: String) -> ((Double) -> Double)? {
        switch kind {
        case "EXP": { Double.exp($0) }
        case "LOG": { Double.log($0) }
        case "NEG": { -$0 }
        case "ABS": { abs($0) }
        case "SQRT": { $0.squareRoot() }
        case "RSQRT": { 1 / $0.squareRoot() }
        case "SQUARE": { $0 * $0 }
        case "RELU_N1_TO_1": { min(max($0, -1), 1) }
        case "RELU_0_TO_1": { min(max($0, 0), 1) }
        default: nil
        }
    }

    mutating func softmax(_ one: TFLiteOperator) throws(InterchangeError) -> Value {
        let function = try flow(one)
        if one.kind == "SOFTMAX" {
            let beta = try one.options(9)?.float(0, 0) ?? 0
            guard beta == 1 else { throw one.fail("a beta of 1", found: "\(beta)") }
        }
        guard (axes?.count ?? 1) == 1 else {
            throw one.fail("one axis of numbers an example", found: "\(axes?.count ?? 1)")
        }
        guard !function.mixesUnits else { throw one.refuse("behind a softmax") }
        if !function.isIdentity {
            _ = try change(one) { draft throws(NetworkDraft.Problem) in try draft.commit(function) }
        }
        return made(ElementwiseFunction(one.kind == "SOFTMAX" ? .softmax : .logSoftmax))
    }

    /// SELECT: of each number one of two things that became of it.
    mutating func chosen(_ one: TFLiteOperator) throws(InterchangeError) -> Value {
        var parts: [ElementwiseFunction] = []
        for index in 0..<3 {
            switch try value(one, index) {
            case .flow(let function, _): parts.append(function)
            case .constant(let constant):
                guard constant.count == 1 else {
                    throw one.fail("single numbers to choose from", found: constant.text)
                }
                let number = try numbers(constant, one)[0]
                parts.append(ElementwiseFunction.identity.then { _ in number })
            }
        }
        guard parts.allSatisfy({ !$0.mixesUnits }) else { throw one.refuse("behind a softmax") }
        return made(parts[0].choosing(parts[1], else: parts[2]))
    }

    /// ADD, SUB and so on, with an activation that may be part of them.
    mutating func arithmetic(_ one: TFLiteOperator, _ operation: Arithmetic) throws(InterchangeError) -> Value {
        guard one.inputs.count == 2 else { throw one.fail("2 inputs", found: "\(one.inputs.count)") }
        let kinds: [Arithmetic: Int] = [.add: 11, .multiply: 21, .subtract: 28, .divide: 29]
        let activation = try kinds[operation].flatMap { kind throws(InterchangeError) in
            try fused(one.options(kind), one)
        }
        let result: Value
        switch (try value(one, 0), try value(one, 1)) {
        case (.constant, .constant): throw one.refuse("computes with constants alone; let the converter fold them")
        case (.flow(let a, _), .flow(let b, _)):
            guard !a.mixesUnits, !b.mixesUnits else { throw one.refuse("behind a softmax") }
            result = made(a.combined(with: b, operation.callAsFunction))
        case (.flow(let function, _), .constant(let constant)):
            result = try arithmetic(one, operation, function, constant, isSecond: true)
        case (.constant(let constant), .flow(let function, _)):
            result = try arithmetic(one, operation, function, constant, isSecond: false)
        }
        guard let activation, case .flow(let function, _) = result else { return result }
        return made(function.then(activation))
    }

    /// - Parameter isSecond: whether the constant is the second operand.
    private mutating func arithmetic(
        _ one: TFLiteOperator, _ operation: Arithmetic, _ function: ElementwiseFunction, _ constant: TFLiteTensor,
        isSecond: Bool
    ) throws(InterchangeError) -> Value {
        let isPreparing = draft.isEmpty && function.isIdentity
        guard !function.mixesUnits else { throw one.refuse("behind a softmax") }
        if constant.count == 1, !isPreparing {
            let number = try numbers(constant, one)[0]
            return made(function.then { isSecond ? operation($0, number) : operation(number, $0) })
        }
        let numbers = try spread(constant, one)
        guard let affine = operation.affine(numbers, isSecond: isSecond) else {
            throw one.refuse("with a constant for each number it is not understood")
        }
        guard (affine.factors + affine.shifts).allSatisfy(\.isFinite) else {
            throw one.fail("finite numbers, and none to divide by 0", found: "others")
        }
        if isPreparing, let (offsets, divisors) = operation.preparation(numbers, isSecond: isSecond) {
            return try change(one) { draft throws(NetworkDraft.Problem) in
                if !draft.prepare(offsets: offsets, divisors: divisors) { try draft.fold(affine) }
            }
        }
        return try change(one) { draft throws(NetworkDraft.Problem) in
            try draft.commit(function)
            try draft.fold(affine)
        }
    }

    /// The numbers of a constant for the axes of an example: one for all, one for each index of the last axis, or one
    /// for each number.
    private mutating func spread(
        _ constant: TFLiteTensor, _ one: TFLiteOperator
    ) throws(InterchangeError) -> [Double] {
        let shape = Array(constant.shape.drop { $0 == 1 })
        let axes = axes ?? (shape.count <= 1 ? shape : [])
        let fits =
            shape.count <= axes.count && zip(shape.reversed(), axes.reversed()).allSatisfy { $0 == $1 || $0 == 1 }
        guard constant.count == 1 || (fits && constant.count > 0) else {
            throw one.fail("a constant for an example of shape \(ONNXTensor.text(of: axes))", found: constant.text)
        }
        let numbers = try numbers(constant, one)
        // A single number and the last axis repeat by themselves.
        if numbers.count == 1 || shape.count == 1 { return numbers }
        let count = elementCount(axes) ?? 0
        guard count <= InterchangeLimits.spreadNumbers else {
            throw one.fail(
                "an example of at most \(InterchangeLimits.spreadNumbers) numbers for constants along its axes",
                found: "\(count)")
        }
        return NNInterchange.spread(numbers, shape: shape, over: axes)
    }
}

extension Arithmetic {
    init?(tflite operator: String) {
        switch `operator` {
        case "ADD": self = .add
        case "SUB": self = .subtract
        case "MUL": self = .multiply
        case "DIV": self = .divide
        case "MAXIMUM": self = .maximum
        case "MINIMUM": self = .minimum
        case "POW": self = .power
        case "GREATER": self = .greater
        case "GREATER_EQUAL": self = .greaterOrEqual
        case "LESS": self = .less
        case "LESS_EQUAL": self = .lessOrEqual
        default: return nil
        }
    }
}
