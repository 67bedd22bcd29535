extension Loss {
    /// The cost C of one example.
    ///
    /// Cross-entropies are taken from the weighted inputs, where −ln a = ln(1 + e⁻ᶻ) and its kin stay finite when an
    /// output saturates; the textbook forms give NaN there.
    ///
    /// - Parameters:
    ///   - weightedInputs: Z[L] of the example, one number a unit.
    ///   - activations: A[L] = g(Z[L]).
    ///   - targets: Y, as long; for classes 0 or 1 a unit (or a probability, with smoothed labels).
    ///   - activation: g of the output layer, which the formulas rely on.
    /// - Precondition: `accepts(activation)`, and the three are of equal length.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func cost<Scalar: Real>(
        weightedInputs: UnsafeBufferPointer<Scalar>, activations: UnsafeBufferPointer<Scalar>,
        targets: UnsafeBufferPointer<Scalar>, activation: Activation
    ) -> Scalar {
        assert(accepts(activation), "\(self) after \(activation)")
        let units = weightedInputs.count
        switch self {
        case .binaryCrossEntropy:
            // −(y ln a + (1−y) ln(1−a)) = ln(1 + eᶻ) − y z
            return mean(units) { softplusMinus(weightedInputs[$0], target: targets[$0]) }
        case .categoricalCrossEntropy:
            // −ln pⱼ = max z − zⱼ + ln Σ e^(z − max z), both from 0 up, so that nothing cancels where p comes near to 1.
            // After log-softmax the same, which leaves logarithms of probabilities as they are.
            let (largest, rest) = Scalar.logSumExp(weightedInputs)
            var sum = Scalar.zero
            for j in 0..<units where targets[j] != 0 { sum += targets[j] * (largest - weightedInputs[j] + rest) }
            return sum
        case .meanSquaredError:
            return mean(units) { j in
                let difference = activations[j] - targets[j]
                return difference * difference
            }
        case .meanAbsoluteError:
            return mean(units) { abs(activations[$0] - targets[$0]) }
        case .huber:
            return mean(units) { j in
                let distance = abs(activations[j] - targets[j])
                return distance <= 1 ? distance * distance / 2 : distance - 0.5
            }
        }
    }
}

extension Loss {
    /// The sum of the costs of several examples, each times its weight, in Double and in their order.
    ///
    /// - Parameters:
    ///   - weights: one an example; nil where all count 1.
    ///   - units: the numbers of an example.
    /// - Precondition: as `cost`.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    package func totalCost<Scalar: Real>(
        weightedInputs: UnsafeBufferPointer<Scalar>, activations: UnsafeBufferPointer<Scalar>,
        targets: UnsafeBufferPointer<Scalar>, weights: UnsafePointer<Scalar>?, activation: Activation, units: Int
    ) -> Double {
        if self == .binaryCrossEntropy, units == 1, weights == nil {
            return Self.totalSoftplusMinus(weightedInputs, targets: targets)
        }
        var total = 0.0
        for (row, start) in stride(from: 0, to: weightedInputs.count, by: units).enumerated() {
            let range = start..<start + units
            let cost = cost(
                weightedInputs: UnsafeBufferPointer(rebasing: weightedInputs[range]),
                activations: UnsafeBufferPointer(rebasing: activations[range]),
                targets: UnsafeBufferPointer(rebasing: targets[range]), activation: activation)
            total += Double(weights.map { $0[row] * cost } ?? cost)
        }
        return total
    }

    /// Σ ln(1 + eᶻ) − y z, with a logarithm for every 32 of them: that each took of its own was a tenth of an update of
    /// a small network.
    ///
    /// ln(1 + a) + ln(1 + b) = ln(1 + (a + b + a b)), of which nothing cancels where a and b are positive, so that small
    /// costs keep their digits. No a is above 1 here, and 2^32 is far from the largest number.
    @inline(__always)
    private static func totalSoftplusMinus<Scalar: Real>(
        _ weightedInputs: UnsafeBufferPointer<Scalar>, targets: UnsafeBufferPointer<Scalar>
    ) -> Double {
        var total = 0.0
        for first in stride(from: 0, to: weightedInputs.count, by: 32) {
            var product = 0.0
            for row in first..<min(first + 32, weightedInputs.count) {
                let (z, y) = (weightedInputs[row], targets[row])
                total += Double(z > 0 ? z * (1 - y) : -z * y)
                let e = Double(Scalar.exp(-abs(z)))
                product += e + product * e
            }
            total += Double.log1p(product)
        }
        return total
    }
}

@inline(__always)
private func mean<Scalar: Real>(_ units: Int, _ term: (Int) -> Scalar) -> Scalar {
    var sum = Scalar.zero
    for j in 0..<units { sum += term(j) }
    return sum / Scalar(units)
}

/// ln(1 + eᶻ) − y z, without the difference of two large numbers where y is 1 and z is large.
@inline(__always)
private func softplusMinus<Scalar: Real>(_ z: Scalar, target y: Scalar) -> Scalar {
    let tail = Scalar.log1p(Scalar.exp(-abs(z)))
    return z > 0 ? z * (1 - y) + tail : tail - z * y
}
