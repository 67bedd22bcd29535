/// The outermost message of an ONNX file (ModelProto).
struct ONNXModel {
    let graph: ONNXGraph
    /// The version of the operators.
    let opset: Int
    /// Keys and texts, in the order of the file; each key once.
    private(set) var metadata: [(key: String, value: String)] = []
    /// The program that wrote the file, and its version.
    let producer: String

    /// The versions of the operators that are understood.
    static let opsets = 7...24

    init(_ bytes: UnsafeRawBufferPointer, file: String, externalFiles: ExternalFiles) throws(InterchangeError) {
        var (graph, opset): (ONNXGraph?, Int?) = (nil, nil)
        var (producer, version) = ("", "")
        var keys: Set<[UInt8]> = []
        func fail(_ expected: String, _ found: String) -> InterchangeError {
            InterchangeError(file, .unexpected(expected: expected, found: found))
        }
        var reader = WireReader(bytes, file: file, message: "the model")
        while let field = try reader.next() {
            switch field.number {
            case 2: producer = try field.text()
            case 3: version = try field.text()
            case 7:
                guard graph == nil else { throw fail("one graph", "a second one") }
                graph = try ONNXGraph(field.message("the graph"), file: file, externalFiles: externalFiles)
            case 8:
                let (domain, number) = try Self.opset(field)
                guard domain.isEmpty || domain == "ai.onnx" else { continue }
                guard opset == nil || opset == number else {
                    throw fail("one version of the operators", "a second one")
                }
                opset = number
            case 14:
                let (key, value) = try Self.entry(field)
                guard keys.insert(Array(key.utf8)).inserted else {
                    throw fail("each key of the metadata once", "'\(key)' again")
                }
                guard keys.count <= InterchangeLimits.strings else {
                    throw InterchangeError(
                        file, .limit("keys of metadata", limit: InterchangeLimits.strings, found: "more"))
                }
                metadata.append((key, value))
            default: break
            }
        }
        guard let graph else { throw fail("a graph", "none") }
        guard let opset, Self.opsets.contains(opset) else {
            throw fail(
                "operators of version \(Self.opsets.lowerBound) to \(Self.opsets.upperBound)",
                opset.map { "\($0)" } ?? "no version")
        }
        (self.graph, self.opset) = (graph, opset)
        self.producer = version.isEmpty ? producer : "\(producer) \(version)"
    }

    private static func opset(_ field: WireField) throws(InterchangeError) -> (domain: String, version: Int) {
        var (domain, version) = ("", 0)
        var reader = try field.message("a version of operators")
        while let field = try reader.next() {
            if field.number == 1 { domain = try field.text() }
            if field.number == 2 { version = try field.integer() }
        }
        return (domain, version)
    }

    private static func entry(_ field: WireField) throws(InterchangeError) -> (key: String, value: String) {
        var (key, value) = ("", "")
        var reader = try field.message("an entry of the metadata")
        while let field = try reader.next() {
            if field.number == 1 { key = try field.text() }
            if field.number == 2 { value = try field.text(limit: InterchangeLimits.descriptionBytes) }
        }
        return (key, value)
    }
}
