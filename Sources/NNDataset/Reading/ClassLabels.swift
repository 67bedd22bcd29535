import NNHDF5

/// Labels as classes.
public struct ClassLabels: Sendable, Equatable {
    /// The class of each example, counted from 0.
    public let indices: [Int32]
    /// How many classes there are: as many as have names, or as a one-hot row is long, or one more than the largest
    /// index.
    public let classCount: Int
    /// The names of the classes: those of `list_classes`, or the sorted labels where these are strings.
    public let classNames: [String]?

    /// The names of the classes, or else their numbers.
    public var names: [String] { classNames ?? (0..<classCount).map(String.init) }

    /// How many examples each class has.
    public var counts: [Int] {
        indices.reduce(into: [Int](repeating: 0, count: classCount)) { counts, index in counts[Int(index)] += 1 }
    }
}

extension Dataset {
    /// Reads the labels as classes: whole numbers from 0 (floats too, where they are whole), one-hot rows, or strings.
    ///
    /// - Parameter classNames: the order of the classes where labels are strings, say that of the model that is to be
    ///   evaluated; nil takes `list_classes` or else the sorted labels.
    /// - Throws: `DatasetError` with the first example whose label is negative, no whole number, not one-hot, or none of
    ///   the classes.
    public func classLabels(named classNames: [String]? = nil) throws(DatasetError) -> ClassLabels {
        switch labelSet.dataset.type {
        case .string: try stringLabels(named: classNames)
        case .number: labelSet.width == 1 ? try indexLabels() : try oneHotLabels()
        case .opaque, .other:
            throw labelError(
                .wrongType(expected: "numbers or strings", found: labelSet.dataset.type.description))
        }
    }

    private func indexLabels() throws(DatasetError) -> ClassLabels {
        let known = classNames?.count
        let limit = known ?? limits.classes
        let expected = known.map { "a class from 0 to \($0 - 1)" } ?? "a class, a whole number from 0"
        var indices: [Int32] = []
        indices.reserveCapacity(exampleCount)
        try labelSet.forEachBlock(exampleCount: exampleCount, limits: limits) { first, numbers throws(DatasetError) in
            for (offset, number) in numbers.enumerated() {
                guard number >= 0, number < Double(limit), let index = Int32(exactly: number) else {
                    throw labelError(
                        .badLabel(example: first + offset, expected: expected, found: words(number)))
                }
                indices.append(index)
            }
        }
        let largest = Int(indices.max() ?? 0)
        return ClassLabels(indices: indices, classCount: known ?? largest + 1, classNames: classNames)
    }

    private func oneHotLabels() throws(DatasetError) -> ClassLabels {
        let width = labelSet.width
        if let classNames, classNames.count != width {
            throw labelError(
                .wrongShape(
                    expected: "(\(exampleCount)) or (\(exampleCount), \(classNames.count)), as there are names of "
                        + "\(classNames.count) classes", found: labelSet.dataset.shape))
        }
        var indices: [Int32] = []
        indices.reserveCapacity(exampleCount)
        try labelSet.forEachBlock(exampleCount: exampleCount, limits: limits) { first, numbers throws(DatasetError) in
            for offset in 0..<numbers.count / width {
                let row = numbers[(offset * width)..<((offset + 1) * width)]
                let ones = row.indices.filter { row[$0] == 1 }
                let isOneHot = ones.count == 1 && row.allSatisfy { $0 == 0 || $0 == 1 }
                guard isOneHot, let one = ones.first else {
                    let other = row.first { $0 != 0 && $0 != 1 }
                    throw labelError(
                        .badLabel(
                            example: first + offset, expected: "one 1 among zeros",
                            found: other.map(words) ?? "\(ones.count) ones"))
                }
                indices.append(Int32(one - row.startIndex))
            }
        }
        return ClassLabels(indices: indices, classCount: width, classNames: classNames)
    }

    func labelError(_ problem: DatasetError.Problem) -> DatasetError {
        DatasetError(file: path, place: labelsPath, problem)
    }
}

/// A number as a person would write it: 3, not 3.0.
func words(_ number: Double) -> String {
    if let whole = Int(exactly: number) { return String(whole) }
    return number.isNaN ? "NaN" : String(number)
}
