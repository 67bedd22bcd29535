import NNHDF5

/// A Swift type that inputs can be read as.
public protocol InputElement: HDF5Number {}

extension UInt8: InputElement {}
extension UInt16: InputElement {}
extension UInt32: InputElement {}
extension UInt64: InputElement {}
extension Int8: InputElement {}
extension Int16: InputElement {}
extension Int32: InputElement {}
extension Int64: InputElement {}
extension Float: InputElement {}
extension Double: InputElement {}

extension ElementType {
    /// The Swift type that holds such numbers exactly: their own, and `Float` for half precision.
    public var inputElement: any InputElement.Type {
        switch self {
        case .uint8: UInt8.self
        case .uint16: UInt16.self
        case .uint32: UInt32.self
        case .uint64: UInt64.self
        case .int8: Int8.self
        case .int16: Int16.self
        case .int32: Int32.self
        case .int64: Int64.self
        case .float16, .float32: Float.self
        case .float64: Double.self
        }
    }
}

extension Dataset {
    /// Reads inputs as they are stored: no division by 255, no other preprocessing.
    ///
    /// An integer type may be asked for only where it is the stored one; `Float` and `Double` always, and libhdf5 converts.
    ///
    /// - Parameters:
    ///   - examples: which examples; within `0..<exampleCount`.
    ///   - buffer: room for `examples.count * featureCount` numbers: one example a row, features row-major.
    /// - Throws: `DatasetError` where reading fails, or a number is NaN, infinite, or too large for `Element`; then with
    ///   the first such place.
    public func readInputs<Element: InputElement>(
        examples: Range<Int>, into buffer: UnsafeMutableBufferPointer<Element>
    ) throws(DatasetError) {
        precondition(
            examples.lowerBound >= 0 && examples.upperBound <= exampleCount, "examples outside of the data set")
        precondition(buffer.count == examples.count * featureCount, "the buffer must fit the examples")
        precondition(
            Element.numberType.isFloatingPoint || Element.numberType == elementType,
            "integers can be read only as the type that is stored")
        guard !examples.isEmpty else { return }
        try readUnchecked(examples: examples, into: buffer)
        guard elementType.isFloatingPoint else { return }
        if let buffer = buffer as? UnsafeMutableBufferPointer<Float> {
            try check(buffer, from: examples.lowerBound)
        } else if let buffer = buffer as? UnsafeMutableBufferPointer<Double> {
            try check(buffer, from: examples.lowerBound)
        }
    }

    /// Reads inputs as `readInputs(examples:into:)` does, into an array.
    public func inputs<Element: InputElement>(
        _ examples: Range<Int>, as type: Element.Type = Element.self
    ) throws(DatasetError) -> [Element] {
        var failure: DatasetError?
        let numbers = [Element](unsafeUninitializedCapacity: examples.count * featureCount) { buffer, count in
            do throws(DatasetError) {
                let whole = UnsafeMutableBufferPointer(rebasing: buffer[..<(examples.count * featureCount)])
                try readInputs(examples: examples, into: whole)
                count = whole.count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return numbers
    }

    /// Reads inputs as `readInputs(examples:into:)` does, NaN and infinities too.
    func readUnchecked<Element: InputElement>(
        examples: Range<Int>, into buffer: UnsafeMutableBufferPointer<Element>
    ) throws(DatasetError) {
        let rest = inputs.shape.dropFirst()
        try wrappingHDF5 { () throws(HDF5Error) in
            try inputs.read(
                start: [examples.lowerBound] + rest.map { _ in 0 }, count: [examples.count] + rest, into: buffer)
        }
    }

    private func check(
        _ numbers: UnsafeMutableBufferPointer<some BinaryFloatingPoint>, from first: Int
    ) throws(DatasetError) {
        guard let index = firstNotFinite(numbers) else { return }
        let (row, feature) = index.quotientAndRemainder(dividingBy: featureCount)
        throw DatasetError(
            file: path, place: inputsPath,
            .notFinite(example: first + row, feature: feature, found: stored(example: first + row, feature: feature)))
    }

    /// The number itself, in words: what overflows a Float is finite in the file.
    private func stored(example: Int, feature: Int) -> String {
        var (rest, start) = (feature, [example])
        for axis in inputs.shape.indices.dropFirst() {
            let step = inputs.shape[(axis + 1)...].reduce(1, *)
            start.append(rest / step)
            rest %= step
        }
        var value = 0.0
        let isRead =
            (try? withUnsafeMutablePointer(to: &value) {
                try inputs.read(
                    start: start, count: start.map { _ in 1 }, into: UnsafeMutableBufferPointer(start: $0, count: 1))
            }) != nil
        guard isRead else { return "none" }
        return value.isFinite ? "\(value), too large for float32" : value.isNaN ? "NaN" : "\(value)"
    }
}

/// The first number that is NaN or infinite.
func firstNotFinite<Number: BinaryFloatingPoint>(_ numbers: UnsafeMutableBufferPointer<Number>) -> Int? {
    // x · 0 is 0 for every finite x and NaN for all others, and NaN stays NaN in a sum: one pass without a branch.
    var sum = Number.zero
    for number in numbers { sum += number * 0 }
    guard sum != 0 else { return nil }
    return numbers.firstIndex { !$0.isFinite }
}
