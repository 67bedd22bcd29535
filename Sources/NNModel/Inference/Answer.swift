/// What a network's output says of one example.
public enum Answer: Sendable, Equatable {
    /// One class: its index from 0, and the probability of every class in order.
    case classes(index: Int, probabilities: [Double])
    /// Numbers of their own.
    case values([Double])

    /// Reads the activations of the last layer.
    ///
    /// One unit is the probability p of the second class: it gives [1 − p, p], and the answer is the second class
    /// where p exceeds the threshold. Several give the class of the largest.
    ///
    /// - Precondition: `activations` isn't empty.
    public init<Scalar: Real>(_ activations: [Scalar], output: Output) {
        let numbers = activations.map { Double($0) }
        let probabilities: [Double]
        switch output.meaning {
        case .value:
            self = .values(numbers)
            return
        case .probability: probabilities = numbers
        case .logProbability: probabilities = numbers.map { Double.exp($0) }
        case .logit:
            var converted = numbers
            let activation: Activation = numbers.count == 1 ? .sigmoid : .softmax
            converted.withUnsafeMutableBufferPointer { activation.apply(to: $0, units: numbers.count) }
            probabilities = converted
        }
        if probabilities.count == 1 {
            let p = probabilities[0]
            self = .classes(index: p > output.threshold ? 1 : 0, probabilities: [1 - p, p])
        } else {
            // The first of equals, as numpy's argmax has it.
            let best = probabilities.indices.dropFirst().reduce(0) { probabilities[$1] > probabilities[$0] ? $1 : $0 }
            self = .classes(index: best, probabilities: probabilities)
        }
    }
}
