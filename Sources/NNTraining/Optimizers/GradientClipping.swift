import NNNetwork

/// Clipping of a gradient by its length ‖g‖₂, the square root of the sum of the squares of all its components, W's and b's
/// of every layer: one coefficient multiplies them all, so that the direction stays. Before momentum and weight decay.
package enum GradientClipping {
    /// The sum of squares, in Double, where those of Float neither overflow nor vanish.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    package static func squaredNorm<Scalar: NetworkReal>(_ gradient: UnsafeBufferPointer<Scalar>) -> Double {
        // Eight sums side by side: one alone would wait for each addition.
        var sums = SIMD8<Double>(repeating: 0)
        let whole = gradient.count / 8 * 8
        for start in stride(from: 0, to: whole, by: 8) {
            var components = SIMD8<Double>()
            for lane in 0..<8 { components[lane] = Double(gradient[start + lane]) }
            sums += components * components
        }
        for i in whole..<gradient.count { sums[i - whole] += Double(gradient[i]) * Double(gradient[i]) }
        return sums.sum()
    }

    /// What a gradient is to be multiplied by, as `torch.nn.utils.clip_grad_norm_` does: limit / (norm + 1e-6), at most 1.
    ///
    /// NaN for a length of NaN, so that training that went astray shows.
    package static func coefficient(norm: Double, limit: Double) -> Double {
        let coefficient = limit / (norm + 1e-6)
        return coefficient > 1 ? 1 : coefficient
    }
}
