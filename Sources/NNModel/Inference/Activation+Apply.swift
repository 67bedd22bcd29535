extension Activation {
    /// Replaces the weighted inputs of one or more examples by their activations, A = g(Z).
    ///
    /// NaN stays NaN in every one of them, so that a network that has diverged can't look healthy.
    ///
    /// - Parameters:
    ///   - values: the weighted inputs, one example a row, row-major.
    ///   - units: the length of a row.
    /// - Precondition: the activation is recognised, and `values` has whole rows.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func apply<Scalar: Real>(to values: UnsafeMutableBufferPointer<Scalar>, units: Int) {
        switch self {
        case .identity: break
        case .relu: Scalar.relu(values)
        case .relu6: values.replaceEach { $0 <= 0 ? 0 : $0 > 6 ? 6 : $0 }
        case .leakyRelu(let slope):
            let slope = Scalar(slope)
            values.replaceEach { $0 > 0 ? $0 : slope * $0 }
        case .elu(let alpha):
            let alpha = Scalar(alpha)
            values.replaceEach { $0 > 0 ? $0 : alpha * Scalar.expm1($0) }
        case .selu:
            let lambda = Scalar(Self.seluLambda)
            let scale = Scalar(Self.seluLambda * Self.seluAlpha)
            values.replaceEach { $0 > 0 ? lambda * $0 : scale * Scalar.expm1($0) }
        case .gelu: values.replaceEach { $0 / 2 * Scalar.erfc($0 * Scalar(-0.5.squareRoot())) }
        case .geluTanh: values.replaceEach { $0 * Scalar.sigmoid(2 * Scalar.geluTanhArgument($0)) }
        case .sigmoid: values.replaceEach { Scalar.sigmoid($0) }
        case .hardSigmoid(let slope, let offset):
            let (slope, offset) = (Scalar(slope), Scalar(offset))
            values.replaceEach { Scalar.clamped(slope * $0 + offset) }
        case .tanh: values.replaceEach { Scalar.tanh($0) }
        case .softplus: values.replaceEach { Scalar.softplus($0) }
        case .softsign: values.replaceEach { $0 / (1 + abs($0)) }
        case .swish: values.replaceEach { $0 * Scalar.sigmoid($0) }
        case .hardSwish: values.replaceEach { $0 * Scalar.clamped($0 / 6 + 0.5) }
        case .mish: values.replaceEach { $0 * Scalar.tanhOfSoftplus($0) }
        case .softmax: values.replaceEachRow(of: units, by: softmaxRow)
        case .logSoftmax: values.replaceEachRow(of: units, by: logSoftmaxRow)
        case .unrecognized: preconditionFailure("\(self) can't be computed")
        }
    }
}

extension UnsafeMutableBufferPointer {
    @inline(__always)
    fileprivate func replaceEach(by function: (Element) -> Element) {
        for i in indices { self[i] = function(self[i]) }
    }

    @inline(__always)
    fileprivate func replaceEachRow(of units: Int, by function: (Self) -> Void) {
        for start in stride(from: 0, to: count, by: units) {
            function(Self(rebasing: self[start..<start + units]))
        }
    }
}

private func softmaxRow<Scalar: Real>(_ row: UnsafeMutableBufferPointer<Scalar>) {
    // The largest is subtracted first: e^z would overflow, e^(z − max) can't.
    let largest = Scalar.maximum(UnsafeBufferPointer(row))
    var sum = Scalar.zero
    for j in row.indices {
        row[j] = Scalar.exp(row[j] - largest)
        sum += row[j]
    }
    for j in row.indices { row[j] /= sum }
}

private func logSoftmaxRow<Scalar: Real>(_ row: UnsafeMutableBufferPointer<Scalar>) {
    let (largest, rest) = Scalar.logSumExp(UnsafeBufferPointer(row))
    for j in row.indices { row[j] = row[j] - largest - rest }
}
