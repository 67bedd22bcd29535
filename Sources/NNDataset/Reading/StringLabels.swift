import NNHDF5

extension Dataset {
    /// Labels that are strings, compared byte by byte in the form in which they are shown.
    func stringLabels(named names: [String]?) throws(DatasetError) -> ClassLabels {
        guard labelSet.width == 1 else {
            throw labelError(.wrongShape(expected: "(m), (1, m) or (m, 1)", found: labelSet.dataset.shape))
        }
        if let order = names ?? classNames {
            return try stringLabels(among: order, place: names == nil ? storedClassNames?.path : nil)
        }
        var seen = Interning()
        var indices: [Int32] = []
        indices.reserveCapacity(exampleCount)
        try labelSet.forEachString(exampleCount: exampleCount, limits: limits) { _, text throws(DatasetError) in
            if let index = seen.find(text) {
                indices.append(index)
                return
            }
            guard text.count <= limits.classNameBytes else {
                throw labelError(
                    .limit("bytes in the name of a class", limit: limits.classNameBytes, found: text.count))
            }
            guard seen.texts.count < limits.classes else {
                throw labelError(.limit("classes", limit: limits.classes, found: seen.texts.count + 1))
            }
            indices.append(seen.add(text))
        }
        let texts = seen.texts
        let sorted = texts.indices.sorted { texts[$0].lexicographicallyPrecedes(texts[$1]) }
        var rank = [Int32](repeating: 0, count: texts.count)
        for (position, index) in sorted.enumerated() { rank[index] = Int32(position) }
        return ClassLabels(
            indices: indices.map { rank[Int($0)] }, classCount: texts.count,
            classNames: sorted.map { String(decoding: texts[$0], as: UTF8.self) })
    }

    /// Labels that are looked up among names, which must differ for that.
    private func stringLabels(among names: [String], place: String?) throws(DatasetError) -> ClassLabels {
        var known = Interning()
        for (index, name) in names.enumerated() {
            guard known.find(Array(name.utf8)) == nil else {
                throw DatasetError(
                    file: path, place: place,
                    .badClassName(index: index, expected: "names that differ", found: "“\(printable(name))” again"))
            }
            _ = known.add(Array(name.utf8))
        }
        var indices: [Int32] = []
        indices.reserveCapacity(exampleCount)
        try labelSet.forEachString(exampleCount: exampleCount, limits: limits) { example, text throws(DatasetError) in
            guard let index = known.find(text) else {
                throw labelError(
                    .badLabel(
                        example: example, expected: "the name of a class",
                        found: "“\(String(decoding: text, as: UTF8.self))”"))
            }
            indices.append(index)
        }
        return ClassLabels(indices: indices, classCount: names.count, classNames: names)
    }
}
