import NNModel

/// What a file says of a tensor before its numbers are read.
struct NamedTensor {
    let name: String
    /// As PyTorch has it: (units, inputs) for weights.
    let shape: [Int]
    /// What the file calls the type of the numbers, for messages.
    let type: String
    /// The same type in a model; nil where models have no such numbers.
    let dataType: DataType?

    /// The shape as Python writes it: `(7, 12288)`.
    var shapeText: String { "(" + shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? ",)" : ")") }
}
