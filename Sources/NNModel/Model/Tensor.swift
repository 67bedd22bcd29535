import NNFile

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

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

    /// A tensor whose numbers stand in a file, in the format's order. They are read where they are if they are aligned
    /// there, as the inner loops want numbers to be; else they are copied.
    ///
    /// - Precondition: `range` lies in the file and is as long as `shape` and `dataType` ask for; these are not int8.
    package init(file: FileBytes, range: Range<Int>, dataType: DataType, shape: [Int]) {
        precondition(dataType != .int8 && range.count == shape.reduce(dataType.size, *), "\(range) for \(shape)")
        precondition(range.lowerBound >= 0 && range.upperBound <= file.count, "\(range) of \(file.count) bytes")
        let copy = file.withUnsafeBytes { bytes -> [UInt8]? in
            let numbers = UnsafeRawBufferPointer(rebasing: bytes[range])
            return Int(bitPattern: numbers.baseAddress) % dataType.size == 0 ? nil : Array(numbers)
        }
        self.init(
            dataType: dataType, shape: shape, scales: [], storage: copy.map { .owned($0) } ?? .mapped(file, range))
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

    /// Lends the bytes in the format's order in blocks of a megabyte, one after the other, each for as long as the call
    /// lasts. A tensor that stands in a mapped file takes no more memory than a block.
    package func forEachBlock<Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Void
    ) throws(Failure) {
        try storage.forEachBlock(body)
    }

    /// Blocks of rows (indices of the first axis), each of a megabyte or a row, to pass over a large tensor.
    package var rowBlocks: [Range<Int>] { rowBlocks(of: 0..<(shape.first ?? 1)) }

    /// The same of some rows.
    func rowBlocks(of rows: Range<Int>) -> [Range<Int>] { self.rows(rows, by: ByteStorage.blockLength) }

    /// Stretches of rows, each of several blocks, that threads share out, and after which they give back what they took.
    var rowStretches: [Range<Int>] { rows(0..<(shape.first ?? 1), by: ByteStorage.stretchLength) }

    private func rows(_ rows: Range<Int>, by length: Int) -> [Range<Int>] {
        let pieces = Pieces(
            of: rows.count, length: max(1, length / max(1, shape.dropFirst().reduce(dataType.size, *))))
        return (0..<pieces.count).map {
            rows.lowerBound + pieces[$0].lowerBound..<rows.lowerBound + pieces[$0].upperBound
        }
    }

    /// Tells the system that some rows are not needed for now, where they stand in a mapped file.
    package func giveBack(rows: Range<Int>) {
        let width = shape.dropFirst().reduce(dataType.size, *)
        storage.giveBack(rows.lowerBound * width..<rows.upperBound * width)
    }

    /// The numbers in row-major order, converted where the tensor stores another type; those of int8 times their
    /// scale, multiplied as float32.
    public func scalars<Scalar: Real>(as type: Scalar.Type = Scalar.self) -> [Scalar] {
        scalars(as: type, rows: 0..<(shape.first ?? 1))
    }

    /// Those of some rows (indices of the first axis).
    package func scalars<Scalar: Real>(as type: Scalar.Type = Scalar.self, rows: Range<Int>) -> [Scalar] {
        let count = shape.dropFirst().reduce(rows.count, *)
        return [Scalar](unsafeUninitializedCapacity: count) { target, initialized in
            target.baseAddress.map { widen(rows: rows, into: $0) }
            initialized = count
        }
    }

    /// The numbers of some rows (indices of the first axis), as `scalars` has them.
    package func widen<Scalar: Real>(rows: Range<Int>, into target: UnsafeMutablePointer<Scalar>) {
        let width = shape.dropFirst().reduce(1, *)
        withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress.map({ $0 + rows.lowerBound * width * dataType.size }) else { return }
            guard dataType == .int8 else {
                return Scalar.widen(start, dataType, scale: 1, count: rows.count * width, into: target)
            }
            for (index, row) in rows.enumerated() {
                Scalar.widen(
                    start + index * width, dataType, scale: scales[row], count: width, into: target + index * width)
            }
        }
    }
}

extension Tensor: Equatable {
    /// Whether type, shape and every bit agree; two NaN of the same bits are equal, 0 and −0 are not.
    public static func == (a: Tensor, b: Tensor) -> Bool {
        a.isLike(b) && a.storage.equals(b.storage)
    }

    /// Whether type, shape and scales agree.
    package func isLike(_ other: Tensor) -> Bool {
        dataType == other.dataType && shape == other.shape
            && scales.map(\.bitPattern) == other.scales.map(\.bitPattern)
    }

    /// Whether some rows (indices of the first axis) have the same bits in both.
    ///
    /// - Precondition: the two are alike.
    package func equals(_ other: Tensor, rows: Range<Int>) -> Bool {
        let width = shape.dropFirst().reduce(dataType.size, *)
        return withUnsafeBytes { a in
            other.withUnsafeBytes { b in
                guard let first = a.baseAddress, let second = b.baseAddress, first != second else { return true }
                let start = rows.lowerBound * width
                return memcmp(first + start, second + start, rows.count * width) == 0
            }
        }
    }
}
