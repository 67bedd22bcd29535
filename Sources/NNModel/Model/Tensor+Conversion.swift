extension Tensor {
    /// The tensor with each number as the nearest one of another type, of two equally near ones the even one.
    ///
    /// For int8 the scale of a row is its largest magnitude ÷ 127, so that nothing is cut off.
    /// - Throws: `TensorConversionError` where a number becomes infinite that wasn't, or int8 is to hold one that is
    ///   not finite.
    /// - Precondition: a tensor that is to be int8 has two axes.
    public func converted(to dataType: DataType) throws(TensorConversionError) -> Tensor {
        if dataType == self.dataType { return self }
        let numbers = scalars(as: Double.self)
        switch dataType {
        case .float64: return Tensor(numbers, shape: shape)
        case .float32:
            let converted = numbers.map { Float($0) }
            try Self.checkRange(numbers, dataType) { converted[$0].isFinite }
            return Tensor(converted, shape: shape)
        case .float16: return try converted(numbers, to: dataType, .float16)
        case .bfloat16: return try converted(numbers, to: dataType, .bfloat16)
        case .int8: return try quantized(numbers)
        }
    }

    private func converted(
        _ numbers: [Double], to dataType: DataType, _ format: SmallFloat
    ) throws(TensorConversionError) -> Tensor {
        let bits = numbers.map { format.bits(nearestTo: $0) }
        try Self.checkRange(numbers, dataType) { format.value(of: bits[$0]).isFinite }
        return Tensor(bytes: bits.withUnsafeBytes { Array($0) }, dataType: dataType, shape: shape)
    }

    private static func checkRange(
        _ numbers: [Double], _ dataType: DataType, isFinite: (Int) -> Bool
    ) throws(TensorConversionError) {
        if let index = numbers.indices.first(where: { numbers[$0].isFinite && !isFinite($0) }) {
            throw TensorConversionError(number: numbers[index], index: index, dataType: dataType)
        }
    }

    private func quantized(_ numbers: [Double]) throws(TensorConversionError) -> Tensor {
        precondition(shape.count == 2, "only weights are stored as int8")
        if let index = numbers.firstIndex(where: { !$0.isFinite }) {
            throw TensorConversionError(number: numbers[index], index: index, dataType: .int8)
        }
        var (scales, bytes) = ([Float](), [UInt8]())
        for row in 0..<shape[0] {
            let numbers = numbers[row * shape[1]..<(row + 1) * shape[1]]
            let largest = numbers.reduce(0) { max($0, $1.magnitude) }
            let scale = Float(largest / 127)
            guard scale.isFinite else {
                throw TensorConversionError(number: largest, index: row * shape[1], dataType: .int8)
            }
            scales.append(scale)
            for number in numbers {
                // A scale of 0, of zeros or of subnormal numbers, leaves nothing to count in.
                let steps = scale == 0 ? 0 : (number / Double(scale)).rounded(.toNearestOrEven)
                bytes.append(UInt8(bitPattern: Int8(min(max(steps, -127), 127))))
            }
        }
        return Tensor(bytes: bytes, dataType: .int8, shape: shape, scales: scales)
    }

    /// The first number that is NaN or infinite (for int8, the first such scale), and its index.
    var firstNonFinite: (index: Int, number: Float)? {
        if dataType == .int8 {
            return scales.enumerated().first { !$0.element.isFinite }.map { ($0.offset, $0.element) }
        }
        for rows in rowBlocks {
            defer { giveBack(rows: rows) }
            let width = shape.dropFirst().reduce(1, *)
            if let found = firstNonFinite(in: rows.lowerBound * width..<rows.upperBound * width) { return found }
        }
        return nil
    }

    /// The first among some numbers, by their places in row-major order.
    private func firstNonFinite(in indices: Range<Int>) -> (index: Int, number: Float)? {
        withUnsafeBytes { bytes in
            func number(_ index: Int) -> Float {
                func stored<Stored>(_ type: Stored.Type = Stored.self) -> Stored {
                    bytes.loadUnaligned(fromByteOffset: index * MemoryLayout<Stored>.size, as: Stored.self)
                }
                return switch dataType {
                case .float64: Self.kind(of: stored(Double.self))
                case .float32: stored()
                case .float16: SmallFloat.float16.value(of: stored())
                case .bfloat16: SmallFloat.bfloat16.value(of: stored())
                case .int8: 0
                }
            }
            for index in indices {
                let number = number(index)
                if !number.isFinite { return (index, number) }
            }
            return nil
        }
    }

    /// A float32 that is finite, NaN or infinite as the number is.
    private static func kind(of number: Double) -> Float {
        number.isFinite ? 0 : Float(number)
    }
}

/// A number that the wished type can't hold.
public struct TensorConversionError: Error, Equatable, CustomStringConvertible {
    /// The number.
    public let number: Double
    /// Its place in row-major order.
    public let index: Int
    /// The type that was to hold it.
    public let dataType: DataType

    /// An error of these parts.
    public init(number: Double, index: Int, dataType: DataType) {
        (self.number, self.index, self.dataType) = (number, index, dataType)
    }

    public var description: String { "\(number) at index \(index) does not fit into \(dataType.name)" }
}
