/// What the chunk `LAYR` says of a layer; its numbers stand in tensor chunks.
public struct LayerRecord: Sendable, Equatable {
    /// A name that people gave the layer, or an empty string.
    public let name: String
    /// n[l−1]
    public let inputs: Int
    /// n[l]
    public let units: Int
    /// g
    public let activation: Activation

    /// The only kind of layer that version 1.0 has: fully connected.
    static let denseKind: UInt16 = 1

    init(_ layer: DenseLayer) {
        name = layer.name
        inputs = layer.inputs
        units = layer.units
        activation = layer.activation
    }

    /// The shape that the tensor of this role must have.
    func shape(of role: ChunkEntry.Role) -> [Int] {
        switch role {
        case .weights: [units, inputs]
        case .biases, .scales: [units]
        }
    }

    /// The records of all layers; `parse` reads them back.
    static func encode(_ records: [LayerRecord]) -> [UInt8] {
        var writer = ByteWriter()
        writer.put(UInt32(records.count))
        writer.put(UInt32(0))
        for record in records { writer.put(record.encoded) }
        return writer.bytes
    }

    private var encoded: [UInt8] {
        let (code, parameters) = activation.encoded
        var body = ByteWriter()
        body.put(UInt32(0))
        body.put(Self.denseKind)
        body.put(code)
        body.put(UInt32(inputs))
        body.put(UInt32(units))
        body.put(UInt8(parameters.count))
        body.put(name: name)
        body.align()
        for parameter in parameters { body.put(parameter) }
        var writer = ByteWriter()
        writer.put(UInt32(body.bytes.count))
        return writer.bytes + body.bytes.dropFirst(4)
    }

    /// Reads the records of all layers.
    static func parse(_ reader: inout ByteReader) throws(Violation) -> [LayerRecord] {
        let start = reader.position
        let count = try reader.get(UInt32.self)
        guard (1...UInt32(Limits.layers)).contains(count) else {
            throw reader.violation(
                .layerCount, at: start, expected: "1 to \(Limits.layers) layers", found: "\(count)")
        }
        try reader.zeros(4)
        var records: [LayerRecord] = []
        for number in 1...Int(count) { records.append(try LayerRecord(parsing: &reader, number: number)) }
        try reader.end()
        return records
    }

    private init(parsing reader: inout ByteReader, number: Int) throws(Violation) {
        let start = reader.position
        let length = Int(try reader.get(UInt32.self))
        let kind = try reader.get(UInt16.self)
        guard kind == Self.denseKind else {
            throw reader.violation(
                .layerKind, at: start + 4,
                expected: "this reader of version \(FileHeader.Version.current) does not know it",
                found: "layer \(number) is of kind \(kind)")
        }
        let code = try reader.get(UInt16.self)
        inputs = try Self.width(&reader, "inputs of layer \(number)")
        units = try Self.width(&reader, "units of layer \(number)")
        let parameterCount = Int(try reader.get(UInt8.self))
        if let wanted = Activation.parameterCount(ofCode: code), wanted != parameterCount {
            throw reader.violation(
                .activation, at: start + 16, expected: "\(wanted) parameters, as activation \(code) takes",
                found: "\(parameterCount)")
        }
        name = try reader.name()
        try reader.align()
        var parameters: [Double] = []
        for _ in 0..<parameterCount { parameters.append(try reader.finite(.activation, "parameter")) }
        activation = Activation(code: code, parameters: parameters)
        guard reader.position - start == length else {
            throw reader.violation(
                .recordLength, at: start,
                expected: "the record of layer \(number) to take \(reader.position - start) bytes",
                found: "\(length)")
        }
    }

    private static func width(_ reader: inout ByteReader, _ what: String) throws(Violation) -> Int {
        let at = reader.position
        let width = try reader.get(UInt32.self)
        guard width > 0 else {
            throw reader.violation(.shape, at: at, expected: "1 or more \(what)", found: "0")
        }
        return Int(width)
    }
}
