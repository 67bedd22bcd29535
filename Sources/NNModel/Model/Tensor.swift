/// An array of numbers in row-major order, as it stands in a model file: the bytes, their type, and the shape.
public struct Tensor: Sendable {
    /// How each number is stored.
    public let dataType: DataType
    /// The length of each axis: `[units, inputs]` for weights, `[units]` for biases.
    public let shape: [Int]
    let storage: ByteStorage

    /// A tensor that holds a copy of `scalars`, given in row-major order.
    ///
    /// - Precondition: `scalars` has as many elements as `shape` says.
    public init<Scalar: Real>(_ scalars: [Scalar], shape: [Int]) {
        precondition(scalars.count == shape.reduce(1, *), "\(scalars.count) scalars do not fill the shape \(shape)")
        self.dataType = Scalar.dataType
        self.shape = shape
        // The format is little-endian, as is every machine that Swift runs on today.
        storage = .owned(scalars.withUnsafeBytes { Array($0) })
    }

    /// A tensor of bytes in the format's order.
    init(dataType: DataType, shape: [Int], storage: ByteStorage) {
        self.dataType = dataType
        self.shape = shape
        self.storage = storage
    }

    /// How many numbers there are.
    public var count: Int { shape.reduce(1, *) }

    /// Lends the bytes in the format's order (little-endian, row-major); the pointer must not outlive the call.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.withUnsafeBytes(body)
    }

    /// The numbers in row-major order, converted where the tensor stores another type.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func scalars<Scalar: Real>(as type: Scalar.Type = Scalar.self) -> [Scalar] {
        withUnsafeBytes { bytes in
            switch dataType {
            case .float64: convert(bytes, from: Double.self)
            case .float32: convert(bytes, from: Float.self)
            }
        }
    }

    private func convert<Stored: Real, Scalar: Real>(_ bytes: UnsafeRawBufferPointer, from: Stored.Type) -> [Scalar] {
        let count = bytes.count / MemoryLayout<Stored>.stride
        return [Scalar](unsafeUninitializedCapacity: count) { target, initialized in
            if Stored.self == Scalar.self {
                UnsafeMutableRawBufferPointer(target).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes.prefix(count * MemoryLayout<Stored>.stride)))
            } else {
                for i in 0..<count {
                    target[i] = Scalar(
                        bytes.loadUnaligned(fromByteOffset: i * MemoryLayout<Stored>.stride, as: Stored.self))
                }
            }
            initialized = count
        }
    }
}

extension Tensor: Equatable {
    /// Whether type, shape and every bit agree; two NaN of the same bits are equal, 0 and −0 are not.
    public static func == (a: Tensor, b: Tensor) -> Bool {
        guard a.dataType == b.dataType, a.shape == b.shape else { return false }
        return a.withUnsafeBytes { x in b.withUnsafeBytes { y in x.elementsEqual(y) } }
    }
}
