import NNCommand
import NNModel

/// What came of one example whose answer is known.
struct Verdict: Sendable {
    let cost: Double
    /// The class that is true and the one that the model names; nil where there are no classes.
    let classes: (truth: Int, answer: Int)?
    /// How probable the model calls its answer.
    let probability: Double

    /// Whether the model names another class than the true one.
    var isMistake: Bool { classes.map { $0.truth != $0.answer } ?? false }
}

/// Asks a network about examples, and holds its answers against the true ones.
struct Judge: Sendable {
    private let network: Network
    private let cost: OutputCost

    init(_ network: Network) {
        self.network = network
        cost = OutputCost(network.output, units: network.units)
    }

    /// - Parameter label: a class of the model's, or as many numbers as it has units.
    func callAsFunction(_ elements: ExampleElements, label: ExampleLabel) -> Verdict {
        let prediction = network(elements)
        switch label {
        case .targets(let values):
            return Verdict(cost: cost(prediction, targets: values), classes: nil, probability: .nan)
        case .index(let truth):
            let cost = cost(prediction, class: truth)
            guard case .classes(let answer, let probabilities) = Answer(prediction.activations, output: network.output)
            else { return Verdict(cost: cost, classes: nil, probability: .nan) }
            return Verdict(cost: cost, classes: (truth, answer), probability: probabilities[answer])
        }
    }
}
