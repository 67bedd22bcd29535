import NNModel

/// Operators that compute lengths of axes: what exporters make of `x.view(x.size(0), -1)`.
extension GraphReader {
    mutating func lengths(_ node: ONNXNode) throws(InterchangeError) -> [Int?] {
        switch node.opType {
        case "Shape":
            _ = try flow(node)
            guard let axes, !node.has("start"), !node.has("end") else {
                throw node.refuse("of numbers whose axes aren't known, or of some of the axes, it is not understood")
            }
            return [nil] + axes
        case "Gather":
            let lengths = try operand(node, 0)
            return try operand(node, 1).map { index throws(InterchangeError) in
                guard let index, lengths.indices.contains(index < 0 ? index + lengths.count : index) else {
                    throw node.fail("one of the \(lengths.count) axes", found: "\(index ?? 0)")
                }
                return lengths[index < 0 ? index + lengths.count : index]
            }
        case "Unsqueeze", "Squeeze", "Cast", "Identity": return try operand(node, 0)
        case "Concat":
            var lengths: [Int?] = []
            for index in node.inputs.indices {
                lengths += try operand(node, index)
                guard lengths.count <= InterchangeLimits.arrayAxes else {
                    throw node.fail("at most \(InterchangeLimits.arrayAxes) axes", found: "more")
                }
            }
            return lengths
        case "Mul":
            let (a, b) = (try operand(node, 0), try operand(node, 1))
            guard a.count == 1, b.count == 1, let a = a[0], let b = b[0], let product = elementCount([a, b]) else {
                throw node.refuse("of lengths other than two of one example it is not understood")
            }
            return [product]
        default: throw node.refuse("computes with lengths of axes in a way that is not understood")
        }
    }

    /// Lengths, or whole numbers of a constant.
    private mutating func operand(_ node: ONNXNode, _ index: Int) throws(InterchangeError) -> [Int?] {
        if case .lengths(let lengths) = try value(node, index) { return lengths }
        let constant = try constant(node, index)
        guard constant.count <= InterchangeLimits.arrayAxes else {
            throw node.fail("at most \(InterchangeLimits.arrayAxes) axes", found: "\(constant.count)")
        }
        return try numbers(constant, node).map { number throws(InterchangeError) in
            guard let whole = Int(exactly: number) else { throw node.fail("whole numbers", found: "\(number)") }
            return whole
        }
    }
}
