/// How parameters follow from their gradient.
public enum Optimizer: Sendable, Equatable {
    /// θ ← θ − α ∂J/∂θ
    case gradientDescent(learningRate: Double = 0.01)
    /// Adam (Kingma and Ba 2015, algorithm 1), with their constants unless told otherwise:
    ///
    ///     m ← β₁ m + (1−β₁) ∂J/∂θ          v ← β₂ v + (1−β₂) (∂J/∂θ)²
    ///     θ ← θ − α m̂ / (√v̂ + ε)           m̂ = m / (1−β₁ᵗ), v̂ = v / (1−β₂ᵗ)
    case adam(learningRate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)

    /// α
    public var learningRate: Double {
        switch self {
        case .gradientDescent(let learningRate), .adam(let learningRate, _, _, _): learningRate
        }
    }

    /// - Throws: `TrainingError.badSetting` for constants that can't train.
    func check() throws(TrainingError) {
        guard learningRate.isFinite, learningRate > 0 else {
            throw .badSetting("learning rate: expected a number above 0, found \(learningRate)")
        }
        guard case .adam(_, let beta1, let beta2, let epsilon) = self else { return }
        for beta in [beta1, beta2] where !(beta >= 0 && beta < 1) {
            throw .badSetting("beta of adam: expected a number from 0 to below 1, found \(beta)")
        }
        guard epsilon.isFinite, epsilon > 0 else {
            throw .badSetting("epsilon of adam: expected a number above 0, found \(epsilon)")
        }
    }
}
