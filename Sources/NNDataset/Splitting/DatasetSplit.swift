/// What became of a data set that was divided.
public struct DatasetSplit: Sendable, Equatable {
    /// The names of the classes, by index.
    public let classNames: [String]
    /// The examples to train with, by class.
    public let trainCounts: [Int]
    /// The examples to test with, by class.
    public let testCounts: [Int]
    /// Examples whose numbers are those of one before; they are on its side.
    public let repeatedCount: Int
}

extension Dataset {
    /// Divides the examples between two new files, as `StratifiedSplit` does, in their order. Both have all classes and
    /// the numbers as they are here, those of half precision as float32.
    ///
    /// The file is read twice: once to find examples that are equal, and once to copy.
    ///
    /// - Parameters:
    ///   - fraction: the share to test with, between 0 and 1.
    ///   - seed: what the choice depends on.
    ///   - train: the path of the file to train with.
    ///   - test: the path of the file to test with; another one.
    ///   - progress: called now and then with the examples read and how often all are read in all.
    /// - Throws: `DatasetError` where the labels aren't classes, one side gets no example, or reading or writing fails.
    ///   Neither file is put in place before both are whole.
    public func split(
        fraction: Double, seed: UInt64, to train: String, test: String,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(DatasetError) -> DatasetSplit {
        let labels = try classLabels()
        let total = exampleCount
        let first = try firstOfEqual { done, _ in progress(done, 2 * total) }
        guard
            let split = StratifiedSplit(
                fraction: fraction, classes: labels.indices, classCount: labels.classCount, firstOfEqual: first,
                seed: seed)
        else {
            throw DatasetError(
                file: path, place: inputsPath,
                .empty(
                    expected: "1 or more different examples on either side of the split",
                    found: "\(Set(first).count) in all, of which \(fraction) are to test with"))
        }
        let (trainCounts, testCounts) = try copy(
            as: elementType.inputElement, labels, split, to: train, test: test
        ) { done in progress(total + done, 2 * total) }
        return DatasetSplit(
            classNames: labels.names, trainCounts: trainCounts, testCounts: testCounts,
            repeatedCount: first.indices.count { first[$0] != $0 })
    }

    private func copy<Element: InputElement>(
        as type: Element.Type, _ labels: ClassLabels, _ split: StratifiedSplit, to train: String, test: String,
        _ progress: (Int) -> Void
    ) throws(DatasetError) -> (train: [Int], test: [Int]) {
        var writer = try SplitWriter<Element>(
            path: train, testPath: test, inputShape: inputShape, classNames: labels.names, resizeFilter: resizeFilter,
            resizeFit: resizeFit)
        try forEachBlock(as: type) { examples, numbers throws(DatasetError) in
            for (offset, example) in examples.enumerated() {
                try writer.append(
                    numbers[offset * featureCount..<(offset + 1) * featureCount],
                    label: Int(labels.indices[example]), isTest: split.isTest[example])
            }
            progress(examples.upperBound)
        }
        let counts = (train: writer.trainCounts, test: writer.testCounts)
        try writer.commit()
        return counts
    }
}
