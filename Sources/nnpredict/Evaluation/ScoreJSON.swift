import NNCommand

extension Score {
    /// The score for programs.
    ///
    /// - Parameter failures: the files that could not be used, and do not count.
    func json(_ failures: Failures) -> JSON {
        let table = confusion.map { rows in JSON.array(rows.map { row in .array(row.map { .integer($0) }) }) }
        let classes = classes
        return .object([
            ("cost", .number(meanCost)), ("accuracy", JSON(accuracy)), ("confusion", table ?? .null),
            ("examples", .integer(exampleCount)), ("classes", .array(output.classNames.map { .string($0) })),
            (
                "errors",
                .array(
                    failures.all.map { .object([("path", .string($0.path)), ("error", .string($0.error))]) })
            ),
            ("perClass", classCount == nil ? .null : .array(classes.map(json))),
            ("macro", classCount == nil ? .null : .object(measures { classes.mean($0) })),
            ("expectedCalibrationError", JSON(calibration.error)),
            ("calibration", classCount == nil ? .null : .array(calibration.bins.enumerated().map(json))),
        ])
    }

    private func json(_ score: ClassScore) -> JSON {
        let name = output.classNames.indices.contains(score.index) ? output.classNames[score.index] : nil
        return .object(
            [
                ("class", JSON(name)), ("index", .integer(score.index)), ("examples", .integer(score.exampleCount)),
                ("answers", .integer(score.answerCount)),
            ] + measures { $0(score) })
    }

    private func measures(_ value: ((ClassScore) -> Double?) -> Double?) -> [(String, JSON)] {
        [("precision", JSON(value(\.precision))), ("recall", JSON(value(\.recall))), ("f1", JSON(value(\.f1)))]
    }

    private func json(_ index: Int, _ bin: Calibration.Bin) -> JSON {
        .object([
            ("upTo", .number(Double(index + 1) / Double(Calibration.binCount))), ("examples", .integer(bin.count)),
            ("probability", JSON(bin.meanProbability)), ("accuracy", JSON(bin.accuracy)),
        ])
    }
}

extension JSON {
    /// The number, or null.
    fileprivate init(_ number: Double?) { self = number.map { .number($0) } ?? .null }
}
