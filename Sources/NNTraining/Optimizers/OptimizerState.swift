import NNModel
import NNNetwork

/// What an optimizer remembers from one update to the next.
public struct OptimizerState<Scalar: NetworkReal>: Sendable, Equatable {
    /// The rule.
    public let optimizer: Optimizer
    /// How many updates there were.
    public private(set) var updates = 0
    /// m of Adam; empty where the rule needs none.
    public private(set) var firstMoments: [Scalar] = []
    /// v of Adam; empty where the rule needs none.
    public private(set) var secondMoments: [Scalar] = []
    /// β₁ᵗ and β₂ᵗ
    private var betaPowers = (first: 1.0, second: 1.0)

    /// The state before the first update.
    public init(_ optimizer: Optimizer, parameterCount: Int) {
        self.optimizer = optimizer
        if case .adam = optimizer {
            firstMoments = [Scalar](repeating: 0, count: parameterCount)
            secondMoments = firstMoments
        }
    }

    /// Updates `parameters` by their gradient.
    ///
    /// - Precondition: both are of the network that the state was made for.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public mutating func update(_ parameters: inout Parameters<Scalar>, by gradient: Parameters<Scalar>) {
        precondition(parameters.values.count == gradient.values.count, "gradient of another network")
        updates += 1
        switch optimizer {
        case .gradientDescent(let learningRate):
            descend(&parameters.values, gradient.values, Scalar(learningRate))
        case .adam(let learningRate, let beta1, let beta2, let epsilon):
            betaPowers.first *= beta1
            betaPowers.second *= beta2
            // The corrections m̂ and v̂ taken out of the loop: α m̂ / (√v̂ + ε) = step · m / (√v · root + ε).
            adapt(
                &parameters.values, gradient.values, beta1: Scalar(beta1), beta2: Scalar(beta2),
                complements: (Scalar(1 - beta1), Scalar(1 - beta2)),
                step: Scalar(learningRate / (1 - betaPowers.first)),
                root: Scalar((1 / (1 - betaPowers.second)).squareRoot()), epsilon: Scalar(epsilon))
        }
    }

    private func descend(_ values: inout [Scalar], _ gradient: [Scalar], _ learningRate: Scalar) {
        values.withUnsafeMutableBufferPointer { values in
            gradient.withUnsafeBufferPointer { gradient in
                for i in values.indices { values[i] -= learningRate * gradient[i] }
            }
        }
    }

    private mutating func adapt(
        _ values: inout [Scalar], _ gradient: [Scalar], beta1: Scalar, beta2: Scalar, complements: (Scalar, Scalar),
        step: Scalar, root: Scalar, epsilon: Scalar
    ) {
        precondition(firstMoments.count == values.count && secondMoments.count == values.count, "another network")
        firstMoments.withUnsafeMutableBufferPointer { m in
            secondMoments.withUnsafeMutableBufferPointer { v in
                values.withUnsafeMutableBufferPointer { values in
                    gradient.withUnsafeBufferPointer { gradient in
                        for i in values.indices {
                            let g = gradient[i]
                            m[i] = beta1 * m[i] + complements.0 * g
                            v[i] = beta2 * v[i] + complements.1 * (g * g)
                            values[i] -= step * m[i] / (v[i].squareRoot() * root + epsilon)
                        }
                    }
                }
            }
        }
    }

    public static func == (a: Self, b: Self) -> Bool {
        a.optimizer == b.optimizer && a.updates == b.updates && a.firstMoments == b.firstMoments
            && a.secondMoments == b.secondMoments
    }
}
