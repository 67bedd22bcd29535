import NNModel

extension BatchPass {
    /// Δ[L] = ∂C/∂Z[L], and Δ[l] = g′(Z[l]) ⊙ (Δ[l+1]·W[l+1]) down to the first layer, of some rows of the batch after
    /// their forward pass. Each example's row is multiplied by its weight.
    ///
    /// - Parameter hasDropped: whether the forward pass was one with dropout.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    package func propagateBackward(_ loss: Loss, _ rows: Range<Int>, hasDropped: Bool = false) {
        outputDeltas(loss, rows)
        var layer = architecture.layers.count - 1
        while layer > 0 {
            passDeltasBack(from: layer, rows, hasDropped: hasDropped)
            layer -= 1
        }
    }

    /// ∂J/∂W[l] = scale · Δ[l]ᵀ·A[l−1] of some units, over all rows of the batch; of shape `units.count × n[l−1]`.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    package func differentiateWeights(
        _ layer: Int, _ units: Range<Int>, scale: Scalar, into gradient: UnsafeMutablePointer<Scalar>
    ) {
        Scalar.multiply(
            deltas(layer, units).transposed, workspace.fed(layer, 0..<workspace.count), scale: scale, adding: false,
            into: gradient)
    }

    /// ∂J/∂b[l] = scale · the sum of the rows of Δ[l], of some units.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    package func differentiateBiases(
        _ layer: Int, _ units: Range<Int>, scale: Scalar, into gradient: UnsafeMutablePointer<Scalar>
    ) {
        Scalar.sumRows(deltas(layer, units), scale: scale, into: gradient)
    }

    /// Δ[l] of some units, all rows of the batch.
    private func deltas(_ layer: Int, _ units: Range<Int>) -> MatrixView<Scalar> {
        MatrixView(
            workspace.deltas[layer] + units.lowerBound, rows: workspace.count, columns: units.count,
            stride: architecture.layers[layer].units)
    }

    private func outputDeltas(_ loss: Loss, _ rows: Range<Int>) {
        let (last, units) = (architecture.layers.count - 1, architecture.outputs)
        let (start, size) = (rows.lowerBound * units, rows.count * units)
        let deltas = workspace.deltas[last] + start
        loss.outputDeltas(
            weightedInputs: UnsafeBufferPointer(start: workspace.weightedInputs[last] + start, count: size),
            activations: UnsafeBufferPointer(start: workspace.activations[last] + start, count: size),
            targets: UnsafeBufferPointer(rebasing: workspace.targets[start..<start + size]),
            activation: architecture.layers[last].activation, units: units,
            into: UnsafeMutableBufferPointer(start: deltas, count: size))
        guard let weights = workspace.exampleWeights else { return }
        for (index, row) in rows.enumerated() {
            for unit in 0..<units { deltas[index * units + unit] *= weights[row] }
        }
    }

    /// Δ[l−1] = g′(Z[l−1]) ⊙ (Δ[l]·W[l])
    private func passDeltasBack(from layer: Int, _ rows: Range<Int>, hasDropped: Bool) {
        let (shape, below) = (architecture.layers[layer], architecture.layers[layer - 1])
        let deltas = MatrixView(
            workspace.deltas[layer] + rows.lowerBound * shape.units, rows: rows.count, columns: shape.units)
        let (start, size) = (rows.lowerBound * below.units, rows.count * below.units)
        let target = workspace.deltas[layer - 1] + start
        Scalar.multiply(deltas, weights(layer), scale: 1, adding: false, into: target)
        if hasDropped {
            let factors = workspace.dropped[layer - 1].factors + start
            for i in 0..<size { target[i] *= factors[i] }
        }
        below.activation.multiplyByDerivative(
            UnsafeMutableBufferPointer(start: target, count: size),
            weightedInputs: UnsafeBufferPointer(start: workspace.weightedInputs[layer - 1] + start, count: size),
            activations: UnsafeBufferPointer(start: workspace.activations[layer - 1] + start, count: size),
            units: below.units)
    }
}
