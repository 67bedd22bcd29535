import NNHDF5

/// The data set of the labels, one of which goes with each example.
struct LabelSet: ~Copyable, Sendable {
    let dataset: HDF5Dataset
    /// Numbers an example: 1, or k for (m, k).
    let width: Int
    /// Whether the examples are along the second axis, as in (1, m).
    private let isRow: Bool

    init(
        path: String, in file: borrowing HDF5File, exampleCount: Int, inputs: String, limits: DatasetLimits
    ) throws(DatasetError) {
        let dataset = try wrappingHDF5 { () throws(HDF5Error) in try file.dataset(path) }
        let shape = dataset.shape
        guard shape.count <= 2 else {
            throw DatasetError(
                file: file.path, place: path, .wrongShape(expected: "(m), (1, m), (m, 1) or (m, k)", found: shape))
        }
        let isRow = shape.count == 2 && shape[0] == 1 && shape[0] != exampleCount
        let found = isRow ? shape[1] : shape[0]
        guard found == exampleCount else {
            throw DatasetError(
                file: file.path, place: path, .labelCount(expected: exampleCount, inputs: inputs, found: found))
        }
        let width = shape.count == 2 && !isRow ? shape[1] : 1
        guard width > 0 else {
            throw DatasetError(
                file: file.path, place: path, .wrongShape(expected: "(m), (1, m), (m, 1) or (m, k)", found: shape))
        }
        guard width <= limits.classes else {
            throw DatasetError(
                file: file.path, place: path, .limit("numbers a label", limit: limits.classes, found: width))
        }
        self.dataset = dataset
        self.width = width
        self.isRow = isRow
    }

    /// Calls `body` with the numbers of all examples, a bounded number of examples at a time.
    func forEachBlock(
        exampleCount: Int, limits: DatasetLimits,
        _ body: (_ first: Int, _ numbers: UnsafeMutableBufferPointer<Double>) throws(DatasetError) -> Void
    ) throws(DatasetError) {
        let step = max(limits.numbersPerRead / width, 1)
        let buffer = UnsafeMutableBufferPointer<Double>.allocate(capacity: min(step, exampleCount) * width)
        defer { buffer.deallocate() }
        for first in stride(from: 0, to: exampleCount, by: step) {
            let count = min(step, exampleCount - first)
            let block = UnsafeMutableBufferPointer(rebasing: buffer[..<(count * width)])
            try wrappingHDF5 { () throws(HDF5Error) in
                try dataset.read(start: start(first), count: lengths(count), into: block)
            }
            try body(first, block)
        }
    }

    /// Calls `body` with the string of each example, as UTF-8 and escaped where it couldn't be shown.
    func forEachString(
        exampleCount: Int, limits: DatasetLimits,
        _ body: (_ example: Int, _ text: [UInt8]) throws(DatasetError) -> Void
    ) throws(DatasetError) {
        for first in stride(from: 0, to: exampleCount, by: limits.stringsPerRead) {
            let count = min(limits.stringsPerRead, exampleCount - first)
            let strings = try wrappingHDF5 { () throws(HDF5Error) in
                try dataset.readStrings(start: start(first), count: lengths(count))
            }
            for (offset, text) in strings.enumerated() { try body(first + offset, Array(printable(utf8: text).utf8)) }
        }
    }

    private func start(_ first: Int) -> [Int] {
        dataset.shape.count == 1 ? [first] : isRow ? [0, first] : [first, 0]
    }

    private func lengths(_ count: Int) -> [Int] {
        dataset.shape.count == 1 ? [count] : isRow ? [1, count] : [count, width]
    }
}
