import NNCommand
import NNFile

extension Score {
    /// The picture of which classes are taken for which.
    ///
    /// - Precondition: there are classes, at most `mostClasses`.
    func confusionChart(model: String, test: String) -> ConfusionChart {
        guard let confusion, let accuracy else { preconditionFailure("no classes, or too many") }
        return ConfusionChart(
            title: "\(model) on \(test)",
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
