extension JoinedDataset {
    /// Reads the labels of all files as classes, which needn't be the same in each: those of the first file keep their
    /// order, and what others have beside them follows in theirs.
    ///
    /// Classes are told by name. Files that name none agree with each other by number, and not with files that do.
    ///
    /// - Throws: `DatasetError` as `Dataset` does, and where only some of the files name classes.
    public func unitedClassLabels() throws(DatasetError) -> ClassLabels {
        var (texts, indices) = (Interning(), [Int32]())
        indices.reserveCapacity(exampleCount)
        var (areNamed, largest) = (false, 0)
        for (number, part) in parts.enumerated() {
            let labels = try dataset(number).classLabels()
            if number == 0 { areNamed = labels.classNames != nil }
            guard areNamed == (labels.classNames != nil) else {
                throw DatasetError(
                    file: part.path, place: part.labelsPath,
                    .disagreement(
                        expected: areNamed ? "names of the classes" : "no names of classes", with: parts[0].path,
                        found: areNamed ? "none" : list(labels.classNames ?? [])))
            }
            guard let names = labels.classNames else {
                largest = max(largest, labels.classCount)
                indices += labels.indices
                continue
            }
            let own = names.map { texts.index(of: Array($0.utf8)) }
            guard texts.texts.count <= limits.classes else {
                throw DatasetError(
                    file: part.path, place: part.labelsPath,
                    .limit("classes in all files", limit: limits.classes, found: texts.texts.count))
            }
            for index in labels.indices { indices.append(own[Int(index)]) }
        }
        guard areNamed else { return ClassLabels(indices: indices, classCount: largest, classNames: nil) }
        return ClassLabels(
            indices: indices, classCount: texts.texts.count,
            classNames: texts.texts.map { String(decoding: $0, as: UTF8.self) })
    }
}
