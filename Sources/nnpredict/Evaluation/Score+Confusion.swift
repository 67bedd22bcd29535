import NNCommand
import NNFile

extension Score {
    /// The picture of which classes are taken for which.
    ///
    /// - Precondition: there are classes, at most `mostClasses`.
    func confusionChart(model: String, test: String) -> ConfusionChart {
        guard let confusion, let accuracy else { preconditionFailure("no classes, or too many") }
        return ConfusionChart(
            title: "\(lastName(of: model)) on \(lastName(of: test))",
            subtitle: "accuracy \(decimal(accuracy, places: 4)), \(grouped(rightCount)) of \(grouped(exampleCount))",
            names: confusion.indices.map(name), counts: confusion)
    }
}

extension ConfusionChart {
    /// Writes the picture.
    func write(to path: String) throws(FileError) {
        let file = try AtomicFile(path: path)
        try file.write(svg)
        try file.commit()
    }
}

/// What a path ends in; the path itself where that is nothing.
private func lastName(of path: String) -> String {
    path.utf8.split(separator: UInt8(ascii: "/")).last.flatMap { String($0) } ?? path
}
