/// A node of the graph (NodeProto): an operator with the names of what it takes and gives.
struct ONNXNode {
    let name: String
    let opType: String
    let domain: String
    let inputs: [String]
    let outputs: [String]
    private let attributes: [String: ONNXAttribute]
    private let file: String
    /// The node as messages name it.
    let place: String

    /// - Parameter number: its place in the graph, from 1.
    init(_ message: WireReader, number: Int, file: String) throws(InterchangeError) {
        var (inputs, outputs, attributes): ([String], [String], [String: ONNXAttribute]) = ([], [], [:])
        var (name, opType, domain) = ("", "", "")
        var duplicate: String?
        var reader = message
        while let field = try reader.next() {
            switch field.number {
            case 1: inputs.append(try field.text())
            case 2: outputs.append(try field.text())
            case 3: name = try field.text()
            case 4: opType = try field.text()
            case 5:
                let attribute = try ONNXAttribute(field.message("an attribute of node \(number)"))
                if attributes.updateValue(attribute, forKey: attribute.name) != nil { duplicate = attribute.name }
            case 7: domain = try field.text()
            default: break
            }
            guard inputs.count + outputs.count + attributes.count <= InterchangeLimits.nodeFields else {
                throw InterchangeError(
                    file, "node \(number)",
                    .limit("inputs, outputs and attributes", limit: InterchangeLimits.nodeFields, found: "more"))
            }
        }
        (self.name, self.opType, self.domain) = (name, opType, domain == "ai.onnx" ? "" : domain)
        (self.inputs, self.outputs, self.attributes, self.file) = (inputs, outputs, attributes, file)
        place = "node \(name.isEmpty ? "\(number)" : "'\(name)'") (\(opType))"
        if let duplicate { throw fail("each attribute once", found: "'\(duplicate)' again") }
    }

    /// An input that may be left out.
    func input(_ index: Int) -> String? {
        index < inputs.count && !inputs[index].isEmpty ? inputs[index] : nil
    }

    func has(_ attribute: String) -> Bool { attributes[attribute] != nil }

    func integer(_ name: String) throws(InterchangeError) -> Int? {
        guard let attribute = attributes[name] else { return nil }
        guard let integer = attribute.integer else {
            throw fail("a whole number as '\(name)'", found: "something else")
        }
        return integer
    }

    func float(_ name: String) throws(InterchangeError) -> Float? {
        guard let attribute = attributes[name] else { return nil }
        guard let float = attribute.float, float.isFinite else {
            throw fail("a finite number as '\(name)'", found: attribute.float?.description ?? "something else")
        }
        return float
    }

    func integers(_ name: String) -> [Int] { attributes[name]?.integers ?? [] }

    func floats(_ name: String) -> [Float] { attributes[name]?.floats ?? [] }

    func text(_ name: String) throws(InterchangeError) -> String? {
        guard let attribute = attributes[name] else { return nil }
        guard let text = attribute.text else { throw fail("text as '\(name)'", found: "something else") }
        return text
    }

    func tensor(_ name: String) throws(InterchangeError) -> ONNXTensor? {
        guard let message = attributes[name]?.tensor else { return nil }
        return try ONNXTensor(message, file: file, place: place)
    }

    func fail(_ expected: String, found: String, hint: String? = nil) -> InterchangeError {
        InterchangeError(file, place, .unexpected(expected: expected, found: found, hint: hint))
    }

    func refuse(_ sentence: String) -> InterchangeError {
        InterchangeError(file, place, .refused(sentence))
    }
}

/// A setting of a node (AttributeProto). Graphs within a node are passed over: no operator that is read has any.
struct ONNXAttribute {
    let name: String
    private(set) var float: Float?
    private(set) var integer: Int?
    private(set) var text: String?
    private(set) var tensor: WireReader?
    private(set) var floats: [Float] = []
    private(set) var integers: [Int] = []

    init(_ message: WireReader) throws(InterchangeError) {
        var name = ""
        var reader = message
        while let field = try reader.next() {
            switch field.number {
            case 1: name = try field.text()
            case 2: float = try field.float()
            case 3: integer = try field.integer()
            case 4: text = try field.text()
            case 5: tensor = try field.message("the tensor of an attribute")
            case 7: try field.add(to: &floats, limit: InterchangeLimits.attributeNumbers)
            case 8: try field.add(to: &integers, limit: InterchangeLimits.attributeNumbers)
            default: break
            }
        }
        self.name = name
    }
}
