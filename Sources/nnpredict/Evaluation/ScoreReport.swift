import NNCommand

extension Score {
    /// Classes beyond which the whole table of confusions would not fit a terminal.
    private static let mostShown = 16

    /// The score for people.
    var text: String {
        var text = "cost      \(meanCost.isFinite ? decimal(meanCost, places: 6) : "\(meanCost)")"
        text += classCount == nil ? "  (mean squared error)\n" : "\n"
        if let accuracy {
            text += "accuracy  \(decimal(accuracy, places: 4))  "
            text += "(\(grouped(rightCount)) of \(grouped(exampleCount)))\n"
        } else {
            text += "examples  \(grouped(exampleCount))\n"
        }
        guard let classCount else { return text }
        return text + "\n" + (classCount <= Self.mostShown ? confusionTable : mistakeTable)
    }

    private var confusionTable: String {
        guard let confusion else { return "" }
        var table = Table([("true \\ answer", .left)] + confusion.indices.map { (name($0).escaped, .right) })
        for (index, row) in confusion.enumerated() { table.add([name(index)] + row.map(grouped)) }
        return table.text
    }

    private var mistakeTable: String {
        var table = Table([("most frequent mistakes", .left), ("taken for", .left), ("times", .right)])
        for mistake in mistakes(most: Self.mostShown) {
            table.add([name(mistake.truth), name(mistake.answer), grouped(mistake.count)])
        }
        return table.text
    }

    /// The score for programs.
    ///
    /// - Parameter failures: the files that could not be used, and do not count.
    func json(_ failures: Failures) -> JSON {
        .object([
            ("cost", .number(meanCost)), ("accuracy", accuracy.map { .number($0) } ?? .null),
            (
                "confusion",
                confusion.map { rows in .array(rows.map { row in .array(row.map { .integer($0) }) }) } ?? .null
            ),
            ("examples", .integer(exampleCount)),
            ("classes", .array(output.classNames.map { .string($0) })),
            (
                "errors",
                .array(
                    failures.all.map { .object([("path", .string($0.path)), ("error", .string($0.error))]) })
            ),
        ])
    }
}
