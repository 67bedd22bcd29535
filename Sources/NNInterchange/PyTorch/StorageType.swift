import NNModel

/// What the numbers of a storage are, as PyTorch names its classes of storages.
enum StorageType: String {
    case float64 = "DoubleStorage"
    case float32 = "FloatStorage"
    case float16 = "HalfStorage"
    case bfloat16 = "BFloat16Storage"
    case int64 = "LongStorage"
    case int32 = "IntStorage"
    case int16 = "ShortStorage"
    case int8 = "CharStorage"
    case uint8 = "ByteStorage"
    case bool = "BoolStorage"
    case complex128 = "ComplexDoubleStorage"
    case complex64 = "ComplexFloatStorage"
    case quint8 = "QUInt8Storage"
    case qint8 = "QInt8Storage"
    case qint32 = "QInt32Storage"

    /// The same type in a model; nil where models have no such numbers.
    var dataType: DataType? {
        switch self {
        case .float64: .float64
        case .float32: .float32
        case .float16: .float16
        case .bfloat16: .bfloat16
        default: nil
        }
    }

    /// Writes numbers of a type.
    ///
    /// - Precondition: PyTorch has the type; models have int8 only with scales, which it hasn't.
    init(_ type: DataType) {
        switch type {
        case .float64: self = .float64
        case .float32: self = .float32
        case .float16: self = .float16
        case .bfloat16: self = .bfloat16
        case .int8: preconditionFailure("int8 weights have scales, which no storage has")
        }
    }
}

/// A run of numbers that a pickle names and that stands in a member of the archive.
struct PickledStorage {
    let type: StorageType
    /// The name of the member in `data`.
    let key: String
    /// How many numbers, as the pickle says.
    let count: Int
}

/// A view on a storage; checked to stay within it.
struct PickledTensor {
    let storage: PickledStorage
    /// The number of the storage at which the first element stands.
    let offset: Int
    let shape: [Int]
    /// From one element to the next along each axis, in numbers of the storage.
    let strides: [Int]

    /// What is wrong with a view.
    struct Problem: Error {
        let expected: String
        let found: String
    }

    init(_ storage: PickledStorage, offset: Int, shape: [Int], strides: [Int]) throws(Problem) {
        guard shape.count == strides.count, shape.count <= InterchangeLimits.arrayAxes else {
            throw Problem(
                expected: "a stride for each of at most \(InterchangeLimits.arrayAxes) axes",
                found: "\(strides.count) for \(shape.count)")
        }
        guard ([offset] + shape + strides).allSatisfy({ $0 >= 0 }) else {
            throw Problem(
                expected: "an offset, a shape and strides of 0 or more", found: "\(offset), \(shape) and \(strides)")
        }
        // Strides of 0 could make any number of elements of one; no layer has such weights.
        guard let count = shape.contains(0) ? 0 : elementCount(shape), count <= storage.count else {
            throw Problem(
                expected: "a tensor of at most the \(storage.count) numbers of its storage", found: "the shape \(shape)"
            )
        }
        if count > 0 {
            var last: Int? = offset
            for (length, stride) in zip(shape, strides) {
                let (step, isWide) = (length - 1).multipliedReportingOverflow(by: stride)
                let (sum, isFar) = (last ?? 0).addingReportingOverflow(step)
                last = last == nil || isWide || isFar ? nil : sum
            }
            guard let last, last < storage.count else {
                throw Problem(
                    expected: "a tensor within the \(storage.count) numbers of its storage",
                    found: "the offset \(offset) and the strides \(strides) for the shape \(shape)")
            }
        }
        (self.storage, self.offset, self.shape, self.strides) = (storage, offset, shape, strides)
    }

    /// The numbers of the tensor in row-major order.
    ///
    /// - Parameters:
    ///   - bytes: the storage's.
    ///   - size: bytes a number.
    /// - Precondition: there are one or two axes, as weights and biases have.
    func gather(_ bytes: [UInt8], size: Int) -> [UInt8] {
        let (rows, columns) = shape.count == 2 ? (shape[0], shape[1]) : (1, shape[0])
        let (down, across) = strides.count == 2 ? (strides[0], strides[1]) : (0, strides[0])
        var gathered: [UInt8] = []
        gathered.reserveCapacity(rows * columns * size)
        for row in 0..<rows {
            let start = (offset + row * down) * size
            if across == 1 {
                gathered += bytes[start..<start + columns * size]
            } else {
                for column in 0..<columns {
                    let place = start + column * across * size
                    for byte in place..<place + size { gathered.append(bytes[byte]) }
                }
            }
        }
        return gathered
    }
}
