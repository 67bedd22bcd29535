import NNFile
import NNModel

/// Reads a model from JSON.
struct JSONModelReader {
    let file: String
    let options: ReadingOptions

    private static let keys: Set<String> = Set(ModelDescription.keys).union(["format", "version", "metadata", "layers"])
    private static let layerKeys: Set<String> = ["activation", "weights", "biases", "weights_dtype", "biases_dtype"]

    func read(_ file: FileBytes) throws(InterchangeError) -> ReadModel {
        let object = try object(of: file)
        try check(object.members ?? [], Self.keys, at: nil)
        guard object["format"]?.string == JSONFormat.formatName else {
            throw fail("format", "'\(JSONFormat.formatName)'", found: object["format"]?.kind ?? "none")
        }
        guard object["version"]?.integer == JSONFormat.version else {
            throw fail("version", "\(JSONFormat.version)", found: object["version"]?.kind ?? "none")
        }
        guard let elements = object["layers"]?.elements, !elements.isEmpty else {
            throw fail("layers", "a list of layers", found: object["layers"]?.kind ?? "none")
        }
        var parts: [(weights: Tensor, biases: Tensor)] = []
        for (index, element) in elements.enumerated() {
            try check(element.members ?? [], Self.layerKeys, at: "layer \(index + 1)")
            let weights = try weights(of: element, at: "layer \(index + 1)", inputs: parts.last?.biases.count)
            parts.append((weights, try biases(of: element, at: "layer \(index + 1)", units: weights.shape[0])))
        }
        let sizes = [parts[0].weights.shape[1]] + parts.map { $0.biases.count }
        let named = elements.compactMap { $0["activation"]?.string }
        guard named.count == elements.count || named.isEmpty else {
            throw fail("layers", "an activation for each layer, or for none", found: "\(named.count)")
        }
        let activations = try options.activations(
            named: named.isEmpty ? nil : named, layerSizes: sizes, file: self.file, place: "layers")
        let layers = zip(parts, activations).map { part, activation in
            DenseLayer(weights: part.weights, biases: part.biases, activation: activation)
        }
        var model: Model
        do throws(ModelDescription.Problem) {
            model = try ModelDescription(object).model(layers)
        } catch {
            throw InterchangeError(self.file, error, in: nil)
        }
        for (key, value) in object["metadata"]?.members ?? [] {
            guard let text = value.string else { throw fail("metadata, '\(key)'", "a string", found: value.kind) }
            model.metadata[key] = text
        }
        return try ReadModel(model, file: self.file, notes: [])
    }

    private func object(of file: FileBytes) throws(InterchangeError) -> JSONValue {
        guard file.count <= InterchangeLimits.jsonBytes else {
            throw InterchangeError(
                self.file, .limit("bytes of JSON", limit: InterchangeLimits.jsonBytes, found: "\(file.count)"))
        }
        let result = file.withUnsafeBytes { bytes in
            Result { () throws(JSONReader.Problem) in try JSONReader.read(bytes) }
        }
        switch result {
        case .success(let value): return value
        case .failure(let problem): throw InterchangeError(self.file, nil, problem)
        }
    }

    /// A key that nobody knows may be one that was mistyped.
    private func check(
        _ members: [(key: String, value: JSONValue)], _ known: Set<String>, at place: String?
    ) throws(InterchangeError) {
        guard let unknown = members.first(where: { !known.contains($0.key) }) else { return }
        throw fail(place, "the keys \(known.sorted().joined(separator: ", ")) alone", found: "'\(unknown.key)'")
    }

    private func weights(
        of layer: JSONValue, at place: String, inputs: Int?
    ) throws(InterchangeError) -> Tensor {
        let place = "\(place), weights"
        guard let rows = layer["weights"]?.elements, let width = rows.first?.elements?.count, width > 0 else {
            throw fail(place, "a list of rows, one a unit", found: layer["weights"]?.kind ?? "none")
        }
        if let inputs, width != inputs {
            throw fail(place, "rows of \(inputs) numbers, as many as the layer before has units", found: "\(width)")
        }
        var numbers: [JSONValue] = []
        for (index, row) in rows.enumerated() {
            guard let elements = row.elements, elements.count == width else {
                throw fail("\(place), row \(index + 1)", "\(width) numbers", found: row.kind)
            }
            numbers += elements
        }
        return try tensor(numbers, [rows.count, width], layer["weights_dtype"], at: place)
    }

