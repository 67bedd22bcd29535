extension JoinedDataset {
    /// Writes the examples of all files into one, in their order, with the numbers as they are, those of half precision
    /// as float32, and the classes of `unitedClassLabels()`.
    ///
    /// - Parameters:
    ///   - path: the file to write.
    ///   - kind: gives the data sets inside their names.
    ///   - progress: called now and then with the examples done and their total.
    /// - Returns: the labels as they were written.
    /// - Throws: `DatasetError` where labels don't go together, or reading or writing fails; `path` then is as it was.
    public func merge(
        to path: String, kind: DatasetKind, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(DatasetError) -> ClassLabels {
        let labels = try unitedClassLabels()
        try copy(as: elementType.inputElement, labels, to: path, kind, progress)
        return labels
    }

    private func copy<Element: InputElement>(
        as type: Element.Type, _ labels: ClassLabels, to path: String, _ kind: DatasetKind,
        _ progress: (Int, Int) -> Void
    ) throws(DatasetError) {
        var writer = try DatasetWriter<Element>(
            path: path, kind: kind, inputShape: inputShape, classNames: labels.names, resizeFilter: resizeFilter,
            resizeFit: resizeFit)
        for (number, part) in parts.enumerated() {
            let start = part.examples.lowerBound
            try dataset(number).forEachBlock(as: type) { examples, numbers throws(DatasetError) in
                for (offset, example) in examples.enumerated() {
                    try writer.append(
                        numbers[offset * featureCount..<(offset + 1) * featureCount],
                        label: Int(labels.indices[start + example]))
                }
                progress(start + examples.upperBound, exampleCount)
            }
        }
        try writer.commit()
    }
}
