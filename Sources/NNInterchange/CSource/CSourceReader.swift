import NNFile
import NNModel

/// Reads the C that `CSourceWriter` writes, and no other: the description in its first line, and the arrays by their names.
struct CSourceReader {
    private let file: String
    private let text: [UInt8]

    init(_ file: FileBytes) {
        self.file = file.path
        text = file.withUnsafeBytes { Array($0) }
    }

    func read() throws(InterchangeError) -> ReadModel {
        let line = text.prefix { $0 != UInt8(ascii: "\n") }
        guard line.starts(with: CSourceFormat.mark.utf8),
            let json = String(validating: line.dropFirst(CSourceFormat.mark.utf8.count), as: UTF8.self)
        else { throw fail("line 1", "a description of a model", found: "something else") }
        let object: JSONValue
        do throws(JSONReader.Problem) {
            object = try JSONReader.read(json)
        } catch {
            throw InterchangeError(file, "line 1", error, from: nil)
        }
        var layers: [DenseLayer] = []
        var start = line.endIndex
        for (index, element) in (object["layers"]?.elements ?? []).enumerated() {
            let fields = element.elements ?? []
            let shape = fields.compactMap(\.integer)
            guard fields.count == 5, shape.count == 2, shape.allSatisfy({ $0 > 0 }),
                !shape[0].multipliedReportingOverflow(by: shape[1]).overflow,
                let activation = fields[0].string.flatMap({ Activation($0) })
            else { throw fail("line 1, layers", "activation, units, inputs and types", found: element.kind) }
            let types = fields.suffix(2).map { $0.string == DataType.float64.name ? DataType.float64 : .float32 }
            layers.append(
                DenseLayer(
                    weights: try tensor("_W\(index + 1)", shape, types[0], &start),
                    biases: try tensor("_b\(index + 1)", [shape[0]], types[1], &start), activation: activation))
        }
        guard !layers.isEmpty else { throw fail("line 1, layers", "a layer or more", found: "none") }
        let model: Model
        do throws(ModelDescription.Problem) {
            model = try ModelDescription(object).model(layers)
        } catch {
            throw InterchangeError(file, error, in: "line 1")
        }
        return try ReadModel(model, file: file, notes: [])
    }

    /// The numbers of the next array whose name ends so.
    private func tensor(
        _ name: String, _ shape: [Int], _ type: DataType, _ start: inout Int
    ) throws(InterchangeError) -> Tensor {
        let count = shape.reduce(1, *)
        let head = "\(name)[\(count)] = {"
        guard let found = text[start...].firstRange(of: head.utf8) else {
            throw fail(nil, "the array '\(head)…'", found: "none")
        }
        let body = text[found.upperBound...].prefix { $0 != UInt8(ascii: "}") }
        start = body.endIndex
        let words = body.split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }
        guard words.count == count else { throw fail(name, "\(count) numbers", found: "\(words.count)") }
        func numbers<Scalar: LosslessStringConvertible & BinaryFloatingPoint>(_: Scalar.Type) -> [Scalar] {
            words.compactMap { word in
                let text = String(decoding: word, as: UTF8.self)
                if text.hasSuffix("INFINITY") { return text.hasPrefix("-") ? -.infinity : .infinity }
                return Scalar(text.hasSuffix("f") ? String(text.dropLast()) : text)
            }
        }
        let (doubles, floats) = type == .float64 ? (numbers(Double.self), []) : ([], numbers(Float.self))
        guard doubles.count + floats.count == count else { throw fail(name, "\(count) numbers", found: "other words") }
        return type == .float64 ? Tensor(doubles, shape: shape) : Tensor(floats, shape: shape)
    }

    private func fail(_ place: String?, _ expected: String, found: String) -> InterchangeError {
        InterchangeError(file, place, .unexpected(expected: expected, found: found))
    }
}
