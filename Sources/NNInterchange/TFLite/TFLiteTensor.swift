import NNFile
import NNModel

/// The type of a tensor's elements, as the schema numbers them (TensorType).
enum TFLiteType: Int {
    case float32, float16, int32, uint8, int64, string, bool, int16, complex64, int8, float64, complex128, uint64
    case resource, variant, uint32, uint16, int4, bfloat16

    /// The type of a model's numbers; nil where it has no such type.
    var dataType: DataType? {
        switch self {
        case .float32: .float32
        case .float16: .float16
        case .float64: .float64
        case .bfloat16: .bfloat16
        case .int8: .int8
        default: nil
        }
    }

    /// Bytes an element; nil where its tensors are not read.
    var size: Int? { self == .int32 ? 4 : self == .int64 ? 8 : dataType?.size }
}

/// A tensor of the graph (Tensor), whose shape and length have been checked: a constant where it has a range.
struct TFLiteTensor {
    let name: String
    let shape: [Int]
    /// The shape with -1 for lengths that aren't fixed, where the file has one.
    let signature: [Int]
    let type: TFLiteType
    /// Where in the file its elements stand; nil for what is computed.
    let range: Range<Int>?
    /// Of whole numbers that stand for others, scale · (number − zero): one for all, or one a row.
    let scales: [Float]
    let zeros: [Int]
    private let scaledAxis: Int
    private let isSparse: Bool
    private let file: String
    /// The tensor as messages name it.
    let place: String

    /// - Parameter buffers: where in the file these stand.
    init(_ table: FlatTable, index: Int, buffers: [Range<Int>], file: String) throws(InterchangeError) {
        name = try table.text(3) ?? ""
        place = name.isEmpty ? "tensor \(index)" : "tensor '\(name)'"
        shape = try table.integers(0, limit: InterchangeLimits.arrayAxes)
        signature = try table.integers(7, limit: InterchangeLimits.arrayAxes)
        let (code, place) = (Int(try table.get(1, Int8(0))), place)
        func fail(_ expected: String, _ found: String) -> InterchangeError {
            InterchangeError(file, place, .unexpected(expected: expected, found: found))
        }
        guard let type = TFLiteType(rawValue: code) else {
            throw fail("a type of numbers that is known", "the type \(code)")
        }
        let buffer = Int(try table.get(2, UInt32(0)))
        guard buffers.indices.contains(buffer) || buffer == 0 else {
            throw fail("one of the \(buffers.count) buffers", "the buffer \(buffer)")
        }
        guard shape.allSatisfy({ $0 >= 0 }), let bytes = elementCount(shape + [type.size ?? 1]) else {
            throw fail("a shape that fits a file", ONNXTensor.text(of: shape))
        }
        let range = buffer == 0 || buffers[buffer].isEmpty ? nil : buffers[buffer]
        if let range, type.size != nil, range.count != bytes {
            throw fail("\(bytes) bytes for \(type) of shape \(ONNXTensor.text(of: shape))", "\(range.count)")
        }
        let quantization = try table.table(4, "\(place), its scales")
        scales = try quantization?.floats(2, limit: InterchangeLimits.spreadNumbers) ?? []
        zeros = try quantization?.integers(3, of: Int64.self, limit: InterchangeLimits.spreadNumbers) ?? []
        scaledAxis = Int(try quantization?.get(6, Int32(0)) ?? 0)
        isSparse = try table.table(6, "\(place), its sparsity") != nil
        (self.type, self.range, self.file) = (type, range, file)
    }

    var count: Int { elementCount(shape) ?? 0 }

    /// What it is, for messages.
    var text: String { "a constant of shape \(ONNXTensor.text(of: shape))" }

    /// The same elements with other axes; their number must be the same.
    ///
    /// - Precondition: `range` is not nil.
    func tensor(shape: [Int], in bytes: FileBytes) throws(InterchangeError) -> Tensor {
        guard let range, let dataType = type.dataType, !isSparse else {
            throw fail("numbers of a type that is read", isSparse ? "sparse ones" : "\(type)")
        }
        guard dataType == .int8 else { return Tensor(file: bytes, range: range, dataType: dataType, shape: shape) }
        guard scales.count == 1 || (scales.count == shape.first && scaledAxis == 0) else {
            throw fail(
                "one scale, or one for each of \(shape.first ?? 0) units",
                "\(scales.count) along the axis \(scaledAxis)")
        }
        guard scales.allSatisfy({ $0.isFinite && $0 > 0 }) else { throw fail("finite scales above 0", "others") }
        guard zeros.allSatisfy({ $0 == 0 }), zeros.count <= scales.count else {
            throw fail("whole numbers whose zero is 0, as the converter makes those of weights", "another zero")
        }
        let rows = shape.first ?? 1
        return Tensor(
            bytes: bytes.withUnsafeBytes { Array($0[range]) }, dataType: .int8, shape: shape,
            scales: (0..<rows).map { scales[$0 % scales.count] })
    }

    /// The elements in row-major order.
    func numbers(in bytes: FileBytes) throws(InterchangeError) -> [Double] {
        guard let range else { throw fail("a constant", "something that is computed") }
        switch type {
        case .int32: return bytes.withUnsafeBytes { Self.integers($0[range], Int32.self) }
        case .int64: return bytes.withUnsafeBytes { Self.integers($0[range], Int64.self) }
        default: return try tensor(shape: shape, in: bytes).scalars()
        }
    }

    private static func integers<Value: FixedWidthInteger & BitwiseCopyable>(
        _ bytes: Slice<UnsafeRawBufferPointer>, _ type: Value.Type
    ) -> [Double] {
        let bytes = UnsafeRawBufferPointer(rebasing: bytes)
        let size = MemoryLayout<Value>.size
        return (0..<bytes.count / size).map {
            Double(Value(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * size, as: type)))
        }
    }

    private func fail(_ expected: String, _ found: String) -> InterchangeError {
        InterchangeError(file, place, .unexpected(expected: expected, found: found))
    }
}
