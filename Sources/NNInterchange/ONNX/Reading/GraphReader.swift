import NNFile
import NNModel

/// Finds the network in a graph, node by node in the order of computation.
///
/// Each name stands for a constant, or for the numbers of an example on their way from input to output. These take one way:
/// a node may use them as they are, or as what became of the same weighted inputs (x · sigmoid(x)), and not as they were
/// before.
struct GraphReader {
    enum Value {
        case constant(ONNXConstant)
        case flow(Flow)
        /// Lengths of axes of what is on its way; nil is how many examples there are.
        case lengths([Int?])
    }

    /// The numbers of an example on their way.
    struct Flow {
        /// How many changes for good they had seen when this was made.
        let version: Int
        /// What became of them since.
        var function: ElementwiseFunction
    }

    private let file: FileBytes
    let opset: Int
    private var values: [String: Value] = [:]
    /// How many nodes use a value.
    let uses: [String: Int]
    private(set) var draft: NetworkDraft
    /// The axes of what is on its way, without that of the examples; nil where the graph doesn't say.
    var axes: [Int]?
    private var version = 0
    /// Operators that do nothing to a prediction, and how many of each were left out.
    var vanished: [String: Int] = [:]
    /// Bytes that may still be copied out of the file. Each tensor is copied once, so that a file which needs many times
    /// its own length is up to no good.
    private var budget: Int
    private var copied: [String: Tensor] = [:]

    /// - Parameter budget: bytes that may be copied, and numbers that may be changed.
    init(
        _ graph: ONNXGraph, nodes: [ONNXNode], input: ONNXGraph.Value, opset: Int, file: FileBytes, budget: Int
    ) {
        (self.file, self.opset, self.budget) = (file, opset, budget)
        var uses: [String: Int] = [:]
        for node in nodes { for name in node.inputs { uses[name, default: 0] += 1 } }
        self.uses = uses
        draft = NetworkDraft(budget: budget)
        for (name, tensor) in graph.initializers { values[name] = .constant(ONNXConstant(tensor)) }
        values[input.name] = .flow(Flow(version: 0, function: .identity))
        // Where a length isn't fixed, it is what the first layer takes.
        let lengths = input.shape?.dropFirst().map { $0 ?? 0 }
        if let lengths, lengths.allSatisfy({ $0 > 0 }), elementCount(lengths) != nil { axes = lengths }
    }

    /// Understands one node.
    mutating func read(_ node: ONNXNode) throws(InterchangeError) {
        guard node.domain.isEmpty || (node.domain, node.opType) == ("ai.onnx.ml", "Scaler") else {
            throw node.refuse("an operator of '\(node.domain)', of which nothing is known")
        }
        guard let output = node.outputs.first, !output.isEmpty else { throw node.fail("an output", found: "none") }
        let value = try result(of: node)
        guard values.updateValue(value, forKey: output) == nil else {
            throw node.fail("each value to be made once", found: "'\(output)' again")
        }
    }

    private mutating func result(of node: ONNXNode) throws(InterchangeError) -> Value {
        if takesLengths(node) { return .lengths(try lengths(node)) }
        return switch node.opType {
        case "Constant": .constant(try constant(of: node))
        case "Identity", "Dropout", "Cast": try unchanged(node)
        case "Flatten", "Reshape": try reshaped(node)
        case "Transpose": .constant(try transposed(node))
        case "Gemm", "MatMul": try layer(node)
        case "BatchNormalization": try normalized(node)
        case "Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "Greater", "Less", "GreaterOrEqual", "LessOrEqual":
            try arithmetic(node)
        case "Where": try chosen(node)
        case "Scaler": try scaled(node)
        case "Concat": try bothClasses(node)
        default: try function(node)
        }
    }

