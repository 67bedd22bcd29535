import NNModel

/// Layers, and the operators that merely change axes.
extension TFLiteReader {
    /// FULLY_CONNECTED: weights (units, inputs), biases that may be left out, and an activation.
    mutating func layer(_ one: TFLiteOperator) throws(InterchangeError) -> Value {
        let constant = try constant(one, 1)
        let options = try one.options(8)
        guard try options?.get(1, Int8(0)) ?? 0 == 0 else {
            throw one.refuse("its weights stand in another order (weights_format), which is not read")
        }
        guard constant.shape.count == 2, !constant.shape.contains(0) else {
            throw one.fail("weights of two axes", found: constant.text)
        }
        let (units, inputs) = (constant.shape[0], constant.shape[1])
        let again = isLastLayerAgain(one)
        if !again, let axes, axes.count != 1 {
            guard try options?.get(2, UInt8(0)) ?? 0 == 0 else {
                throw one.refuse(
                    "it leaves the axes of an example as they are (keep_num_dims), of which there are several")
            }
            vanished["flattening", default: 0] += 1
        }
        if !again, let axes, elementCount(axes) != inputs {
            throw one.fail("weights for \(elementCount(axes) ?? 0) inputs", found: constant.text)
        }
        try spend(constant.type.size ?? 1, constant, one)
        let weights = try constant.tensor(shape: constant.shape, in: file)
        if weights.dataType == .int8 {
            notes.append(
                "\(one.place): weights of 8 bits are kept as they are; TensorFlow Lite rounds the inputs of such a layer to 8 "
                    + "bits too, so that its answers are less exact")
        }
        var biases: Tensor?
        if one.inputs.count > 2, one.inputs[2] >= 0 {
            let constant = try self.constant(one, 2)
            guard constant.count == units, constant.type != .int8, constant.type.dataType != nil else {
                throw one.fail(
                    "\(units) biases of floating point, one a unit", found: "\(constant.text) of \(constant.type)")
            }
            try spend(constant.type.size ?? 1, constant, one)
            biases = try constant.tensor(shape: [units], in: file)
        }
        let activation = try fused(options, one)
        if again { return try layerAgain(one, weights, biases, activation) }
        let (function, input) = (try flow(one), one.inputs[0])
        axes = [units]
        let value = try change(one) { draft throws(NetworkDraft.Problem) in
            try draft.commit(function)
            try draft.add(weights, biases: biases, name: "")
        }
        lastLayer = (input, weights, biases, version)
        return activation.map { made(ElementwiseFunction.identity.then($0)) } ?? value
    }

    /// Whether an operator takes what the last layer took, with nothing but functions of that layer since.
    private func isLastLayerAgain(_ one: TFLiteOperator) -> Bool {
        lastLayer.map { $0.version == version && $0.input == one.inputs.first } ?? false
    }

    /// The last layer once more, multiplied by a number and shifted by another: the converter computes 3 + z of a hard
    /// swish in this way, weights and all. Anything else is a branch.
    private func layerAgain(
        _ one: TFLiteOperator, _ weights: Tensor, _ biases: Tensor?, _ activation: Activation?
    ) throws(InterchangeError) -> Value {
        func numbers(_ tensor: Tensor?) -> [Double] {
            tensor?.scalars() ?? [Double](repeating: 0, count: weights.shape[0])
        }
        func agree(_ ours: [Double], _ theirs: [Double]) -> Bool {
            let largest = theirs.reduce(1e-30) { max($0, abs($1)) }
            return zip(ours, theirs).allSatisfy { abs($0 - $1) <= 1e-6 * largest }
        }
        let branch = one.refuse("a branch: its input is used again behind what was made of it")
        guard let last = lastLayer, last.weights.shape == weights.shape else { throw branch }
        let (old, new) = (numbers(last.weights), numbers(weights))
        let largest = old.indices.max { abs(old[$0]) < abs(old[$1]) } ?? 0
        let factor = new[largest] / old[largest]
        let (before, after) = (numbers(last.biases), numbers(biases))
        let shift = after[0] - factor * before[0]
        guard factor.isFinite, shift.isFinite, agree(old.map { $0 * factor }, new),
            agree(before.map { $0 * factor + shift }, after)
        else { throw branch }
        // As written: 3 and not 2.9999998.
        let (a, b) = (Self.shortest(factor), Self.shortest(shift))
        let function = ElementwiseFunction.identity.then { a * $0 + b }
        return made(activation.map { function.then($0) } ?? function)
    }

    /// A number that differences of float32 have left, as the decimal of six digits behind the point that is near it,
    /// if one is.
    private static func shortest(_ number: Double) -> Double {
        let rounded = (number * 1e6).rounded() / 1e6
        return abs(rounded - number) <= 1e-6 * abs(number) ? rounded : number
    }

    /// The activation that is part of an operator: the first of its settings.
    func fused(_ options: FlatTable?, _ one: TFLiteOperator) throws(InterchangeError) -> Activation? {
        switch try options?.get(0, Int8(0)) ?? 0 {
        case 0: return nil
        case 1: return .relu
        case 2: throw one.refuse("the activation RELU_N1_TO_1 is none that a layer can have")
        case 3: return .relu6
        case 4: return .tanh
        case 5: throw one.refuse("the activation SIGN_BIT is none that a layer can have")
        case let other: throw one.fail("an activation from 0 to 5", found: "\(other)")
        }
    }

    /// RESHAPE: of an example of several axes, one axis, or the other way.
    mutating func reshaped(_ one: TFLiteOperator) throws(InterchangeError) -> Value {
        let function = try flow(one)
        var shape = try one.options(17)?.integers(0, limit: InterchangeLimits.arrayAxes).map { Double($0) } ?? []
        if one.inputs.count > 1 {
            let constant = try constant(one, 1)
            guard constant.count <= InterchangeLimits.arrayAxes else {
                throw one.fail("a shape of at most \(InterchangeLimits.arrayAxes) axes", found: "\(constant.count)")
            }
            shape = try numbers(constant, one)
        }
        let (features, length) = (axes.flatMap { elementCount($0) }, shape.last ?? 0)
        guard shape.count == 2, length == -1 || (length > 0 && length <= 0x1p31),
            features == nil || length == -1 || Int(length) == features, shape[0] != -1 || length != -1
        else {
            let text = shape.map { "\(Int(exactly: $0) ?? 0)" }.joined(separator: ", ")
            throw one.fail(
                "one axis of examples and one of \(features.map { "the \($0)" } ?? "their") numbers",
                found: "the shape (\(text))")
        }
        axes = length == -1 ? features.map { [$0] } : [Int(length)]
        vanished["RESHAPE", default: 0] += 1
        return made(function)
    }
}
