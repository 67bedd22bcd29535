import NNHDF5

/// A Swift type that inputs can be read as.
public protocol InputElement: HDF5Number {}

extension UInt8: InputElement {}
extension Float: InputElement {}
extension Double: InputElement {}

extension Dataset {
    /// Reads inputs as they are stored: no division by 255, no other preprocessing.
    ///
    /// `UInt8` may be asked for only where `elementType` is `.uint8`; `Float` and `Double` always, and libhdf5 converts.
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
            Element.numberType != .uint8 || elementType == .uint8, "bytes can be read only where bytes are stored")
        guard !examples.isEmpty else { return }
        let rest = inputs.shape.dropFirst()
        try wrappingHDF5 { () throws(HDF5Error) in
            try inputs.read(
                start: [examples.lowerBound] + rest.map { _ in 0 }, count: [examples.count] + rest, into: buffer)
        }
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
