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
        let names = labels.names
        try copy(as: elementType.inputElement, labels, split, to: train, test: test, names) { done in
            progress(total + done, 2 * total)
        }
        var counts = (train: [Int](repeating: 0, count: names.count), test: [Int](repeating: 0, count: names.count))
        for (label, isTest) in zip(labels.indices, split.isTest) {
            if isTest { counts.test[Int(label)] += 1 } else { counts.train[Int(label)] += 1 }
        }
        return DatasetSplit(
            classNames: names, trainCounts: counts.train, testCounts: counts.test,
            repeatedCount: first.indices.count { first[$0] != $0 })
    }

    private func copy<Element: InputElement>(
        as type: Element.Type, _ labels: ClassLabels, _ split: StratifiedSplit, to train: String, test: String,
        _ names: [String], _ progress: (Int) -> Void
    ) throws(DatasetError) {
        var toTrain = try DatasetWriter<Element>(
            path: train, kind: .train, inputShape: inputShape, classNames: names, resizeFilter: resizeFilter,
            resizeFit: resizeFit)
        var toTest = try DatasetWriter<Element>(
            path: test, kind: .test, inputShape: inputShape, classNames: names, resizeFilter: resizeFilter,
            resizeFit: resizeFit)
        try forEachBlock(as: type) { examples, numbers throws(DatasetError) in
            for (offset, example) in examples.enumerated() {
                let row = numbers[offset * featureCount..<(offset + 1) * featureCount]
                let label = Int(labels.indices[example])
                if split.isTest[example] {
                    try toTest.append(row, label: label)
                } else {
                    try toTrain.append(row, label: label)
                }
            }
            progress(examples.upperBound)
        }
        try toTrain.commit()
        try toTest.commit()
    }
}
