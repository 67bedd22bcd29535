import NNCommand
import NNModel

/// How often a model is right, and how far it is off.
struct Score {
    let output: Output
    /// How many classes the output tells apart; nil where it is no probability.
    let classCount: Int?
    private let cost: OutputCost
    private(set) var exampleCount = 0
    private(set) var rightCount = 0
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
        cost = OutputCost(network.output, units: network.units)
    }

    /// Counts an example of a class.
    /// - Precondition: the model has such a class.
    mutating func add(_ prediction: Prediction, class truth: Int) {
        exampleCount += 1
        totalCost += cost(prediction, class: truth)
        guard case .classes(let answer, _) = Answer(prediction.activations, output: output) else { return }
        rightCount += answer == truth ? 1 : 0
        counts[Pair(truth: truth, answer: answer), default: 0] += 1
    }

    /// Counts an example of numbers.
    /// - Precondition: as many as the model has units.
    mutating func add(_ prediction: Prediction, targets: [Double]) {
        exampleCount += 1
        totalCost += cost(prediction, targets: targets)
    }

    /// The mean over the examples.
    var meanCost: Double { totalCost / Double(exampleCount) }

    /// The share of examples whose class was found; nil where there are no classes.
    var accuracy: Double? { classCount == nil ? nil : Double(rightCount) / Double(exampleCount) }

    /// A row for each true class, a column for each answer; nil where there are no classes, or too many for a table.
    var confusion: [[Int]]? {
        guard let classCount, classCount <= Self.mostClasses else { return nil }
        return (0..<classCount).map { truth in
            (0..<classCount).map { counts[Pair(truth: truth, answer: $0), default: 0] }
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