    /// The network, once every node is read.
    mutating func finish(
        output: String, features: Int?
    ) throws(InterchangeError) -> (layers: [DenseLayer], scaling: Scaling) {
        let place = "the output '\(output)'"
        guard case .flow(let flow)? = values[output] else {
            throw InterchangeError(
                file.path, place,
                .unexpected(
                    expected: "something that a node makes of the input",
                    found: values[output] == nil ? "nothing of this name" : "a constant"))
        }
        guard flow.version == version else {
            throw InterchangeError(file.path, place, .refused("a branch: the network goes on behind its output"))
        }
        do throws(NetworkDraft.Problem) {
            try draft.commit(flow.function)
            return try draft.finish(features: features)
        } catch {
            throw InterchangeError(file.path, place, .unexpected(expected: error.expected, found: error.found))
        }
    }

    // MARK: What a node takes

    /// Whether a node computes with lengths of axes; Reshape takes them, and gives the numbers of an example.
    private func takesLengths(_ node: ONNXNode) -> Bool {
        node.opType == "Shape"
            || node.opType != "Reshape"
                && node.inputs.contains { if case .lengths? = values[$0] { true } else { false } }
    }

    func value(_ node: ONNXNode, _ index: Int) throws(InterchangeError) -> Value {
        guard let name = node.input(index) else {
            throw node.fail("\(index + 1) inputs", found: "\(node.inputs.count)")
        }
        guard let value = values[name] else {
            throw node.fail("an input that a tensor, the graph or an earlier node gives", found: "'\(name)'")
        }
        if case .flow(let flow) = value, flow.version != version {
            throw node.refuse("a branch: '\(name)' is used again behind what was made of it")
        }
        return value
    }

    func flow(_ node: ONNXNode, _ index: Int = 0) throws(InterchangeError) -> Flow {
        switch try value(node, index) {
        case .flow(let flow): return flow
        case .constant: throw node.refuse("takes a constant where only the numbers of an example are understood")
        case .lengths: throw node.refuse("computes with lengths of axes as if they were numbers of an example")
        }
    }

    func constant(_ node: ONNXNode, _ index: Int) throws(InterchangeError) -> ONNXConstant {
        switch try value(node, index) {
        case .constant(let constant): return constant
        case .flow, .lengths:
            throw node.refuse("input \(index + 1), '\(node.inputs[index])', is not a constant: it depends on the input")
        }
    }

    /// The numbers of a constant.
    mutating func numbers(_ constant: ONNXConstant, _ node: ONNXNode) throws(InterchangeError) -> [Double] {
        try spend(8, constant, node)
        return try constant.numbers(in: file)
    }

    /// The tensor of an input, copied once however many nodes use it.
    mutating func tensor(
        _ constant: ONNXConstant, shape: [Int], of input: String, _ node: ONNXNode
    ) throws(InterchangeError) -> Tensor {
        let key = "\(constant.isTransposed) \(shape) \(input)"
        if let tensor = copied[key] { return tensor }
        guard let type = constant.dataType else {
            throw node.fail("float16, bfloat16, float32 or float64 numbers as '\(input)'", found: "others")
        }
        try spend(type.size, constant, node)
        let tensor = try constant.tensor(shape: shape, in: file)
        copied[key] = tensor
        return tensor
    }

    private mutating func spend(_ size: Int, _ constant: ONNXConstant, _ node: ONNXNode) throws(InterchangeError) {
        let (bytes, overflow) = constant.count.multipliedReportingOverflow(by: size)
        budget -= overflow ? budget + 1 : bytes
        guard budget >= 0 else { throw node.refuse("the tensors are used so often that they take many times the file") }
    }

    // MARK: What a node does

    /// Changes the network for good; what was there before can't be used any more.
    mutating func change(
        _ node: ONNXNode, _ body: (inout NetworkDraft) throws(NetworkDraft.Problem) -> Void
    ) throws(InterchangeError) -> Value {
        do throws(NetworkDraft.Problem) {
            try body(&draft)
        } catch {
            throw node.fail(error.expected, found: error.found)
        }
        version += 1
        return .flow(Flow(version: version, function: .identity))
    }

    /// What became of the numbers without a change for good.
    func made(_ function: ElementwiseFunction) -> Value {
        .flow(Flow(version: version, function: function))
    }
}
