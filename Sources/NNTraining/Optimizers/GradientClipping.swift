/// Clipping of a gradient by its length, the square root of the sum of the squares of all its components.
enum GradientClipping {
    /// The sum of squares, in Double.
    static func squaredNorm<Scalar: TrainingReal>(_ gradient: UnsafeBufferPointer<Scalar>) -> Double {
        var sum = 0.0
        for component in gradient { sum += Double(component) * Double(component) }
        return sum
    }

    /// What a gradient is to be multiplied by, as `torch.nn.utils.clip_grad_norm_` does: limit / (norm + 1e-6), at most 1.
    static func coefficient(norm: Double, limit: Double) -> Double { min(1, limit / (norm + 1e-6)) }
}
