import NNFile
import NNModel

/// Numbers that a graph knows before it is given anything.
struct ONNXConstant {
    private enum Content {
        case tensor(ONNXTensor)
        case numbers([Double])
    }

    private let content: Content
    private(set) var shape: [Int]
    /// Whether the elements stand in the order of the transposed shape, of two axes.
    private(set) var isTransposed = false

    init(_ tensor: ONNXTensor) {
        (content, shape) = (.tensor(tensor), tensor.shape)
    }

    init(_ numbers: [Double], shape: [Int]) {
        (content, self.shape) = (.numbers(numbers), shape)
    }

    var count: Int { elementCount(shape) ?? 0 }

    /// What it is, for messages.
    var text: String { "a constant of shape \(ONNXTensor.text(of: shape))" }

    /// The type of its numbers where a model has it; nil for whole numbers.
    var dataType: DataType? {
        switch content {
        case .tensor(let tensor): tensor.element.dataType
        case .numbers: .float32
        }
    }

    /// The same elements with other axes; nil where there is no such constant.
    func reshaped(_ shape: [Int]) -> ONNXConstant? {
        guard !isTransposed, elementCount(shape) == count else { return nil }
        var constant = self
        constant.shape = shape
        return constant
    }

    /// - Precondition: two axes.
    var transposed: ONNXConstant {
        var constant = self
        constant.shape = shape.reversed()
        constant.isTransposed.toggle()
        return constant
    }

    /// The elements in row-major order.
    func numbers(in file: FileBytes) throws(InterchangeError) -> [Double] {
        if dataType != nil { return try tensor(shape: shape, in: file).scalars() }
        let numbers = try integers().map { Double($0) }
        guard isTransposed else { return numbers }
        return (0..<count).map { numbers[$0 % shape[1] * shape[0] + $0 / shape[1]] }
    }

    /// Whole numbers, as they stand.
    func integers() throws(InterchangeError) -> [Int] {
        guard case .tensor(let tensor) = content else { return [] }
        let bytes = try tensor.elements()
        func integers<Integer: FixedWidthInteger & BitwiseCopyable>(_ type: Integer.Type) -> [Int] {
            let size = MemoryLayout<Integer>.size
            return bytes.withUnsafeBytes { bytes in
                (0..<bytes.count / size).map { Int(bytes.loadUnaligned(fromByteOffset: $0 * size, as: Integer.self)) }
            }
        }
        return switch tensor.element {
        case .int64: integers(Int64.self)
        case .int32: integers(Int32.self)
        case .int8: integers(Int8.self)
        default: integers(UInt8.self)
        }
    }

    /// The numbers, bit for bit, in row-major order, and where they are in the file if they stand there so.
    ///
    /// - Precondition: `dataType` is not nil, and `shape` has as many elements.
    func tensor(shape: [Int], in file: FileBytes) throws(InterchangeError) -> Tensor {
        switch content {
        case .numbers(let numbers):
            let tensor = Tensor(numbers.map { Float($0) }, shape: shape)
            return isTransposed ? tensor.transposed(shape: shape) : tensor
        case .tensor(let source):
            let type = source.element.dataType ?? .float32
            let tensor =
                if let range = source.range {
                    Tensor(file: source.external ?? file, range: range, dataType: type, shape: shape)
                } else {
                    Tensor(bytes: try source.elements(), dataType: type, shape: shape)
                }
            return isTransposed ? tensor.transposed(shape: shape) : tensor
        }
    }
}
