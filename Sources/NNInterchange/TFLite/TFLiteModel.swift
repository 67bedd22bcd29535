/// A .tflite file (Model): one graph, with the operators in the order of computation.
struct TFLiteModel {
    let tensors: [TFLiteTensor]
    let operators: [TFLiteOperator]
    /// Numbers of tensors.
    let inputs: [Int]
    let outputs: [Int]
    /// The program that wrote it, as it says itself.
    let description: String
    /// The names of what stands beside the graph.
    let metadata: [String]

    static let version: UInt32 = 3
    /// Bytes 4 to 8.
    static let identifier = Array("TFL3".utf8)

    init(_ bytes: UnsafeRawBufferPointer, file: String) throws(InterchangeError) {
        func fail(_ expected: String, _ found: String) -> InterchangeError {
            InterchangeError(file, .unexpected(expected: expected, found: found))
        }
        guard bytes.count >= 8, bytes[4..<8].elementsEqual(Self.identifier) else {
            throw fail("the mark TFL3 at byte 4", bytes.count < 8 ? "\(bytes.count) bytes" : "other bytes")
        }
        let model = try FlatTable(rootOf: bytes, file: file, place: "the model")
        let version = try model.get(0, UInt32(0))
        guard version == Self.version else { throw fail("version 3 of the schema", "\(version)") }
        let most = InterchangeLimits.nodes
        let graphs = try model.tables(2, limit: most) { "graph \($0)" }
        guard graphs.count == 1, let graph = graphs.first else {
            throw fail("one graph", "\(graphs.count), which call each other")
        }
        let kinds = try model.tables(1, limit: most) { "operator code \($0)" }.map { code throws(InterchangeError) in
            try TFLiteOperator.kind(code)
        }
        let buffers = try Self.buffers(model, fileLength: bytes.count, file: file)
        let tensors = try graph.tables(0, limit: most) { "tensor \($0)" }
        self.tensors = try tensors.enumerated().map { index, table throws(InterchangeError) in
            try TFLiteTensor(table, index: index, buffers: buffers, file: file)
        }
        operators = try graph.tables(3, limit: most) { "operator \($0 + 1)" }.enumerated().map {
            index, table throws(InterchangeError) in
            try TFLiteOperator(table, number: index + 1, kinds: kinds, tensors: tensors.count, file: file)
        }
        (inputs, outputs) = (try graph.integers(1, limit: most), try graph.integers(2, limit: most))
        for tensor in inputs + outputs where !tensors.indices.contains(tensor) {
            throw fail("inputs and outputs among the \(tensors.count) tensors", "the tensor \(tensor)")
        }
        description = try model.text(3) ?? ""
        metadata = try model.tables(6, limit: most) { "metadata \($0)" }.map { entry throws(InterchangeError) in
            try entry.text(0) ?? ""
        }
    }

    /// Where in the file each buffer stands: in the FlatBuffer, or behind it where that would be too large.
    private static func buffers(
        _ model: FlatTable, fileLength: Int, file: String
    ) throws(InterchangeError) -> [Range<Int>] {
        try model.tables(4, limit: InterchangeLimits.nodes) { "buffer \($0)" }.map { buffer throws(InterchangeError) in
            let (offset, size) = (try buffer.get(1, UInt64(0)), try buffer.get(2, UInt64(0)))
            guard offset > 1 else { return try buffer.elements(0, size: 1, limit: .max) }
            guard offset <= UInt64(fileLength), size <= UInt64(fileLength) - offset else {
                throw InterchangeError(
                    file, buffer.place,
                    .unexpected(
                        expected: "numbers within the \(fileLength) bytes of the file",
                        found: "\(size) bytes from byte \(offset) on"))
            }
            return Int(offset)..<Int(offset + size)
        }
    }
}
