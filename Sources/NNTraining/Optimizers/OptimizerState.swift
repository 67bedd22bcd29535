import NNModel
import NNNetwork

/// What an optimizer remembers from one update to the next.
public struct OptimizerState<Scalar: NetworkReal>: Sendable, Equatable {
    /// The rule and its constants.
    public let optimizer: Optimizer
    /// How many updates there were.
    public private(set) var updates = 0
    /// m of the formulas; empty where the rule needs none.
    public private(set) var firstMoments: [Scalar] = []
    /// v of the formulas; empty where the rule needs none.
    public private(set) var secondMoments: [Scalar] = []
    /// β₁ᵗ and β₂ᵗ
    private var betaPowers = (first: 1.0, second: 1.0)

    /// The state before the first update.
    public init(_ optimizer: Optimizer, parameterCount: Int) {
        self.optimizer = optimizer
        let zeros = [Scalar](repeating: 0, count: parameterCount)
        switch optimizer.rule {
        case .gradientDescent: break
        case .momentum, .nesterov: firstMoments = zeros
        case .rmsprop: secondMoments = zeros
        case .adam, .adamw: (firstMoments, secondMoments) = (zeros, zeros)
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
        let (rate, decay) = (optimizer.learningRate, optimizer.weightDecay)
        switch optimizer.rule {
        case .gradientDescent:
            descend(&parameters.values, gradient.values, Scalar(rate), decay: Scalar(decay))
        case .momentum(let momentum):
            roll(
                &parameters.values, gradient.values, momentum: Scalar(momentum), steps: (0, Scalar(rate)),
                decay: Scalar(decay))
        case .nesterov(let momentum):
            roll(
                &parameters.values, gradient.values, momentum: Scalar(momentum),
                steps: (Scalar(rate), Scalar(rate * momentum)), decay: Scalar(decay))
        case .rmsprop(let smoothing, let epsilon):
            normalize(
                &parameters.values, gradient.values, Scalar(rate), smoothing: Scalar(smoothing),
                complement: Scalar(1 - smoothing), epsilon: Scalar(epsilon), decay: Scalar(decay))
        case .adam(let beta1, let beta2, let epsilon):
            adapt(&parameters.values, gradient.values, beta1, beta2, epsilon, decay: Scalar(decay), shrinkage: 0)
        case .adamw(let beta1, let beta2, let epsilon):
            adapt(&parameters.values, gradient.values, beta1, beta2, epsilon, decay: 0, shrinkage: Scalar(rate * decay))
        }
    }

    private func descend(_ values: inout [Scalar], _ gradient: [Scalar], _ learningRate: Scalar, decay: Scalar) {
        values.withUnsafeMutableBufferPointer { values in
            gradient.withUnsafeBufferPointer { gradient in
                // Without decay a loop of its own: the other takes a fifth longer.
                if decay == 0 {
                    for i in values.indices { values[i] -= learningRate * gradient[i] }
                } else {
                    for i in values.indices { values[i] -= learningRate * (gradient[i] + decay * values[i]) }
                }
            }
        }
    }

    /// Momentum of both kinds: `steps` are how far g and m go.
    private mutating func roll(
        _ values: inout [Scalar], _ gradient: [Scalar], momentum: Scalar, steps: (Scalar, Scalar), decay: Scalar
    ) {
        precondition(firstMoments.count == values.count, "another network")
        firstMoments.withUnsafeMutableBufferPointer { m in
            values.withUnsafeMutableBufferPointer { values in
                gradient.withUnsafeBufferPointer { gradient in
                    for i in values.indices {
                        let g = gradient[i] + decay * values[i]
                        m[i] = momentum * m[i] + g
                        values[i] -= steps.0 * g + steps.1 * m[i]
                    }
                }
            }
        }
    }

    private mutating func normalize(
        _ values: inout [Scalar], _ gradient: [Scalar], _ learningRate: Scalar, smoothing: Scalar, complement: Scalar,
        epsilon: Scalar, decay: Scalar
    ) {
        precondition(secondMoments.count == values.count, "another network")
        secondMoments.withUnsafeMutableBufferPointer { v in
            values.withUnsafeMutableBufferPointer { values in
                gradient.withUnsafeBufferPointer { gradient in
                    for i in values.indices {
                        let g = gradient[i] + decay * values[i]
                        v[i] = smoothing * v[i] + complement * (g * g)
                        values[i] -= learningRate * g / (root(v[i]) + epsilon)
                    }
                }
            }
        }
    }

    /// Adam and AdamW: `decay` goes into the gradient, `shrinkage` is the share that θ loses beside it.
    private mutating func adapt(
        _ values: inout [Scalar], _ gradient: [Scalar], _ beta1: Double, _ beta2: Double, _ epsilon: Double,
        decay: Scalar, shrinkage: Scalar
    ) {
        precondition(firstMoments.count == values.count && secondMoments.count == values.count, "another network")
        betaPowers.first *= beta1
        betaPowers.second *= beta2
        // The corrections m̂ and v̂ taken out of the loop: α m̂ / (√v̂ + ε) = step · m / (√v · correction + ε).
        let step = Scalar(optimizer.learningRate / (1 - betaPowers.first))
        let correction = Scalar((1 / (1 - betaPowers.second)).squareRoot())
        let (keep1, keep2, epsilon) = (Scalar(beta1), Scalar(beta2), Scalar(epsilon))
        let (take1, take2) = (Scalar(1 - beta1), Scalar(1 - beta2))
        firstMoments.withUnsafeMutableBufferPointer { m in
            secondMoments.withUnsafeMutableBufferPointer { v in
                values.withUnsafeMutableBufferPointer { values in
                    gradient.withUnsafeBufferPointer { gradient in
                        for i in values.indices {
                            let g = gradient[i] + decay * values[i]
                            m[i] = keep1 * m[i] + take1 * g
                            v[i] = keep2 * v[i] + take2 * (g * g)
                            // Not θ · (1 − αλ): a float32 that close to 1 has few digits left for αλ.
                            values[i] -= shrinkage * values[i] + step * m[i] / (root(v[i]) * correction + epsilon)
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

/// √v of a v that is never negative. Told so by `magnitude`, the compiler leaves out the call of C's `sqrt` for negative
/// numbers, which keeps it from taking several numbers at once: Adam takes a third of the time in float32.
@inline(__always)
private func root<Scalar: NetworkReal>(_ v: Scalar) -> Scalar { v.magnitude.squareRoot() }
