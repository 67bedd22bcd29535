import NNModel

/// One update, with all that its parameters share worked out. It may be applied to any parts of the parameters, on any
/// threads, since each parameter is updated by itself.
struct UpdateStep<Scalar: TrainingReal>: Sendable {
    private let rule: Optimizer.Rule
    private let rate: Double
    private let decay: Double
    /// What every gradient is multiplied by first.
    private let scale: Scalar
    /// Adam's corrections m̂ and v̂, taken out of the loop: α m̂ / (√v̂ + ε) = step · m / (√v · correction + ε).
    private let step: Scalar
    private let correction: Scalar

    /// - Parameters:
    ///   - number: t, from 1.
    ///   - learningRate: α of this update.
    ///   - scale: what the gradient is multiplied by before anything else, to clip it.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    init(_ optimizer: Optimizer, number: Int, learningRate: Double, scale: Double = 1) {
        rule = optimizer.rule
        rate = learningRate
        decay = optimizer.weightDecay
        self.scale = Scalar(scale)
        switch rule {
        case .adam(let beta1, let beta2, _), .adamw(let beta1, let beta2, _):
            step = Scalar(learningRate / (1 - power(beta1, number)))
            correction = Scalar((1 / (1 - power(beta2, number))).squareRoot())
        case .gradientDescent, .momentum, .nesterov, .rmsprop: (step, correction) = (0, 0)
        }
    }

    /// Updates `count` parameters by their gradient; `first` and `second` are their moments, where the rule has them.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    func apply(
        to values: UnsafeMutablePointer<Scalar>, by gradient: UnsafePointer<Scalar>,
        first: UnsafeMutablePointer<Scalar>, second: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        let (rate, decay) = (Scalar(rate), Scalar(decay))
        switch rule {
        case .gradientDescent:
            Scalar.descend(values, gradient, count: count, scale: scale, rate: rate, decay: decay)
        case .momentum(let momentum):
            Scalar.roll(
                values, gradient, first, count: count, scale: scale, momentum: Scalar(momentum), along: 0,
                rolled: rate, decay: decay)
        case .nesterov(let momentum):
            Scalar.roll(
                values, gradient, first, count: count, scale: scale, momentum: Scalar(momentum), along: rate,
                rolled: Scalar(self.rate * momentum), decay: decay)
        case .rmsprop(let smoothing, let epsilon):
            Scalar.normalize(
                values, gradient, second, count: count, scale: scale, rate: rate, keep: Scalar(smoothing),
                take: Scalar(1 - smoothing), epsilon: Scalar(epsilon), decay: decay)
        case .adam(let beta1, let beta2, let epsilon):
            Scalar.adapt(
                values, gradient, first, second, count: count, scale: scale, step: step, correction: correction,
                moments: Self.weights(beta1, beta2), epsilon: Scalar(epsilon), decay: decay, shrinkage: 0)
        case .adamw(let beta1, let beta2, let epsilon):
            Scalar.adapt(
                values, gradient, first, second, count: count, scale: scale, step: step, correction: correction,
                moments: Self.weights(beta1, beta2), epsilon: Scalar(epsilon), decay: 0,
                shrinkage: Scalar(self.rate * self.decay))
        }
    }

    private static func weights(
        _ beta1: Double, _ beta2: Double
    ) -> (keep1: Scalar, take1: Scalar, keep2: Scalar, take2: Scalar) {
        (Scalar(beta1), Scalar(1 - beta1), Scalar(beta2), Scalar(1 - beta2))
    }
}

/// βᵗ by squaring, which is the same on every machine.
private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, square, rest) = (1.0, base, exponent)
    while rest > 0 {
        if rest & 1 == 1 { result *= square }
        square *= square
        rest >>= 1
    }
    return result
}
