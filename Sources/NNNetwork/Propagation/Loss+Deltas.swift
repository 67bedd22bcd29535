import NNModel

extension Loss {
    /// Δ[L] = ∂C/∂Z[L] of each example.
    ///
    /// After sigmoid and softmax the cross-entropies give A − Y, which stays finite when an output saturates; the
    /// textbook product ∂C/∂A ⊙ g′(Z) is 0 · ∞ there. Other pairs are that product. Targets may be probabilities between
    /// 0 and 1, as smoothed labels are.
    ///
    /// - Parameters:
    ///   - weightedInputs: Z[L], one example a row.
    ///   - activations: A[L].
    ///   - targets: Y.
    ///   - activation: g of the output layer.
    ///   - units: the length of a row.
    ///   - deltas: receives Δ[L].
    /// - Precondition: `accepts(activation)`, and all are equally long.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func outputDeltas<Scalar: NetworkReal>(
        weightedInputs: UnsafeBufferPointer<Scalar>, activations: UnsafeBufferPointer<Scalar>,
        targets: UnsafeBufferPointer<Scalar>, activation: Activation, units: Int,
        into deltas: UnsafeMutableBufferPointer<Scalar>
    ) {
        let (z, a, y) = (weightedInputs, activations, targets)
        // The cost of an example is the mean over its units, but for the categorical one, which is a sum.
        let scale = 1 / Scalar(units)
        switch self {
        case .binaryCrossEntropy:
            // Where both are near to 1, a − y = (1 − y) − sigmoid(−z), which keeps the digits that a has lost.
            for i in deltas.indices {
                deltas[i] = (y[i] > 0.5 && z[i] > 0 ? (1 - y[i]) - Scalar.sigmoid(-z[i]) : a[i] - y[i]) * scale
            }
        case .categoricalCrossEntropy:
            for start in stride(from: 0, to: deltas.count, by: units) {
                categoricalRow(
                    activation, a.row(start, units), y.row(start, units),
                    into: UnsafeMutableBufferPointer(rebasing: deltas[start..<start + units]))
            }
        case .meanSquaredError:
            for i in deltas.indices { deltas[i] = 2 * (a[i] - y[i]) * scale }
        case .meanAbsoluteError:
            for i in deltas.indices { deltas[i] = a[i] > y[i] ? scale : a[i] < y[i] ? -scale : a[i] - y[i] }
        case .huber:
            for i in deltas.indices {
                let difference = a[i] - y[i]
                deltas[i] = (difference > 1 ? 1 : difference < -1 ? -1 : difference) * scale
            }
        }
        if !isClassification {
            activation.multiplyByDerivative(deltas, weightedInputs: z, activations: a, units: units)
        }
    }
}

extension UnsafeBufferPointer {
    @inline(__always)
    fileprivate func row(_ start: Int, _ units: Int) -> Self { Self(rebasing: self[start..<start + units]) }
}

/// pⱼ Σₖ yₖ − yⱼ, where the sum is 1 for classes, smoothed or not.
private func categoricalRow<Scalar: NetworkReal>(
    _ activation: Activation, _ activations: UnsafeBufferPointer<Scalar>, _ targets: UnsafeBufferPointer<Scalar>,
    into deltas: UnsafeMutableBufferPointer<Scalar>
) {
    let areLogarithms = activation == .logSoftmax
    var (sum, likeliest) = (Scalar.zero, 0)
    for j in deltas.indices {
        deltas[j] = areLogarithms ? Scalar.exp(activations[j]) : activations[j]
        sum += targets[j]
        if targets[j] > targets[likeliest] { likeliest = j }
    }
    var others = Scalar.zero
    for j in deltas.indices {
        deltas[j] = deltas[j] * sum - targets[j]
        if j != likeliest { others += deltas[j] }
    }
    // The row adds up to 0. So that of a unit whose p and y are both near to 1 is −Σ of the others, which keeps the digits
    // that p has lost.
    if targets[likeliest] > sum / 2 { deltas[likeliest] = -others }
}
