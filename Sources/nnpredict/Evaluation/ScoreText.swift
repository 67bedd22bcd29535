import NNCommand

extension Score {
    /// Classes beyond which only the worst ones are shown, and the most frequent mistakes instead of all.
    private static let mostShown = 16
    /// How many of them.
    private static let shownOfMany = 10

    /// The score for people.
    ///
    /// - Parameter width: what a line may take where it is a terminal's; nil for no bound.
    func text(width: Int?) -> String {
        var lines = [("cost", meanCost.isFinite ? decimal(meanCost, places: 6) : "\(meanCost)")]
        if classCount == nil { lines[0].1 += "  (mean squared error)" }
        if let accuracy {
            let counts = "(\(grouped(rightCount)) of \(grouped(exampleCount)))"
            lines.append(("accuracy", "\(decimal(accuracy, places: 4))  \(counts)"))
            let error = shown(calibration.error)
            lines.append(("ECE", "\(error)  (expected calibration error, \(Calibration.binCount) bins)"))
        } else {
            lines.append(("examples", grouped(exampleCount)))
        }
        let text = lines.map { "\($0.padded(to: 10))\($1)\n" }.joined()
        guard let classCount else { return text }
        let names = (width ?? .max) / 3
        guard classCount > Self.mostShown else {
            return text + "\n" + classTable(classes, names) + "\n" + confusionTable(names, width: width)
        }
        let worst = classes.filter { $0.f1 != nil }.sorted { ($0.f1 ?? 0, $0.index) < ($1.f1 ?? 0, $1.index) }
        let shown = Array(worst.prefix(Self.shownOfMany))
        return text + "\nof \(grouped(classCount)) classes the \(shown.count) of the lowest F1:\n"
            + classTable(shown, names) + "\n" + mistakeTable(names)
            + "\n--json has all classes, --confusion FILE.svg is a picture of them\n"
    }

    /// - Parameter names: the most columns of a name.
    private func classTable(_ scores: [ClassScore], _ names: Int) -> String {
        var table = Table([
            ("class", .left), ("examples", .right), ("precision", .right), ("recall", .right), ("F1", .right),
        ])
        for score in scores {
            table.add([
                name(score.index).escaped.shortened(to: names), grouped(score.exampleCount), shown(score.precision),
                shown(score.recall), shown(score.f1),
            ])
        }
        let all = classes
        table.add([
            "mean of all", grouped(exampleCount), shown(all.mean(\.precision)), shown(all.mean(\.recall)),
            shown(all.mean(\.f1)),
        ])
        return table.text
    }

    private func shown(_ measure: Double?) -> String { measure.map { decimal($0, places: 4) } ?? "-" }

    /// The whole table where it fits, with numbers for names if need be.
    private func confusionTable(_ names: Int, width: Int?) -> String {
        guard let confusion else { return "" }
        let named = confusion.indices.map { name($0).escaped.shortened(to: names) }
        let numbered = named.enumerated().map { "\($0) \($1)" }
        for (rows, columns) in [(named, named), (numbered, confusion.indices.map { "\($0)" })] {
            var table = Table([("true \\ answer", .left)] + columns.map { ($0, .right) })
            for (row, counts) in zip(rows, confusion) { table.add([row] + counts.map(grouped)) }
            let lines = table.text.split(separator: "\n").map { String($0) }
            guard let width, lines.contains(where: { $0.columns > width }) else { return table.text }
        }
        return mistakeTable(names)
    }

    private func mistakeTable(_ names: Int) -> String {
        var table = Table([("most frequent mistakes", .left), ("taken for", .left), ("times", .right)])
        for mistake in mistakes(most: Self.shownOfMany) {
            let (truth, answer) = (name(mistake.truth).escaped, name(mistake.answer).escaped)
            table.add([truth.shortened(to: names), answer.shortened(to: names), grouped(mistake.count)])
        }
        return table.text
    }
}
