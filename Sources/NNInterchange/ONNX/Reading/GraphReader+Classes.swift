/// What classifiers do behind their network.
extension GraphReader {
    /// Concat of 1 − p and p: what one unit says of two classes, which a model says by p alone.
    mutating func bothClasses(_ node: ONNXNode) throws(InterchangeError) -> Value {
        let (first, second) = (try flow(node, 0), try flow(node, 1))
        let axis = try node.integer("axis")
        guard node.inputs.count == 2, axis == 1 || axis == -1, draft.units == 1, !second.function.mixesUnits,
            first.function.isSame(as: second.function.then { 1 - $0 })
        else { throw node.refuse("of anything but the probabilities 1 − p and p of one unit it is not understood") }
        vanished["Concat of 1 − p and p"] = 1
        return made(second.function)
    }
}
