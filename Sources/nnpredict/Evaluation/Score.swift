import NNModel

/// How often a model is right, and how far it is off.
struct Score {
    let output: Output
    /// How many classes the output tells apart; nil where it is no probability.
    let classCount: Int?
    private(set) var exampleCount = 0
    private(set) var rightCount = 0
    /// Whether probabilities mean what they say.
    private(set) var calibration = Calibration()
    private var totalCost = 0.0
    /// How often which class was taken for which; only those that occur, since a model may name 2³² classes.
    private var counts: [Pair: Int] = [:]

    private struct Pair: Hashable {
        let truth: Int
        let answer: Int
    }

    /// Classes of which the table of confusions has a row and a column.
    static let mostClasses = 1_024

    init(_ network: Network) {
        output = network.output
        classCount = network.classCount
    }

    /// Counts an example.
    mutating func add(_ verdict: Verdict) {
        exampleCount += 1
        totalCost += verdict.cost
        guard let (truth, answer) = verdict.classes else { return }
        rightCount += answer == truth ? 1 : 0
        counts[Pair(truth: truth, answer: answer), default: 0] += 1
        calibration.add(probability: verdict.probability, isRight: answer == truth)
    }

    /// The mean over the examples.
    var meanCost: Double { totalCost / Double(exampleCount) }

    /// The share of examples whose class was found; nil where there are no classes.
    var accuracy: Double? { classCount == nil ? nil : Double(rightCount) / Double(exampleCount) }

    /// A row for each true class, a column for each answer; nil where there are no classes, or too many for a table.
    var confusion: [[Int]]? {
        guard let classCount, classCount <= Self.mostClasses else { return nil }
        var table = [[Int]](repeating: [Int](repeating: 0, count: classCount), count: classCount)
        for (pair, count) in counts { table[pair.truth][pair.answer] = count }
        return table
    }

    /// Every class in order, or those that occur where they are too many for a table; none where there are no classes.
    var classes: [ClassScore] {
        guard let classCount else { return [] }
        var (examples, answers, right): ([Int: Int], [Int: Int], [Int: Int]) = ([:], [:], [:])
        for (pair, count) in counts {
            examples[pair.truth, default: 0] += count
            answers[pair.answer, default: 0] += count
            if pair.truth == pair.answer { right[pair.truth] = count }
        }
        let indices =
            classCount <= Self.mostClasses ? Array(0..<classCount) : Set(examples.keys).union(answers.keys).sorted()
        return indices.map {
            ClassScore(
                index: $0, exampleCount: examples[$0] ?? 0, answerCount: answers[$0] ?? 0, rightCount: right[$0] ?? 0)
        }
    }

    /// The most frequent mistakes, the most frequent first.
    func mistakes(most limit: Int) -> [(truth: Int, answer: Int, count: Int)] {
        counts.filter { $0.key.truth != $0.key.answer }
            .map { (truth: $0.key.truth, answer: $0.key.answer, count: $0.value) }
            .sorted { ($1.count, $0.truth, $0.answer) < ($0.count, $1.truth, $1.answer) }
            .prefix(limit).map { $0 }
    }

    /// The name of a class, or its index.
    func name(_ index: Int) -> String {
        output.classNames.indices.contains(index) ? output.classNames[index] : "\(index)"
    }
}
