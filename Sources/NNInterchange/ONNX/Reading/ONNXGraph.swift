/// A graph (GraphProto): nodes in the order of computation, constants, and what goes in and out.
struct ONNXGraph {
    /// What a graph takes or gives (ValueInfoProto).
    struct Value {
        let name: String
        /// The type of its elements; nil where it is no tensor, or nothing is said.
        let element: ONNXElement?
        /// The axes; nil for those of no fixed length, and no list where nothing is said.
        let shape: [Int?]?
    }

    private(set) var nodes: [ONNXNode] = []
    private(set) var initializers: [String: ONNXTensor] = [:]
    private(set) var inputs: [Value] = []
    private(set) var outputs: [Value] = []

    init(_ message: WireReader, file: String, externalFiles: ExternalFiles) throws(InterchangeError) {
        func check(_ count: Int, _ what: String) throws(InterchangeError) {
            guard count < InterchangeLimits.nodes else {
                throw InterchangeError(file, "the graph", .limit(what, limit: InterchangeLimits.nodes, found: "more"))
            }
        }
        var reader = message
        while let field = try reader.next() {
            switch field.number {
            case 1:
                try check(nodes.count, "nodes")
                nodes.append(
                    try ONNXNode(field.message("node \(nodes.count + 1)"), number: nodes.count + 1, file: file))
            case 5:
                try check(initializers.count, "tensors")
                let tensor = try ONNXTensor(
                    field.message("a tensor"), file: file, place: "", externalFiles: externalFiles)
                guard initializers.updateValue(tensor, forKey: tensor.name) == nil else {
                    throw InterchangeError(
                        file, "the graph",
                        .unexpected(expected: "each tensor once", found: "'\(tensor.name)' again"))
                }
            case 11:
                try check(inputs.count, "inputs")
                inputs.append(try Value(field.message("an input of the graph")))
            case 12:
                try check(outputs.count, "outputs")
                outputs.append(try Value(field.message("an output of the graph")))
            case 15: throw InterchangeError(file, "the graph", .refused("sparse tensors are not read"))
            default: break
            }
        }
    }
}

extension ONNXGraph.Value {
    /// The type is a message in a message in a message: value.type(2).tensor_type(1).elem_type(1) and .shape(2).dim(1).
    fileprivate init(_ message: WireReader) throws(InterchangeError) {
        var (name, element, shape): (String, ONNXElement?, [Int?]?) = ("", nil, nil)
        var value = message
        while let field = try value.next() {
            if field.number == 1 { name = try field.text() }
            guard field.number == 2 else { continue }
            var type = try field.message("a type")
            while let field = try type.next() {
                guard field.number == 1 else { continue }
                var tensor = try field.message("the type of a tensor")
                while let field = try tensor.next() {
                    if field.number == 1 { element = ONNXElement(rawValue: try field.integer()) }
                    if field.number == 2 { shape = try Self.axes(field) }
                }
            }
        }
        self.init(name: name, element: element, shape: shape)
    }

    private static func axes(_ field: WireField) throws(InterchangeError) -> [Int?] {
        var axes: [Int?] = []
        var shape = try field.message("the shape of a tensor")
        while let field = try shape.next() {
            guard field.number == 1, axes.count < InterchangeLimits.arrayAxes else { continue }
            var axis = try field.message("an axis of a tensor")
            var length: Int?
            while let field = try axis.next() {
                if field.number == 1 { length = try field.integer() }
            }
            axes.append(length)
        }
        return axes
    }
}
