import NNModel

/// Operators that compute nothing: constants, and those that change types and shapes.
extension GraphReader {
    func constant(of node: ONNXNode) throws(InterchangeError) -> ONNXConstant {
        if let tensor = try node.tensor("value") { return ONNXConstant(tensor) }
        if let float = try node.float("value_float") { return ONNXConstant([Double(float)], shape: []) }
        if let integer = try node.integer("value_int") { return ONNXConstant([Double(integer)], shape: []) }
        if node.has("value_floats") {
            let numbers = node.floats("value_floats").map { Double($0) }
            return ONNXConstant(numbers, shape: [numbers.count])
        }
        if node.has("value_ints") {
            let numbers = node.integers("value_ints").map { Double($0) }
            return ONNXConstant(numbers, shape: [numbers.count])
        }
        throw node.fail("a tensor or numbers as its value", found: "neither")
    }

    /// Identity, Dropout and Cast: what goes in comes out, as far as a prediction is concerned.
    mutating func unchanged(_ node: ONNXNode) throws(InterchangeError) -> Value {
        if node.opType == "Cast" {
            let code = try node.integer("to")
            guard let element = code.flatMap(ONNXElement.init(rawValue:)), element.dataType != nil else {
                throw node.refuse(
                    "casts to \(code.flatMap(ONNXElement.init(rawValue:))?.name ?? "a type that ONNX doesn't have"), and a "
                        + "network computes in floating-point numbers")
            }
        }
        if node.opType == "Dropout", node.input(2) != nil, try numbers(constant(node, 2), node) != [0] {
            throw node.refuse("dropout while predicting (training_mode) is not understood")
        }
        let value = try value(node, 0)
        if case .flow = value { vanished[node.opType, default: 0] += 1 }
        return value
    }

    /// Flatten and Reshape: of an example of several axes, one axis.
    mutating func reshaped(_ node: ONNXNode) throws(InterchangeError) -> Value {
        let value = try value(node, 0)
        if case .constant(let constant) = value {
            guard node.opType == "Reshape" else { throw node.refuse("of a constant it is not understood") }
            return .constant(try reshaped(constant, node))
        }
        _ = try flow(node)
        let features = axes.flatMap { elementCount($0) }
        if node.opType == "Flatten" {
            let axis = try node.integer("axis") ?? 1
            guard axis == 1 || (axes.map { axis == -$0.count } ?? false) else {
                throw node.fail("the axis 1, which leaves the examples apart", found: "\(axis)")
            }
            axes = features.map { [$0] }
        } else {
            let shape = try wantedShape(node)
            let rest = shape.dropFirst().map { $0 }
            if rest.isEmpty || rest != axes?.map({ Double($0) }) {
                let length = rest.first ?? 0
                guard shape.count == 2, length == -1 || (length > 0 && length <= 0x1p31),
                    features == nil || length == -1 || Int(length) == features, shape[0] != -1 || length != -1
                else {
                    throw node.fail(
                        "one axis of examples and one of \(features.map { "the \($0)" } ?? "their") numbers",
                        found: "the shape ("
                            + shape.prefix(8).map { "\(Int(exactly: $0) ?? 0)" }.joined(separator: ", ")
                            + (shape.count > 8 ? ", …)" : ")"))
                }
                axes = length == -1 ? features.map { [$0] } : [Int(length)]
            }
        }
        vanished[node.opType, default: 0] += 1
        return value
    }

    /// The shape that a Reshape asks for: constant, or made of lengths that it may as well keep.
    private mutating func wantedShape(_ node: ONNXNode) throws(InterchangeError) -> [Double] {
        guard case .lengths(let lengths) = try value(node, 1) else { return try numbers(constant(node, 1), node) }
        guard lengths.first == .some(nil), lengths.dropFirst().allSatisfy({ $0 != nil }) else {
            throw node.refuse("its shape doesn't leave the examples apart")
        }
        return lengths.map { Double($0 ?? 0) }
    }

    private mutating func reshaped(
        _ constant: ONNXConstant, _ node: ONNXNode
    ) throws(InterchangeError) -> ONNXConstant {
        var shape = try numbers(self.constant(node, 1), node).map { Int(exactly: $0) ?? -2 }
        for (index, length) in shape.enumerated() where length == 0 && index < constant.shape.count {
            shape[index] = constant.shape[index]
        }
        if let unknown = shape.firstIndex(of: -1) {
            shape[unknown] = 1
            shape[unknown] = elementCount(shape).map { $0 > 0 ? constant.count / $0 : 0 } ?? 0
        }
        guard shape.count <= InterchangeLimits.arrayAxes, shape.allSatisfy({ $0 >= 0 }),
            let result = constant.reshaped(shape)
        else { throw node.fail("a shape for \(constant.text)", found: ONNXTensor.text(of: shape)) }
        return result
    }

    func transposed(_ node: ONNXNode) throws(InterchangeError) -> ONNXConstant {
        let constant = try constant(node, 0)
        let order = node.has("perm") ? node.integers("perm") : Array(constant.shape.indices.reversed())
        guard constant.shape.count == 2, order == [0, 1] || order == [1, 0] else {
            throw node.fail("a constant of two axes", found: "\(constant.text) and the order \(order.prefix(8))")
        }
        return order == [1, 0] ? constant.transposed : constant
    }
}
