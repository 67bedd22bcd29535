import NNModel
import NNNetwork

/// Costs and right answers of the examples of several batches, each example counting the same.
struct Tally {
    private(set) var examples = 0
    private var totalCost = 0.0
    private var right = 0

    var cost: Double { totalCost / Double(max(1, examples)) }
    var accuracy: Double { Double(right) / Double(max(1, examples)) }

    /// Adds the batch in `workspace`, after a forward pass.
    mutating func add<Scalar: NetworkReal>(_ network: Network<Scalar>, _ loss: Loss, _ workspace: Workspace<Scalar>) {
        totalCost += network.totalCost(loss, workspace)
        right += workspace.countRightAnswers()
        examples += workspace.count
    }
}

extension Workspace {
    /// How many examples of the batch the network puts into the right class: one unit by the threshold 1/2, several by
    /// the largest, the first of equals.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    func countRightAnswers() -> Int {
        let units = architecture.outputs
        let outputs = outputs
        var right = 0
        if units == 1 {
            for i in 0..<count where (outputs[i] > 0.5) == (targets[i] > 0.5) { right += 1 }
            return right
        }
        for start in stride(from: 0, to: count * units, by: units) {
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