    private func biases(of layer: JSONValue, at place: String, units: Int) throws(InterchangeError) -> Tensor {
        let place = "\(place), biases"
        guard let numbers = layer["biases"]?.elements, numbers.count == units else {
            throw fail(place, "\(units) numbers, one a unit", found: layer["biases"]?.kind ?? "none")
        }
        return try tensor(numbers, [units], layer["biases_dtype"], at: place)
    }

    private func tensor(
        _ numbers: [JSONValue], _ shape: [Int], _ dtype: JSONValue?, at place: String
    ) throws(InterchangeError) -> Tensor {
        let types: [DataType] = [.float64, .float32, .float16, .bfloat16]
        guard let type = dtype.map({ value in types.first { $0.name == value.string } }) ?? .float32 else {
            throw fail(
                "\(place)_dtype", "one of " + types.map(\.name).joined(separator: ", "), found: dtype?.kind ?? "none")
        }
        return type == .float64
            ? try tensor(numbers, shape, as: Double.self, stored: type, at: place)
            : try tensor(numbers, shape, as: Float.self, stored: type, at: place)
    }

    /// - Parameter scalar: the type in which numbers are read, so that none is rounded twice.
    private func tensor<Scalar: Real & LosslessStringConvertible>(
        _ numbers: [JSONValue], _ shape: [Int], as scalar: Scalar.Type, stored type: DataType, at place: String
    ) throws(InterchangeError) -> Tensor {
        var scalars: [Scalar] = []
        var patterns: [(index: Int, bits: UInt64)] = []
        scalars.reserveCapacity(numbers.count)
        for (index, number) in numbers.enumerated() {
            if let scalar = Self.scalar(number, as: Scalar.self) {
                scalars.append(scalar)
            } else if let bits = Self.pattern(number, size: type.size) {
                patterns.append((index, bits))
                scalars.append(0)
            } else {
                throw fail("\(place), number \(index + 1)", "a number of the type \(type.name)", found: number.kind)
            }
        }
        let stored: Tensor
        do throws(TensorConversionError) {
            stored = try Tensor(scalars, shape: shape).converted(to: type)
        } catch {
            throw fail(place, "numbers of the type \(type.name)", found: "\(error)")
        }
        if patterns.isEmpty { return stored }
        var bytes = stored.withUnsafeBytes { Array($0) }
        for (index, bits) in patterns {
            for byte in 0..<type.size {
                bytes[index * type.size + byte] = UInt8(truncatingIfNeeded: bits >> (8 * byte))
            }
        }
        return Tensor(bytes: bytes, dataType: type, shape: shape)
    }

    /// A number, or an infinity by its name.
    private static func scalar<Scalar: Real & LosslessStringConvertible>(
        _ value: JSONValue, as type: Scalar.Type
    ) -> Scalar? {
        switch value {
        case .string("inf"): .infinity
        case .string("-inf"): -.infinity
        default: value.number(as: Scalar.self)
        }
    }

    /// A NaN by its bits, all of them.
    private static func pattern(_ value: JSONValue, size: Int) -> UInt64? {
        guard let text = value.string, text.hasPrefix("0x"), text.utf8.count == 2 + 2 * size else { return nil }
        // A sign would be read too.
        let digits = text.dropFirst(2)
        return digits.allSatisfy(\.isHexDigit) ? UInt64(digits, radix: 16) : nil
    }

    private func fail(_ place: String?, _ expected: String, found: String) -> InterchangeError {
        InterchangeError(file, place, .unexpected(expected: expected, found: found))
    }
}
