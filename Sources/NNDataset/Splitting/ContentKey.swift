import NNModel

/// Stands for some bytes: the first half of their SHA-256, in which no two that differ agree, but for one chance in 2^64
/// among four thousand million of them.
public struct ContentKey: Hashable, Sendable {
    private let high: UInt64
    private let low: UInt64

    /// The key of these bytes.
    public init(_ bytes: UnsafeRawBufferPointer) {
        let hash = SHA256.of(bytes)
        high = hash[..<8].reduce(0) { $0 << 8 | UInt64($1) }
        low = hash[8..<16].reduce(0) { $0 << 8 | UInt64($1) }
    }
}

extension Dataset {
    /// For each example the first one with the same numbers, often itself.
    ///
    /// - Parameter progress: called now and then with the examples done and their total.
    /// - Throws: `DatasetError` where reading fails.
    public func firstOfEqual(
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(DatasetError) -> [Int] {
        try firstOfEqual(as: elementType.inputElement, progress)
    }

    private func firstOfEqual<Element: InputElement>(
        as type: Element.Type, _ progress: (Int, Int) -> Void
    ) throws(DatasetError) -> [Int] {
        var seen: [ContentKey: Int] = [:]
        var first: [Int] = []
        first.reserveCapacity(exampleCount)
        try forEachBlock(as: type) { examples, numbers in
            for (offset, example) in examples.enumerated() {
                let row = UnsafeBufferPointer(rebasing: numbers[offset * featureCount..<(offset + 1) * featureCount])
                let key = ContentKey(UnsafeRawBufferPointer(row))
                let equal = seen[key] ?? example
                if equal == example { seen[key] = example }
                first.append(equal)
            }
            progress(examples.upperBound, exampleCount)
        }
        return first
    }
}
