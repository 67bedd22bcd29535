extension JoinedDataset {
    /// Reads the labels of all files as classes, which needn't be the same in each: those of the first file keep their
    /// order, and what others have beside them follows in theirs. Classes are told by name.
    ///
    /// Where all files that name classes name the same, this is `classLabels()`, which counts in those what others have.
    ///
    /// - Throws: `DatasetError` as `Dataset` does, and where some files name classes, not all the same, and others none.
    public func unitedClassLabels() throws(DatasetError) -> ClassLabels {
        var declared: [[[UInt8]]] = []
        for index in parts.indices {
            if let names = try dataset(index).classNames { declared.append(names.map { Array($0.utf8) }) }
        }
        guard Set(declared).count > 1 else { return try classLabels() }
        var (classes, indices) = (Interning(), [Int32]())
        indices.reserveCapacity(exampleCount)
        for (number, part) in parts.enumerated() {
            let labels = try dataset(number).classLabels()
            guard let names = labels.classNames else {
                throw DatasetError(
                    file: part.path, place: part.labelsPath,
                    .disagreement(expected: "names of the classes", with: parts[0].path, found: "none"))
            }
            let own = names.map { classes.index(of: Array($0.utf8)) }
            guard classes.texts.count <= limits.classes else {
                throw DatasetError(
                    file: part.path, place: part.labelsPath,
                    .limit("classes in all files", limit: limits.classes, found: classes.texts.count))
            }
            for index in labels.indices { indices.append(own[Int(index)]) }
        }
        return ClassLabels(
            indices: indices, classCount: classes.texts.count,
            classNames: classes.texts.map { String(decoding: $0, as: UTF8.self) })
    }
}
