import NNModel

extension Activation {
    /// Turns ∂C/∂A into ∂C/∂Z: Δ ← Δ ⊙ g′(Z), and by the Jacobian of each row for softmax and log-softmax.
    ///
    /// At a kink it takes the flatter side, as frameworks do; nothing overflows where a unit saturates.
    ///
    /// - Parameters:
    ///   - deltas: ∂C/∂A, one example a row, replaced by ∂C/∂Z.
    ///   - weightedInputs: Z.
    ///   - activations: A = g(Z).
    ///   - units: the length of a row.
    /// - Precondition: the activation is recognised, and the three are equally long.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func multiplyByDerivative<Scalar: NetworkReal>(
        _ deltas: UnsafeMutableBufferPointer<Scalar>, weightedInputs: UnsafeBufferPointer<Scalar>,
        activations: UnsafeBufferPointer<Scalar>, units: Int
    ) {
        precondition(deltas.count == weightedInputs.count && deltas.count == activations.count, "unequal lengths")
        let (z, a) = (weightedInputs, activations)
        switch self {
        case .identity: break
        case .relu: Scalar.multiplyByReluSlope(deltas, z)
        case .relu6: deltas.multiplyEach { z[$0] <= 0 || z[$0] >= 6 ? 0 : 1 }
        case .leakyRelu(let slope):
            let slope = Scalar(slope)
            deltas.multiplyEach { z[$0] > 0 ? 1 : slope }
        case .elu(let alpha):
            let alpha = Scalar(alpha)
            deltas.multiplyEach { z[$0] > 0 ? 1 : alpha * Scalar.exp(z[$0]) }
        case .selu:
            let lambda = Scalar(Self.seluLambda)
            let scale = Scalar(Self.seluLambda * Self.seluAlpha)
            deltas.multiplyEach { z[$0] > 0 ? lambda : scale * Scalar.exp(z[$0]) }
        case .gelu: deltas.multiplyEach { geluDerivative(z[$0]) }
        case .geluTanh: deltas.multiplyEach { geluTanhDerivative(z[$0]) }
        case .sigmoid: deltas.multiplyEach { a[$0] * (1 - a[$0]) }
        case .hardSigmoid(let slope, let offset):
            let (slope, offset) = (Scalar(slope), Scalar(offset))
            deltas.multiplyEach {
                let line = slope * z[$0] + offset
                return line <= 0 || line >= 1 ? 0 : slope
            }
        case .tanh: deltas.multiplyEach { 1 - a[$0] * a[$0] }
        case .softplus: deltas.multiplyEach { Scalar.sigmoid(z[$0]) }
        case .softsign:
            deltas.multiplyEach {
                let denominator = 1 + abs(z[$0])
                return 1 / (denominator * denominator)
            }
        case .swish:
            deltas.multiplyEach {
                let s = Scalar.sigmoid(z[$0])
                return s + a[$0] * (1 - s)
            }
        case .hardSwish: deltas.multiplyEach { z[$0] <= -3 ? 0 : z[$0] >= 3 ? 1 : z[$0] / 3 + 0.5 }
        case .mish:
            deltas.multiplyEach {
                let t = Scalar.tanhOfSoftplus(z[$0])
                return t + z[$0] * Scalar.sigmoid(z[$0]) * (1 - t * t)
            }
        case .softmax: deltas.replaceEachRow(a, units: units, by: softmaxRow)
        case .logSoftmax: deltas.replaceEachRow(a, units: units, by: logSoftmaxRow)
        case .unrecognized: preconditionFailure("\(self) can't be computed")
        }
    }
}

extension UnsafeMutableBufferPointer where Element: NetworkReal {
    @inline(__always)
    fileprivate func multiplyEach(by derivative: (Int) -> Element) {
        for i in indices { self[i] *= derivative(i) }
    }

    @inline(__always)
    fileprivate func replaceEachRow(
        _ activations: UnsafeBufferPointer<Element>, units: Int,
        by function: (Self, UnsafeBufferPointer<Element>) -> Void
    ) {
        for start in stride(from: 0, to: count, by: units) {
            function(
                Self(rebasing: self[start..<start + units]),
                UnsafeBufferPointer(rebasing: activations[start..<start + units]))
        }
    }
}

/// Φ(z) + z φ(z)
@inline(__always)
private func geluDerivative<Scalar: NetworkReal>(_ z: Scalar) -> Scalar {
    let density = Scalar.exp(-z * z / 2) * Scalar(1 / (2 * Double.pi).squareRoot())
    // Far out, where φ is 0, z may be too large to be squared.
    return Scalar.erfc(z * Scalar(-0.5.squareRoot())) / 2 + (density == 0 ? 0 : z * density)
}

/// With s = sigmoid(2u): s + z s (1−s) 2u′, u′ = √(2/π) (1 + 3 · 0.044715 z²)
@inline(__always)
private func geluTanhDerivative<Scalar: NetworkReal>(_ z: Scalar) -> Scalar {
    let u = Scalar.geluTanhArgument(z)
    let s = Scalar.sigmoid(2 * u)
    let bell = s * Scalar.sigmoid(-2 * u)
    // Far out, where s is flat, z may be too large to be squared.
    guard bell != 0 else { return s }
    return s + 2 * z * bell * Scalar((2 / Double.pi).squareRoot()) * (1 + Scalar(3 * 0.044715) * z * z)
}

/// ∂C/∂zⱼ = aⱼ (∂C/∂aⱼ − Σₖ aₖ ∂C/∂aₖ)
private func softmaxRow<Scalar: NetworkReal>(
    _ deltas: UnsafeMutableBufferPointer<Scalar>, _ activations: UnsafeBufferPointer<Scalar>
) {
    var mean = Scalar.zero
    for k in deltas.indices { mean += activations[k] * deltas[k] }
    for j in deltas.indices { deltas[j] = activations[j] * (deltas[j] - mean) }
}

/// ∂C/∂zⱼ = ∂C/∂aⱼ − e^aⱼ Σₖ ∂C/∂aₖ
private func logSoftmaxRow<Scalar: NetworkReal>(
    _ deltas: UnsafeMutableBufferPointer<Scalar>, _ activations: UnsafeBufferPointer<Scalar>
) {
    var sum = Scalar.zero
    for k in deltas.indices { sum += deltas[k] }
    for j in deltas.indices { deltas[j] -= Scalar.exp(activations[j]) * sum }
}
