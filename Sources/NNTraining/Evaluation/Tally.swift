import NNModel
import NNNetwork

/// Costs and right answers of the examples of several batches.
public struct Tally: Sendable, Equatable {
    /// How many examples there were.
    public private(set) var examples = 0
    /// The sum of their costs.
    public private(set) var totalCost = 0.0
    /// How many of them were answered rightly.
    public private(set) var right = 0

    init() {}

    /// A tally that was kept somewhere.
    public init(examples: Int, totalCost: Double, right: Int) {
        (self.examples, self.totalCost, self.right) = (examples, totalCost, right)
    }

    var cost: Double { totalCost / Double(max(1, examples)) }
    var accuracy: Double { Double(right) / Double(max(1, examples)) }

    /// Adds what was counted elsewhere.
    mutating func add(_ other: Tally) {
        examples += other.examples
        totalCost += other.totalCost
        right += other.right
    }

    /// Adds some rows of a batch, after a forward pass.
    mutating func add<Scalar: NetworkReal>(_ pass: BatchPass<Scalar>, _ loss: Loss, _ rows: Range<Int>) {
        totalCost += pass.totalCost(loss, rows)
        right += pass.workspace.countRightAnswers(rows)
        examples += rows.count
    }
}

extension Workspace {
    /// How many of some examples of the batch the network puts into the right class: one unit by the threshold 1/2,
    /// several by the largest, the first of equals.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    func countRightAnswers(_ rows: Range<Int>) -> Int {
        let units = architecture.outputs
        let outputs = outputs
        var right = 0
        if units == 1 {
            for i in rows where (outputs[i] > 0.5) == (targets[i] > 0.5) { right += 1 }
            return right
        }
        for row in rows {
            let start = row * units
            var (answer, truth) = (start, start)
            for j in start + 1..<start + units {
                if outputs[j] > outputs[answer] { answer = j }
                if targets[j] > targets[truth] { truth = j }
            }
            if answer == truth { right += 1 }
        }
        return right
    }
}
