import NNFile

/// An array of numbers in row-major order, as it stands in a model file: the bytes, their type, and the shape.
public struct Tensor: Sendable {
    /// How each number is stored.
    public let dataType: DataType
    /// The length of each axis: `[units, inputs]` for weights, `[units]` for biases.
    public let shape: [Int]
    /// What the stored numbers of each row (each index of the first axis) are to be multiplied by; empty but for int8.
    public let scales: [Float]
    let storage: ByteStorage

    /// A tensor that holds a copy of `scalars`, given in row-major order.
    ///
    /// - Precondition: `scalars` has as many elements as `shape` says.
    public init<Scalar: Real>(_ scalars: [Scalar], shape: [Int]) {
        // The format is little-endian, as is every machine that Swift runs on today.
        self.init(bytes: scalars.withUnsafeBytes { Array($0) }, dataType: Scalar.dataType, shape: shape)
    }

    /// A tensor of stored numbers.
    ///
    /// - Parameters:
    ///   - bytes: the numbers in the format's order, little-endian and row-major.
    ///   - scales: for int8 a number for each row, else none.
    /// - Precondition: as many bytes and scales as `shape` and `dataType` ask for.
    public init(bytes: [UInt8], dataType: DataType, shape: [Int], scales: [Float] = []) {
        precondition(bytes.count == shape.reduce(dataType.size, *), "\(bytes.count) bytes do not fill \(shape)")
        precondition(scales.count == (dataType == .int8 ? shape.first ?? 1 : 0), "\(scales.count) scales for \(shape)")
        self.init(dataType: dataType, shape: shape, scales: scales, storage: .owned(bytes))
    }

    /// A tensor whose numbers stand in a file, in the format's order, and are read where they are.
    ///
    /// - Precondition: `range` lies in the file and is as long as `shape` and `dataType` ask for; these are not int8.
    package init(file: FileBytes, range: Range<Int>, dataType: DataType, shape: [Int]) {
        precondition(dataType != .int8 && range.count == shape.reduce(dataType.size, *), "\(range) for \(shape)")
        precondition(range.lowerBound >= 0 && range.upperBound <= file.count, "\(range) of \(file.count) bytes")
        self.init(dataType: dataType, shape: shape, scales: [], storage: .mapped(file, range))
    }

    /// A tensor of zeros, of a type other than int8.
    package init(zeros shape: [Int], dataType: DataType) {
        self.init(
            bytes: [UInt8](repeating: 0, count: shape.reduce(dataType.size, *)), dataType: dataType, shape: shape)
    }

    init(dataType: DataType, shape: [Int], scales: [Float], storage: ByteStorage) {
        self.dataType = dataType
        self.shape = shape
        self.scales = scales
        self.storage = storage
    }

    /// How many numbers there are.
    public var count: Int { shape.reduce(1, *) }

    /// Lends the bytes in the format's order (little-endian, row-major); the pointer must not outlive the call.
    ///
    /// Nothing is copied: a tensor that stands raw in a mapped file is read where it is.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try storage.withUnsafeBytes(body)
    }

    /// The numbers in row-major order, converted where the tensor stores another type; those of int8 times their
    /// scale, multiplied as float32.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func scalars<Scalar: Real>(as type: Scalar.Type = Scalar.self) -> [Scalar] {
        withUnsafeBytes { bytes in
            [Scalar](unsafeUninitializedCapacity: count) { target, initialized in
                if dataType == Scalar.dataType {
                    UnsafeMutableRawBufferPointer(target).copyMemory(from: bytes)
                } else {
                    convert(bytes, into: target)
                }
                initialized = count
            }
        }
    }

    @inline(__always)
    private func convert<Scalar: Real>(_ bytes: UnsafeRawBufferPointer, into target: UnsafeMutableBufferPointer<Scalar>)
    {
        func stored<Stored>(_ index: Int, _ type: Stored.Type = Stored.self) -> Stored {
            bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Stored>.size, as: Stored.self)
        }
        switch dataType {
        case .float64: for i in 0..<count { target[i] = Scalar(stored(i, Double.self)) }
        case .float32: for i in 0..<count { target[i] = Scalar(stored(i, Float.self)) }
        case .float16: for i in 0..<count { target[i] = Scalar(SmallFloat.float16.value(of: stored(i))) }
        case .bfloat16: for i in 0..<count { target[i] = Scalar(SmallFloat.bfloat16.value(of: stored(i))) }
        case .int8:
            let width = count / max(1, scales.count)
            for (row, scale) in scales.enumerated() {
                for i in row * width..<(row + 1) * width { target[i] = Scalar(scale * Float(stored(i, Int8.self))) }
            }
        }
    }
}

extension Tensor: Equatable {
    /// Whether type, shape and every bit agree; two NaN of the same bits are equal, 0 and −0 are not.
    public static func == (a: Tensor, b: Tensor) -> Bool {
        guard a.dataType == b.dataType, a.shape == b.shape else { return false }
        guard a.scales.map(\.bitPattern) == b.scales.map(\.bitPattern) else { return false }
        return a.withUnsafeBytes { x in b.withUnsafeBytes { y in x.elementsEqual(y) } }
    }
}
