import NNModel

/// Lays out the graph of a network, node behind node; `GraphReader` reads it.
struct GraphWriter {
    private var nodes: [WireWriter] = []
    /// Each tensor with the fields in front of its numbers.
    private var tensors: [(head: [UInt8], tensor: Tensor)] = []
    private var names: Set<String> = []
    /// The value that the next node takes.
    private(set) var current: String
    private let input: String
    private let output: String

    init(input: String, output: String) {
        (self.input, self.output, current) = (input, output, input)
        names = [input, output]
    }

    /// A value of one's own for a node: an attribute.
    enum Attribute {
        case integer(Int)
        case float(Double)
        case text(String)
    }

    /// Adds a node, whose output is the current value from then on.
    ///
    /// - Parameters:
    ///   - inputs: what it takes; the current value unless given.
    ///   - isLast: whether its output is that of the graph.
    mutating func add(
        _ opType: String, _ inputs: [String]? = nil, named wish: String, isLast: Bool = false,
        attributes: [(name: String, value: Attribute)] = []
    ) {
        let inputs = inputs ?? [current]
        current = isLast ? output : unique(wish)
        var node = WireWriter()
        for input in inputs { node.text(1, input) }
        node.text(2, current)
        node.text(3, isLast ? wish : current)
        node.text(4, opType)
        for (name, value) in attributes {
            node.message(5) { attribute in
                attribute.text(1, name)
                switch value {
                case .float(let float):
                    attribute.float(2, Float(float))
                    attribute.integer(20, 1)
                case .integer(let integer):
                    attribute.integer(3, integer)
                    attribute.integer(20, 2)
                case .text(let text):
                    attribute.text(4, text)
                    attribute.integer(20, 3)
                }
            }
        }
        nodes.append(node)
    }

    /// Adds a tensor and gives its name.
    mutating func add(_ tensor: Tensor, shape: [Int]? = nil, named wish: String) -> String {
        let name = unique(wish)
        var message = WireWriter()
        for length in shape ?? tensor.shape { message.integer(1, length) }
        message.integer(2, ONNXElement(tensor.dataType)?.rawValue ?? 0)
        message.text(8, name)
        message.start(9, count: tensor.byteCount)
        var head = WireWriter()
        head.start(5, count: message.bytes.count + tensor.byteCount)
        head.append(message.bytes)
        tensors.append((head.bytes, tensor))
        return name
    }

    /// Adds a tensor and gives the name of its numbers as float32, in which the graph computes.
    mutating func addAsFloat32(_ tensor: Tensor, named wish: String) -> String {
        let name = add(tensor, named: wish)
        guard tensor.dataType != .float32 else { return name }
        let before = current
        add("Cast", [name], named: "\(wish).float32", attributes: [("to", .integer(ONNXElement.float.rawValue))])
        defer { current = before }
        return current
    }

    private mutating func unique(_ wish: String) -> String {
        var name = wish
        while !names.insert(name).inserted { name += "_" }
        return name
    }

    /// The graph as field 7 of a model, with the tensors where they are.
    ///
    /// - Parameters:
    ///   - features: numbers that go in.
    ///   - units: numbers that come out.
    func graph(named name: String, features: Int, units: Int) -> [EncodedFile.Piece] {
        var (front, back) = (WireWriter(), WireWriter())
        for node in nodes { front.content(1, node.bytes) }
        front.text(2, name)
        for (field, name, count) in [(11, input, features), (12, output, units)] {
            back.message(field) { value in
                value.text(1, name)
                value.message(2) { type in
                    type.message(1) { tensor in
                        tensor.integer(1, ONNXElement.float.rawValue)
                        tensor.message(2) { shape in
                            shape.message(1) { $0.text(2, "n") }
                            shape.message(1) { $0.integer(1, count) }
                        }
                    }
                }
            }
        }
        let count = tensors.reduce(0) { $0 + $1.head.count + $1.tensor.byteCount }
        var start = WireWriter()
        start.start(7, count: front.bytes.count + count + back.bytes.count)
        return [.bytes(start.bytes + front.bytes)]
            + tensors.flatMap { [.bytes($0.head), .tensor($0.tensor)] } + [.bytes(back.bytes)]
    }
}

extension Tensor {
    fileprivate var byteCount: Int { count * dataType.size }
}
