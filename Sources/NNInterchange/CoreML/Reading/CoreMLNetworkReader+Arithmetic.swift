import NNModel

/// Layers of two and more operands: what is folded, and parts of activations.
extension CoreMLNetworkReader {
    mutating func arithmetic(
        _ layer: CoreMLLayer, _ operation: Arithmetic
    ) throws(InterchangeError) -> Value {
        if layer.inputs.count == 1 {
            guard layer.kind == "add" || layer.kind == "multiply" else { throw layer.fail("2 inputs", found: "1") }
            let function = try flow(layer)
            return try combined(layer, function, Double(layer.parameters.float(1)), operation, isSecond: true)
        }
        guard layer.inputs.count == 2 || operation == .add || operation == .multiply else {
            throw layer.fail("2 inputs", found: "\(layer.inputs.count)")
        }
        var result = try value(layer)
        for index in layer.inputs.indices.dropFirst() {
            // Where a constant changed the network for good, an earlier value as the next operand is a branch.
            result = try combined(layer, result, value(layer, index), operation)
        }
        return result
    }

    private mutating func combined(
        _ layer: CoreMLLayer, _ a: Value, _ b: Value, _ operation: Arithmetic
    ) throws(InterchangeError) -> Value {
        switch (a, b) {
        case (.flow(let first), .flow(let second)):
            guard !first.function.mixesUnits, !second.function.mixesUnits else {
                throw layer.refuse("behind a softmax")
            }
            if first.axes.places != nil { try spend(first.axes.count, at: layer.place) }
            // Of other axes each number would meet several others.
            guard first.axes == second.axes else { throw layer.refuse("of numbers that stand along other axes") }
            axes = first.axes
            return made(first.function.combined(with: second.function, operation.callAsFunction), layer)
        case (.flow(let flow), .logSumExp) where operation == .subtract && flow.function.isIdentity:
            axes = flow.axes
            return made(ElementwiseFunction(.logSoftmax), layer)
        case (.flow(let flow), .constant(let weights, let shape)):
            axes = flow.axes
            return try combined(layer, flow.function, weights, shape, operation, isSecond: true)
        case (.constant(let weights, let shape), .flow(let flow)):
            axes = flow.axes
            return try combined(layer, flow.function, weights, shape, operation, isSecond: false)
        case (.constant, .constant): throw layer.refuse("computes with constants alone")
        default: throw layer.refuse("computes with the logarithm of a sum in a way that is not understood")
        }
    }

    /// - Parameter isSecond: whether the constant is the second operand.
    private mutating func combined(
        _ layer: CoreMLLayer, _ function: ElementwiseFunction, _ weights: CoreMLWeights, _ shape: [Int],
        _ operation: Arithmetic, isSecond: Bool
    ) throws(InterchangeError) -> Value {
        let numbers = try numbers(weights, of: layer)
        if numbers.count == 1 {
            return try combined(layer, function, numbers[0], operation, isSecond: isSecond)
        }
        guard let affine = try operation.affine(spread(numbers, shape: shape, layer), isSecond: isSecond) else {
            throw layer.refuse("with a constant for each number it is not understood")
        }
        return try apply(affine, behind: function, layer)
    }

    private mutating func combined(
        _ layer: CoreMLLayer, _ function: ElementwiseFunction, _ number: Double, _ operation: Arithmetic,
        isSecond: Bool
    ) throws(InterchangeError) -> Value {
        if isPreparing(function), let affine = operation.affine([number], isSecond: isSecond) {
            return try apply(affine, behind: function, layer)
        }
        guard !function.mixesUnits else { throw layer.refuse("behind a softmax") }
        return made(function.then { isSecond ? operation($0, number) : operation(number, $0) }, layer)
    }

    /// Concatenation of 1 − p and p: what one unit says of two classes, which a model says by p alone.
    mutating func bothClasses(_ layer: CoreMLLayer) throws(InterchangeError) -> Value {
        guard layer.inputs.count == 2, draft.units == 1, case .flow(let first) = try value(layer, 0),
            case .flow(let second) = try value(layer, 1), !second.function.mixesUnits,
            first.function.isSame(as: second.function.then { 1 - $0 })
        else { throw layer.refuse("of anything but the probabilities 1 − p and p of one unit it is not understood") }
        vanished["\(layer.kind) of 1 − p and p"] = 1
        givesBothClasses = true
        axes = second.axes
        return made(second.function)
    }
}

extension Arithmetic {
    init?(coreML kind: String) {
        switch kind {
        case "add", "addBroadcastable": self = .add
        case "multiply", "multiplyBroadcastable": self = .multiply
        case "max", "maxBroadcastable": self = .maximum
        case "min", "minBroadcastable": self = .minimum
        case "subtractBroadcastable": self = .subtract
        case "divideBroadcastable": self = .divide
        case "powBroadcastable": self = .power
        default: return nil
        }
    }
}
