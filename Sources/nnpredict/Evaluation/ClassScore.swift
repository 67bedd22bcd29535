/// How well a model knows one class from the others.
struct ClassScore {
    let index: Int
    /// How many examples are of the class, how many the model says are, and how many of these it is right about.
    let (exampleCount, answerCount, rightCount): (Int, Int, Int)

    /// The share of the answers of this class that are right; nil where there are no such answers.
    var precision: Double? { answerCount == 0 ? nil : Double(rightCount) / Double(answerCount) }

    /// The share of the examples of this class that are found; nil where there are none.
    var recall: Double? { exampleCount == 0 ? nil : Double(rightCount) / Double(exampleCount) }

    /// The harmonic mean of both, 2·right ÷ (examples + answers); nil where there is neither an example nor an answer.
    var f1: Double? {
        let count = exampleCount + answerCount
        return count == 0 ? nil : 2 * Double(rightCount) / Double(count)
    }
}

extension [ClassScore] {
    /// The mean over the classes for which a measure is defined, each counting alike (macro average); nil of none.
    func mean(_ measure: (ClassScore) -> Double?) -> Double? {
        let values = compactMap(measure)
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
}
