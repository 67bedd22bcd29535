/// How parameters θ follow from their gradient g = ∂J/∂θ: a rule, a learning rate α and a weight decay λ.
///
/// Formulas and defaults are those of PyTorch 2 (`torch.optim`), except where a rule says otherwise. So is the decay: it
/// takes all parameters, biases as well as weights, and except for AdamW it is the gradient of an L2 penalty,
/// g ← g + λθ before anything else, which the reported cost doesn't contain. On an x86 an update is computed with numbers
/// below the smallest normal one (1.2e-38 in float32) as 0, as by `torch.set_flush_denormal(True)`.
public struct Optimizer: Sendable, Equatable {
    /// What makes a step of a gradient, and the constants for it.
    public enum Rule: Sendable, Equatable {
        case gradientDescent
        case momentum(Double)
        case nesterov(Double)
        case rmsprop(smoothing: Double, epsilon: Double)
        case adam(beta1: Double, beta2: Double, epsilon: Double)
        case adamw(beta1: Double, beta2: Double, epsilon: Double)
    }

    /// What makes a step of a gradient.
    public var rule: Rule
    /// α
    public var learningRate: Double
    /// λ
    public var weightDecay: Double

    /// An optimizer with all its constants; the functions below know the usual ones.
    public init(_ rule: Rule, learningRate: Double, weightDecay: Double) {
        self.rule = rule
        self.learningRate = learningRate
        self.weightDecay = weightDecay
    }

    /// θ ← θ − α g
    public static func gradientDescent(learningRate: Double = 0.01, weightDecay: Double = 0) -> Self {
        Self(.gradientDescent, learningRate: learningRate, weightDecay: weightDecay)
    }

    /// Momentum (Polyak 1964) as PyTorch's `SGD` has it, without dampening:
    ///
    ///     m ← μ m + g          θ ← θ − α m
    public static func momentum(
        learningRate: Double = 0.01, momentum: Double = 0.9, weightDecay: Double = 0
    ) -> Self {
        Self(.momentum(momentum), learningRate: learningRate, weightDecay: weightDecay)
    }

    /// Nesterov's momentum (Sutskever and others 2013), as PyTorch's `SGD` has it:
    ///
    ///     m ← μ m + g          θ ← θ − α (g + μ m)
    public static func nesterov(
        learningRate: Double = 0.01, momentum: Double = 0.9, weightDecay: Double = 0
    ) -> Self {
        Self(.nesterov(momentum), learningRate: learningRate, weightDecay: weightDecay)
    }

    /// RMSprop (Tieleman and Hinton 2012, lecture 6.5), not centered and without momentum:
    ///
    ///     v ← ρ v + (1−ρ) g²          θ ← θ − α g / (√v + ε)
    ///
    /// ρ and ε are PyTorch's. α is Keras's: PyTorch's 0.01 moves every parameter by 0.1 in the first update, since v
    /// starts at zero.
    public static func rmsprop(
        learningRate: Double = 0.001, smoothing: Double = 0.99, epsilon: Double = 1e-8, weightDecay: Double = 0
    ) -> Self {
        Self(.rmsprop(smoothing: smoothing, epsilon: epsilon), learningRate: learningRate, weightDecay: weightDecay)
    }

    /// Adam (Kingma and Ba 2015, algorithm 1), with their constants unless told otherwise:
    ///
    ///     m ← β₁ m + (1−β₁) g          v ← β₂ v + (1−β₂) g²
    ///     θ ← θ − α m̂ / (√v̂ + ε)       m̂ = m / (1−β₁ᵗ), v̂ = v / (1−β₂ᵗ)
    public static func adam(
        learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
        weightDecay: Double = 0
    ) -> Self {
        Self(
            .adam(beta1: beta1, beta2: beta2, epsilon: epsilon), learningRate: learningRate, weightDecay: weightDecay)
    }

    /// AdamW (Loshchilov and Hutter 2019): Adam, but the decay stays out of the gradient and its moments. First
    ///
    ///     θ ← θ − α λ θ
    public static func adamw(
        learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8,
        weightDecay: Double = 0.01
    ) -> Self {
        Self(
            .adamw(beta1: beta1, beta2: beta2, epsilon: epsilon), learningRate: learningRate, weightDecay: weightDecay)
    }

    /// μ; nil where the rule has none.
    public var momentum: Double? {
        switch rule {
        case .momentum(let momentum), .nesterov(let momentum): momentum
        case .gradientDescent, .rmsprop, .adam, .adamw: nil
        }
    }

    /// - Throws: `TrainingError.badSetting` for constants that can't train.
    func check() throws(TrainingError) {
        try Self.checkPositive("learning rate", learningRate)
        guard weightDecay.isFinite, weightDecay >= 0 else {
            throw .badSetting("weight decay: expected a number from 0, found \(weightDecay)")
        }
        switch rule {
        case .gradientDescent: break
        case .momentum(let momentum), .nesterov(let momentum): try Self.checkFraction("momentum", momentum)
        case .rmsprop(let smoothing, let epsilon):
            try Self.checkFraction("smoothing of rmsprop", smoothing)
            try Self.checkPositive("epsilon of rmsprop", epsilon)
        case .adam(let beta1, let beta2, let epsilon): try Self.checkAdam("adam", [beta1, beta2], epsilon)
        case .adamw(let beta1, let beta2, let epsilon): try Self.checkAdam("adamw", [beta1, beta2], epsilon)
        }
    }

    private static func checkAdam(_ name: String, _ betas: [Double], _ epsilon: Double) throws(TrainingError) {
        for beta in betas { try checkFraction("beta of \(name)", beta) }
        try checkPositive("epsilon of \(name)", epsilon)
    }

    private static func checkPositive(_ name: String, _ value: Double) throws(TrainingError) {
        guard value.isFinite, value > 0 else {
            throw .badSetting("\(name): expected a number above 0, found \(value)")
        }
    }

    private static func checkFraction(_ name: String, _ value: Double) throws(TrainingError) {
        guard value >= 0, value < 1 else {
            throw .badSetting("\(name): expected a number from 0 to below 1, found \(value)")
        }
    }
}
