import NNModel

/// Layers with weights.
extension CoreMLNetworkReader {
    /// innerProduct, whose weights are (units, inputs) as ours are, and batchedMatmul with constant weights, whose are so too:
    /// coremltools transposes those of (inputs, units) that it is given.
    mutating func dense(_ layer: CoreMLLayer) throws(InterchangeError) -> Value {
        let isProduct = layer.kind == "innerProduct"
        let (function, parameters) = (try flow(layer), layer.parameters)
        let inputs = try parameters.integer(isProduct ? 1 : 5)
        let units = try parameters.integer(isProduct ? 2 : 6)
        guard inputs > 0, units > 0, let count = elementCount([units, inputs]) else {
            throw layer.fail("numbers of inputs and outputs above 0", found: "\(inputs) and \(units)")
        }
        if !isProduct, try parameters.integer(1) | parameters.integer(2) != 0 {
            throw layer.refuse("transposes what it takes")
        }
        if try parameters.flag(isProduct ? 22 : 10) {
            throw layer.refuse("rounds its inputs to 8 bits (int8DynamicQuantize), which no layer of ours does")
        }
        let lengths = try behind(layer, inputs: inputs, units: units, flattens: isProduct)
        let weights = try layer.weights(isProduct ? 20 : 8, "weights", count: count, units: units)
        var biases: Tensor?
        if try parameters.flag(isProduct ? 10 : 7) {
            let numbers = try layer.weights(isProduct ? 21 : 9, "biases", count: units)
            note(numbers, layer)
            biases = try tensor(numbers, shape: [units], of: layer)
        }
        note(weights, layer)
        let source = try tensor(weights, shape: [units, inputs], of: layer)
        let columns = axes.places
        axes.enterLayer(lengths)
        return try change(layer, behind: function) { draft throws(NetworkDraft.Problem) in
            let ordered = columns.map { source.movingColumns(to: $0) } ?? source
            try draft.add(ordered, biases: biases, name: layer.name.isUsable ? layer.name : "")
        }
    }

    private mutating func note(_ weights: CoreMLWeights, _ layer: CoreMLLayer) {
        if weights.isQuantized {
            notes.append("\(layer.place): quantized numbers became the float32 numbers they stand for")
        }
    }

    /// The axes behind a layer. Of one to three the last is what it takes, of four and five the last three together.
    private func behind(
        _ layer: CoreMLLayer, inputs: Int, units: Int, flattens: Bool
    ) throws(InterchangeError) -> [Int] {
        let lengths = axes.lengths
        let taken = flattens && lengths.count >= 4 ? 3 : 1
        guard elementCount(Array(lengths.suffix(taken))) == inputs,
            Array(lengths.dropLast(taken)).allSatisfy({ $0 == 1 })
        else {
            throw layer.fail(
                "an example of \(inputs) numbers in the last \(taken == 1 ? "axis" : "three axes")",
                found: "axes \(ONNXTensor.text(of: lengths))")
        }
        return Array(lengths.dropLast(taken)) + [units] + [Int](repeating: 1, count: taken - 1)
    }

    /// gamma · (x − mean) / √(variance + epsilon) + beta for each channel, the third axis from behind.
    mutating func normalized(_ layer: CoreMLLayer) throws(InterchangeError) -> Value {
        let (function, parameters) = (try flow(layer), layer.parameters)
        let count = try parameters.integer(1)
        guard try !parameters.flag(5), try !parameters.flag(6) else {
            throw layer.refuse("normalizes by the numbers that it is given, not by known means")
        }
        guard axes.lengths.count >= 3, count > 0, axes.lengths[axes.lengths.count - 3] == count else {
            throw layer.fail(
                "as many channels as the third axis from behind is long",
                found: "\(count) for axes \(ONNXTensor.text(of: axes.lengths))")
        }
        var lists: [[Double]] = []
        for (number, role) in [(15, "gamma"), (16, "beta"), (17, "mean"), (18, "variance")] {
            lists.append(try numbers(layer.weights(number, role, count: count), of: layer))
        }
        // 0 stands for what Core ML takes without any.
        let given = try parameters.float(10)
        let epsilon = given == 0 ? 1e-5 : Double(given)
        let factors = (0..<count).map { lists[0][$0] / (lists[3][$0] + epsilon).squareRoot() }
        guard factors.allSatisfy(\.isFinite) else { throw layer.fail("variances above 0", found: "others") }
        let shifts = (0..<count).map { lists[1][$0] - lists[2][$0] * factors[$0] }
        let shape = [count, 1, 1]
        return try apply(
            Affine(factors: spread(factors, shape: shape, layer), shifts: spread(shifts, shape: shape, layer)),
            behind: function, layer)
    }

