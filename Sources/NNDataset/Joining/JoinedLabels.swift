import NNHDF5

extension JoinedDataset {
    /// Whether the labels are stored as floating-point numbers, in some file at least, which may be meant as targets.
    /// - Throws: `DatasetError` where a file can't be opened again.
    public func hasFloatingPointLabels() throws(DatasetError) -> Bool {
        for index in parts.indices where try dataset(index).hasFloatingPointLabels { return true }
        return false
    }

    /// Reads the labels of all files as classes, in the ways that `Dataset` does.
    ///
    /// Files with names of classes must agree about them; the others count in those. Where there are none, strings are
    /// numbered in the order of all of them, and the largest number of classes holds for all files.
    ///
    /// - Parameter classNames: the order of the classes where labels are strings, say that of a model.
    /// - Throws: `DatasetError` as `Dataset` does, and where files disagree.
    public func classLabels(named classNames: [String]? = nil) throws(DatasetError) -> ClassLabels {
        let declared = try declaredNames()
        var all: [(labels: ClassLabels, isOneHot: Bool)] = []
        for (index, part) in parts.enumerated() {
            let dataset = try dataset(index)
            let labels = try dataset.classLabels(
                named: classNames ?? (dataset.classNames == nil ? declared?.names : nil))
            if let declared, let example = labels.indices.firstIndex(where: { $0 >= declared.names.count }) {
                throw DatasetError(
                    file: part.path, place: part.labelsPath,
                    .badLabel(
                        example: example,
                        expected: "a class from 0 to \(declared.names.count - 1), as \(declared.path) names them",
                        found: "\(labels.indices[example])"))
            }
            all.append((labels, dataset.labelSet.width > 1))
        }
        if all.count == 1 { return all[0].labels }
        if let classNames, all.allSatisfy({ $0.labels.classNames == classNames }) {
            return ClassLabels(
                indices: all.flatMap(\.labels.indices), classCount: classNames.count, classNames: classNames)
        }
        guard let declared else { return try merging(all) }
        return ClassLabels(
            indices: all.flatMap(\.labels.indices), classCount: declared.names.count,
            classNames: all[0].labels.classNames ?? declared.names)
    }

    /// Reads the labels of all files as numbers.
    /// - Throws: `DatasetError` as `Dataset` does, and where one file has more numbers an example than another.
    public func targets() throws(DatasetError) -> Targets {
        var (values, width) = ([Double](), 0)
        for (index, part) in parts.enumerated() {
            let targets = try dataset(index).targets()
            if index == 0 { width = targets.width }
            guard targets.width == width else {
                throw disagreement(part, expected: "\(width) numbers a label", found: "\(targets.width)")
            }
            if parts.count == 1 { return targets }
            values += targets.values
        }
        return Targets(values: values, width: width)
    }

    /// The names of the classes in the files that have any, and the first of these.
    private func declaredNames() throws(DatasetError) -> (path: String, names: [String])? {
        var declared: (path: String, names: [String])?
        for (index, part) in parts.enumerated() {
            let dataset = try dataset(index)
            guard let names = dataset.classNames else { continue }
            guard let first = declared else {
                declared = (part.path, names)
                continue
            }
            // By bytes, as labels are compared.
            guard names.count == first.names.count,
                zip(names, first.names).allSatisfy({ $0.utf8.elementsEqual($1.utf8) })
            else {
                throw DatasetError(
                    file: part.path, place: dataset.storedClassNames?.path,
                    .disagreement(expected: "the classes \(list(first.names))", with: first.path, found: list(names)))
            }
        }
        return declared
    }

    /// One numbering for the labels of files that name no classes.
    private func merging(_ all: [(labels: ClassLabels, isOneHot: Bool)]) throws(DatasetError) -> ClassLabels {
        let areStrings = all[0].labels.classNames != nil
        for (part, (labels, _)) in zip(parts, all) where (labels.classNames != nil) != areStrings {
            throw disagreement(
                part, expected: areStrings ? "strings as labels" : "numbers as labels",
                found: areStrings ? "numbers" : "strings")
        }
        if areStrings { return try mergingStrings(all.map(\.labels)) }
        // The length of a one-hot row is the number of classes; other numbers are below it.
        if let (first, (rows, _)) = zip(parts, all).first(where: { $1.isOneHot }) {
            for (part, (labels, isOneHot)) in zip(parts, all)
            where isOneHot ? labels.classCount != rows.classCount : labels.classCount > rows.classCount {
                throw DatasetError(
                    file: part.path, place: part.labelsPath,
                    .disagreement(
                        expected: "\(rows.classCount) classes", with: first.path, found: "\(labels.classCount)"))
            }
        }
        return ClassLabels(
            indices: all.flatMap(\.labels.indices), classCount: all.map(\.labels.classCount).max() ?? 0,
            classNames: nil)
    }

    /// Names in the order of all of them; by bytes, as labels are compared.
    private func mergingStrings(_ all: [ClassLabels]) throws(DatasetError) -> ClassLabels {
        let texts = Set(all.flatMap { $0.classNames ?? [] }.map { Array($0.utf8) }).sorted {
            $0.lexicographicallyPrecedes($1)
        }
        guard texts.count <= limits.classes else {
            throw DatasetError(
                file: parts[0].path, place: parts[0].labelsPath,
                .limit("classes in all files", limit: limits.classes, found: texts.count))
        }
        let numbers = Dictionary(uniqueKeysWithValues: zip(texts, Int32(0)...))
        var indices: [Int32] = []
        indices.reserveCapacity(exampleCount)
        for labels in all {
            let own = (labels.classNames ?? []).map { numbers[Array($0.utf8)] ?? 0 }
            for index in labels.indices { indices.append(own[Int(index)]) }
        }
        return ClassLabels(
            indices: indices, classCount: texts.count, classNames: texts.map { String(decoding: $0, as: UTF8.self) })
    }

    private func disagreement(_ part: Part, expected: String, found: String) -> DatasetError {
        DatasetError(
            file: part.path, place: part.labelsPath,
            .disagreement(expected: expected, with: parts[0].path, found: found))
    }
}
