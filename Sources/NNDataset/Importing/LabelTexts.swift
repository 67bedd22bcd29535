import NNHDF5

/// The labels of a file of text, one an example, and the classes that they come to.
package struct LabelTexts {
    private let limits: DatasetLimits
    private var texts = Interning()
    private var indices: [Int32] = []
    /// The example that each text was first met with.
    private var firstExamples: [Int] = []

    /// Why labels come to no classes: what was expected of which example's label.
    package struct Problem: Error {
        package let example: Int
        package let expected: String
        package let found: String

        /// What was expected of which example, from 0.
        package init(example: Int, expected: String, found: String) {
            self.example = example
            self.expected = expected
            self.found = found
        }
    }

    package init(limits: DatasetLimits = DatasetLimits()) {
        self.limits = limits
    }

    /// How many labels there are.
    package var count: Int { indices.count }

    /// Adds the label of the next example, UTF-8 or not.
    package mutating func add(_ label: [UInt8]) throws(Problem) {
        guard !label.isEmpty else { throw problem("a label", found: "nothing") }
        let text = Array(printable(utf8: label).utf8)
        if let known = texts.find(text) {
            indices.append(known)
            return
        }
        guard text.count <= limits.classNameBytes else {
            throw problem("a label of at most \(limits.classNameBytes) bytes", found: "\(text.count)")
        }
        guard texts.texts.count < limits.classes else {
            throw problem("at most \(limits.classes) classes", found: "one more")
        }
        firstExamples.append(indices.count)
        indices.append(texts.add(text))
    }

    private func problem(_ expected: String, found: String) -> Problem {
        Problem(example: indices.count, expected: expected, found: found)
    }

    /// The classes.
    ///
    /// With names: those, told by name, or where that isn't so of all labels, by number. Without: whole numbers from 0 are
    /// the classes themselves, up to the largest, so that files agree about them whatever each has; whole numbers of which
    /// some are negative are a class each, in order; and so are texts, in the order of their bytes.
    package func classes(named names: [String]?) throws(Problem) -> ClassLabels {
        let numbers = texts.texts.map { wholeNumber($0) }
        if let names { return try classes(among: names, numbers) }
        guard !numbers.contains(nil) else {
            try refuseFractions()
            let sorted = texts.texts.sorted { $0.lexicographicallyPrecedes($1) }
            return classes(of: texts.texts, in: sorted, named: sorted.map { String(decoding: $0, as: UTF8.self) })
        }
        let known = numbers.compactMap(\.self)
        if known.contains(where: { $0 < 0 }) {
            let sorted = Set(known).sorted()
            return classes(of: known, in: sorted, named: sorted.map(String.init))
        }
        for (number, example) in zip(known, firstExamples) where number >= limits.classes {
            throw Problem(example: example, expected: "a class below \(limits.classes)", found: "\(number)")
        }
        let count = (known.max() ?? 0) + 1
        return ClassLabels(
            indices: indices.map { Int32(known[Int($0)]) }, classCount: count,
            classNames: (0..<count).map(String.init))
    }

    /// Numbers to come near to, say prices, would become a class each.
    private func refuseFractions() throws(Problem) {
        let numbers = texts.texts.map { decimalNumber($0[...]) }
        guard !numbers.contains(nil), let place = numbers.firstIndex(where: { $0 != $0?.rounded() }) else { return }
        throw Problem(
            example: firstExamples[place], expected: "classes, texts or whole numbers",
            found: "'\(String(decoding: texts.texts[place], as: UTF8.self))' among numbers")
    }

    /// One class for each of the keys that `sorted` lists.
    private func classes<Key: Hashable>(of keys: [Key], in sorted: [Key], named names: [String]) -> ClassLabels {
        let ranks = Dictionary(uniqueKeysWithValues: zip(sorted, Int32(0)...))
        let own = keys.map { ranks[$0] ?? 0 }
        return ClassLabels(indices: indices.map { own[Int($0)] }, classCount: names.count, classNames: names)
    }

    private func classes(among names: [String], _ numbers: [Int?]) throws(Problem) -> ClassLabels {
        // Where names repeat, the first counts.
        let places = Dictionary(
            zip(names.map { Array($0.utf8) }, Int32(0)...), uniquingKeysWith: { first, _ in first })
        let byName = texts.texts.map { places[$0] }
        let byNumber = numbers.map { number in number.flatMap { names.indices.contains($0) ? Int32($0) : nil } }
        let own = byName.contains(nil) && !byNumber.contains(nil) ? byNumber : byName
        if let unknown = own.firstIndex(of: nil) {
            throw Problem(
                example: firstExamples[unknown], expected: "one of the classes \(list(names))",
                found: "'\(String(decoding: texts.texts[unknown], as: UTF8.self))'")
        }
        let found = own.compactMap(\.self)
        return ClassLabels(indices: indices.map { found[Int($0)] }, classCount: names.count, classNames: names)
    }
}