    /// scale, x · scale + bias, and bias, x + bias, where the two have shapes of their own.
    mutating func scaled(_ layer: CoreMLLayer) throws(InterchangeError) -> Value {
        let (function, isScale) = (try flow(layer), layer.kind == "scale")
        func list(_ shape: Int, _ number: Int, _ role: String) throws(InterchangeError) -> [Double] {
            var lengths = try layer.parameters.integers(shape, limit: InterchangeLimits.arrayAxes)
            guard [1, 3].contains(lengths.count), lengths.allSatisfy({ $0 > 0 }), let count = elementCount(lengths)
            else {
                throw layer.fail(
                    "one or three axes as the shape of its \(role)", found: ONNXTensor.text(of: lengths))
            }
            // A single axis is that of the channels.
            if lengths.count == 1 { lengths += [1, 1] }
            let numbers = try numbers(layer.weights(number, role, count: count), of: layer)
            return try spread(numbers, shape: lengths, layer)
        }
        let factors = isScale ? try list(1, 2, "scale") : [1]
        let hasBias = isScale ? try layer.parameters.flag(3) : true
        let shifts = hasBias ? try list(isScale ? 4 : 1, isScale ? 5 : 2, "bias") : [0]
        return try apply(Affine(factors: factors, shifts: shifts), behind: function, layer)
    }

    /// A number for each number on its way, of a constant whose axes of length 1 repeat; single numbers stay alone.
    mutating func spread(
        _ numbers: [Double], shape: [Int], _ layer: CoreMLLayer
    ) throws(InterchangeError) -> [Double] {
        if numbers.count == 1 { return numbers }
        let (shape, lengths) = (Array(shape.drop { $0 == 1 }), axes.lengths)
        let fits = zip(shape.reversed(), lengths.reversed()).allSatisfy { $0 == $1 || $0 == 1 }
        guard shape.count <= lengths.count, fits else {
            throw layer.fail(
                "a constant for axes \(ONNXTensor.text(of: lengths))", found: "one of \(ONNXTensor.text(of: shape))")
        }
        guard let count = elementCount(lengths), count <= InterchangeLimits.spreadNumbers else {
            throw layer.fail(
                "an example of at most \(InterchangeLimits.spreadNumbers) numbers for constants along its axes",
                found: ONNXTensor.text(of: lengths))
        }
        try spend(count, at: layer.place)
        return NNInterchange.spread(numbers, shape: shape, over: lengths)
    }

    /// Numbers that other layers take.
    mutating func constant(_ layer: CoreMLLayer) throws(InterchangeError) -> Value {
        let shape = try layer.parameters.integers(1, limit: InterchangeLimits.arrayAxes)
        guard layer.inputs.isEmpty else { throw layer.fail("no input", found: "\(layer.inputs.count)") }
        guard !shape.isEmpty, shape.allSatisfy({ $0 > 0 }), let count = elementCount(shape),
            layer.kind == "loadConstantND" || shape.count == 3
        else { throw layer.fail("a shape of lengths above 0", found: ONNXTensor.text(of: shape)) }
        return .constant(try layer.weights(2, "numbers", count: count), shape: shape)
    }
}

extension Tensor {
    /// Each column where its number is in our example, of two axes.
    fileprivate func movingColumns(to places: [Int]) -> Tensor {
        let (rows, columns, size) = (shape[0], shape[1], dataType.size)
        var moved = [UInt8](repeating: 0, count: count * size)
        withUnsafeBytes { bytes in
            for row in 0..<rows {
                for column in 0..<columns {
                    let (from, to) = ((row * columns + column) * size, (row * columns + places[column]) * size)
                    for byte in 0..<size { moved[to + byte] = bytes[from + byte] }
                }
            }
        }
        return Tensor(bytes: moved, dataType: dataType, shape: shape)
    }
}
