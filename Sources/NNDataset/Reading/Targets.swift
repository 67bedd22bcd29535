import NNHDF5

/// Labels as numbers to be met, for mean squared error and its kin.
public struct Targets: Sendable, Equatable {
    /// One row an example: m × `width`, row-major.
    public let values: [Double]
    /// Numbers an example.
    public let width: Int
}

extension Dataset {
    /// Whether the labels are stored as floating-point numbers, which may be meant as targets and not as classes.
    public var hasFloatingPointLabels: Bool {
        if case .number(let type) = labelSet.dataset.type { type.isFloatingPoint } else { false }
    }

    /// Reads the labels as numbers: (m), (1, m) and (m, 1) give one an example, (m, k) gives k.
    /// - Throws: `DatasetError` where they are strings, or with the first that is NaN or infinite.
    public func targets() throws(DatasetError) -> Targets {
        guard case .number = labelSet.dataset.type else {
            throw labelError(.wrongType(expected: "numbers", found: labelSet.dataset.type.description))
        }
        let width = labelSet.width
        guard let total = product([exampleCount, width]) else {
            throw labelError(.limit("numbers in the labels", limit: .max, found: .max))
        }
        var values: [Double] = []
        values.reserveCapacity(total)
        try labelSet.forEachBlock(exampleCount: exampleCount, limits: limits) { first, numbers throws(DatasetError) in
            if let index = firstNotFinite(numbers) {
                throw labelError(
                    .badLabel(
                        example: first + index / width, expected: "a finite number", found: words(numbers[index])))
            }
            values.append(contentsOf: numbers)
        }
        return Targets(values: values, width: width)
    }
}
