import NNFile
import NNModel

/// The directory of a .safetensors file: eight bytes with its length, and JSON that says of each tensor its type, its
/// shape, and where it stands behind the directory.
struct SafetensorsHeader {
    struct Entry: Equatable {
        let name: String
        /// nil for whole numbers, which only counters of batches have, and nobody reads.
        let dataType: DataType?
        let shape: [Int]
        /// Bytes of the file.
        let range: Range<Int>
    }

    /// By their places in the file.
    let tensors: [Entry]
    /// `__metadata__`
    let metadata: [(key: String, value: String)]

    static let metadataKey = "__metadata__"
    /// The reference implementation's own limit.
    static let mostBytes = 100_000_000
    static let types: [(name: String, type: DataType)] = [
        ("F64", .float64), ("F32", .float32), ("F16", .float16), ("BF16", .bfloat16),
    ]

    /// Checks everything that the directory says against the file.
    init(_ file: FileBytes) throws(InterchangeError) {
        let path = file.path
        func fail(_ place: String?, _ expected: String, found: String) -> InterchangeError {
            InterchangeError(path, place, .unexpected(expected: expected, found: found))
        }
        guard let length = Self.length(file) else {
            throw fail(nil, "8 bytes with the length of the directory", found: "\(file.count) bytes")
        }
        guard length <= UInt64(min(Self.mostBytes, file.count - 8)) else {
            throw fail(
                "byte 0", "a directory of at most \(min(Self.mostBytes, file.count - 8)) bytes", found: "\(length)")
        }
        let start = 8 + Int(length)
        let json = try Self.json(file, 8..<start)
        guard let members = json.members else { throw fail("byte 8", "an object", found: json.kind) }

        var (tensors, metadata): ([Entry], [(String, String)]) = ([], [])
        for (name, value) in members {
            guard name == Self.metadataKey else {
                tensors.append(try Self.entry(name, value, start: start, file))
                continue
            }
            guard let entries = value.members else { throw fail(name, "an object", found: value.kind) }
            for (key, text) in entries {
                guard let text = text.string else {
                    throw fail("\(Self.metadataKey), '\(key)'", "a string", found: text.kind)
                }
                metadata.append((key, text))
            }
        }
        tensors.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
        var end = start
        for tensor in tensors {
            guard tensor.range.lowerBound == end else {
                throw fail(
                    "tensor '\(tensor.name)'", "its first byte at \(end - start), where the one before it ends",
                    found: "\(tensor.range.lowerBound - start)")
            }
            end = tensor.range.upperBound
        }
        guard end == file.count else {
            throw fail(nil, "a file of \(end) bytes, where the last tensor ends", found: "\(file.count)")
        }
        self.tensors = tensors
        self.metadata = metadata
    }

    /// The first eight bytes, as a number.
    static func length(_ file: FileBytes) -> UInt64? {
        file.withUnsafeBytes { bytes in
            bytes.count < 8 ? nil : UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
        }
    }

    private static func json(_ file: FileBytes, _ range: Range<Int>) throws(InterchangeError) -> JSONValue {
        let result = file.withUnsafeBytes { bytes in
            Result { () throws(JSONReader.Problem) in
                try JSONReader.read(UnsafeRawBufferPointer(rebasing: bytes[range]))
            }
        }
        switch result {
        case .success(let value): return value
        case .failure(let problem): throw InterchangeError(file.path, nil, problem, from: range.lowerBound)
        }
    }

    private static func entry(
        _ name: String, _ value: JSONValue, start: Int, _ file: FileBytes
    ) throws(InterchangeError) -> Entry {
        func fail(_ expected: String, found: String) -> InterchangeError {
            InterchangeError(file.path, "tensor '\(name)'", .unexpected(expected: expected, found: found))
        }
        let fields = (value.members ?? []).map(\.key)
        guard Set(fields) == ["dtype", "shape", "data_offsets"] else {
            throw fail("an object with dtype, shape and data_offsets", found: fields.isEmpty ? value.kind : "\(fields)")
        }
        let dtype = value["dtype"]?.string ?? ""
        let type = types.first { $0.name == dtype }?.type
        guard type != nil || dtype == "I64" && NamedNormalization.isCounter(name) else {
            throw fail(
                "a dtype of " + types.map(\.name).joined(separator: ", "), found: value["dtype"]?.kind ?? "none")
        }
        let axes = value["shape"]?.elements ?? []
        let shape = axes.compactMap(\.integer)
        guard value["shape"]?.elements != nil, shape.count == axes.count, shape.allSatisfy({ $0 >= 0 }),
            shape.count <= InterchangeLimits.arrayAxes
        else { throw fail("a shape of whole numbers", found: value["shape"]?.kind ?? "none") }
        let offsets = (value["data_offsets"]?.elements ?? []).compactMap(\.integer)
        guard offsets.count == 2, value["data_offsets"]?.elements?.count == 2, offsets[0] >= 0,
            offsets[0] <= offsets[1], offsets[1] <= file.count - start
        else {
            throw fail(
                "two data_offsets in order, of at most \(file.count - start)",
                found: offsets.count == 2 ? "\(offsets)" : value["data_offsets"]?.kind ?? "none")
        }
        var size = type?.size ?? 8
        for axis in shape {
            let (product, overflows) = size.multipliedReportingOverflow(by: axis)
            guard !overflows else { throw fail("a shape whose bytes can be counted", found: "\(shape)") }
            size = product
        }
        guard size == offsets[1] - offsets[0] else {
            throw fail("\(size) bytes for the shape \(shape) of \(dtype)", found: "\(offsets[1] - offsets[0])")
        }
        return Entry(name: name, dataType: type, shape: shape, range: start + offsets[0]..<start + offsets[1])
    }
}
