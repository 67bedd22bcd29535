import NNFile
import NNModel

/// A tensor of an ONNX file (TensorProto), whose shape and length have been checked and whose elements are read when
/// they are wanted.
struct ONNXTensor {
    let name: String
    let shape: [Int]
    let element: ONNXElement
    /// The elements as bytes, where they stand so.
    private let raw: UnsafeRawBufferPointer?
    /// Where in the file these are.
    let range: Range<Int>?
    /// The file beside the model that they are in; nil for the model's own.
    let external: FileBytes?
    private let message: WireReader
    private let file: String
    private let place: String

    /// - Parameter externalFiles: those that the tensor may be in; none where it has to be in the model.
    init(
        _ message: WireReader, file: String, place: String, externalFiles: ExternalFiles? = nil
    ) throws(InterchangeError) {
        var (name, shape, code, raw): (String?, [Int], Int?, UnsafeRawBufferPointer?) = (nil, [], nil, nil)
        var (range, filled): (Range<Int>?, Set<Int>) = (nil, [])
        var (entries, isExternal): ([String: String], Bool) = ([:], false)
        var reader = message
        while let field = try reader.next() {
            switch field.number {
            case 1: try field.add(to: &shape, limit: InterchangeLimits.arrayAxes)
            case 2: code = try field.integer()
            case 3: throw InterchangeError(file, place, .refused("a tensor in segments, which nobody writes"))
            case 4, 5, 6, 7, 10, 11: filled.insert(field.number)
            case 8: name = try field.text()
            case 9:
                guard raw == nil else {
                    throw InterchangeError(file, place, .unexpected(expected: "raw data once", found: "it again"))
                }
                let bytes = try field.bytes()
                (raw, range) = (bytes, field.contentOffset..<field.contentOffset + bytes.count)
            case 13:
                isExternal = true
                let (key, value) = try Self.entry(field)
                guard entries.updateValue(value, forKey: key) == nil else {
                    throw InterchangeError(
                        file, place, .unexpected(expected: "each key of external data once", found: "'\(key)' again"))
                }
            case 14: isExternal = try field.integer() != 0 || isExternal
            default: break
            }
        }
        self.name = name ?? ""
        let tensorPlace = name.map { place.isEmpty ? "tensor '\($0)'" : "\(place), tensor '\($0)'" } ?? place
        func fail(_ expected: String, _ found: String) -> InterchangeError {
            InterchangeError(file, tensorPlace, .unexpected(expected: expected, found: found))
        }
        guard let code, let element = ONNXElement(rawValue: code) else {
            throw fail("a type of numbers that ONNX has", code.map { "the type \($0)" } ?? "none")
        }
        guard shape.allSatisfy({ $0 >= 0 }), let bytes = elementCount(shape + [element.size ?? 1]) else {
            throw fail("a shape that fits a file", Self.text(of: shape))
        }
        guard filled.isSubset(of: [element.field]), raw == nil || filled.isEmpty else {
            throw fail(
                "\(element.name) numbers as raw data or in field \(element.field)",
                (filled.sorted().map { "field \($0)" } + (raw == nil ? [] : ["raw data"])).joined(separator: " and "))
        }
        if isExternal {
            guard let externalFiles, element.dataType != nil else {
                throw InterchangeError(
                    file, tensorPlace,
                    .refused("its numbers are in another file, where only the graph's weights and biases may be"))
            }
            guard filled.isEmpty, raw == nil else {
                throw fail("numbers in another file alone", "some in this one too")
            }
            let reference = try ExternalReference(entries, file: file, place: tensorPlace)
            (external, range) = try externalFiles.find(reference, length: bytes)
        } else {
            external = nil
        }
        if let raw, element.size != nil, raw.count != bytes {
            throw fail(
                "\(bytes) bytes for \(element.name) of shape \(Self.text(of: shape))", "\(raw.count)")
        }
        (self.shape, self.element, self.raw, self.range) = (shape, element, raw, range)
        (self.message, self.file, self.place) = (message, file, tensorPlace)
    }

    private static func entry(_ field: WireField) throws(InterchangeError) -> (key: String, value: String) {
        var entry = try field.message("an entry of external data")
        var (key, value) = ("", "")
        while let field = try entry.next() {
            if field.number == 1 { key = try field.text() }
            if field.number == 2 { value = try field.text() }
        }
        return (key, value)
    }

    static func text(of shape: [Int]) -> String { "(" + shape.map(String.init).joined(separator: ", ") + ")" }

    var count: Int { elementCount(shape) ?? 0 }

    /// Texts, or whole numbers as texts; nil where it holds others.
    func labels() throws(InterchangeError) -> [String]? {
        if element == .int64 || element == .int32 {
            return try ONNXConstant(self).integers().map { String($0) }
        }
        guard element == .string else { return nil }
        var labels: [String] = []
        var reader = message
        while let field = try reader.next() {
            if field.number == element.field { labels.append(try field.text()) }
        }
        return labels.count == count ? labels : nil
    }

    /// The elements in row-major order, little-endian.
    func elements() throws(InterchangeError) -> [UInt8] {
        guard let size = element.size else {
            throw InterchangeError(
                file, place, .unexpected(expected: "numbers of a type that is read", found: element.name))
        }
        let length = count * size
        if let raw { return Array(raw) }
        if let external, let range { return external.withUnsafeBytes { Array($0[range]) } }
        var elements: [UInt8] = []
        var reader = message
        while let field = try reader.next() {
            guard field.number == element.field else { continue }
            if element == .float || element == .double {
                try field.appendNumbers(of: size, to: &elements)
            } else {
                try field.forEachInteger { integer throws(InterchangeError) in
                    elements += (0..<size).map { UInt8(truncatingIfNeeded: integer >> (8 * $0)) }
                }
            }
        }
        guard elements.count == length else {
            throw InterchangeError(
                file, place,
                .unexpected(
                    expected: "\(count) numbers for the shape \(Self.text(of: shape))",
                    found: "\(elements.count / size)"))
        }
        return elements
    }
}
