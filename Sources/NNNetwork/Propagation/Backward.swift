import NNModel

extension Network {
    /// Backpropagation in matrix form, after a forward pass of the same batch:
    ///
    ///     Δ[L] = ∂C/∂Z[L]                      by `Loss.outputDeltas`
    ///     Δ[l] = g′(Z[l]) ⊙ (Δ[l+1]·W[l+1])
    ///     ∂J/∂W[l] = Δ[l]ᵀ·A[l−1] / m          ∂J/∂b[l] = the sum of the rows of Δ[l], / m
    ///
    /// The transposes of the usual formulas, since a batch has one example a row here.
    ///
    /// - Parameters:
    ///   - gradient: receives ∂J/∂W and ∂J/∂b of every layer.
    ///   - examples: m; nil for those of this batch, more where the batch is a part of a larger one and the gradients
    ///     of the parts are to be added.
    ///   - skippingFirstWeights: whether ∂J/∂W[1] is left as it is, since the caller makes do with Δ[1].
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func propagateBackward(
        _ loss: Loss, _ workspace: Workspace<Scalar>, into gradient: inout Parameters<Scalar>, of examples: Int? = nil,
        skippingFirstWeights: Bool = false
    ) {
        let scale = 1 / Scalar(max(1, examples ?? workspace.count))
        outputDeltas(loss, workspace)
        for layer in architecture.layers.indices.reversed() {
            gradient.values.withUnsafeMutableBufferPointer { values in
                differentiate(
                    layer, workspace, scale: scale, skippingWeights: skippingFirstWeights && layer == 0, into: values)
            }
            if layer > 0 { passDeltasBack(from: layer, workspace) }
        }
    }

    private func outputDeltas(_ loss: Loss, _ workspace: Workspace<Scalar>) {
        let last = architecture.layers.count - 1
        let size = workspace.size(last)
        loss.outputDeltas(
            weightedInputs: UnsafeBufferPointer(start: workspace.weightedInputs[last], count: size),
            activations: UnsafeBufferPointer(start: workspace.activations[last], count: size),
            targets: UnsafeBufferPointer(rebasing: workspace.targets[..<size]),
            activation: architecture.layers[last].activation, units: architecture.outputs,
            into: UnsafeMutableBufferPointer(start: workspace.deltas[last], count: size))
    }

    /// Δ[l−1] = g′(Z[l−1]) ⊙ (Δ[l]·W[l])
    private func passDeltasBack(from layer: Int, _ workspace: Workspace<Scalar>) {
        let shape = architecture.layers[layer]
        let deltas = MatrixView(workspace.deltas[layer], rows: workspace.count, columns: shape.units)
        parameters.values.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return }
            let weights = MatrixView(base + shape.weights.lowerBound, rows: shape.units, columns: shape.inputs)
            Scalar.multiply(deltas, weights, scale: 1, adding: false, into: workspace.deltas[layer - 1])
        }
        let size = workspace.size(layer - 1)
        let below = architecture.layers[layer - 1]
        below.activation.multiplyByDerivative(
            UnsafeMutableBufferPointer(start: workspace.deltas[layer - 1], count: size),
            weightedInputs: UnsafeBufferPointer(start: workspace.weightedInputs[layer - 1], count: size),
            activations: UnsafeBufferPointer(start: workspace.activations[layer - 1], count: size), units: below.units)
    }

    /// ∂J/∂W[l] = Δ[l]ᵀ·A[l−1] / m and ∂J/∂b[l]
    private func differentiate(
        _ layer: Int, _ workspace: Workspace<Scalar>, scale: Scalar, skippingWeights: Bool,
        into gradient: UnsafeMutableBufferPointer<Scalar>
    ) {
        guard let base = gradient.baseAddress else { return }
        let shape = architecture.layers[layer]
        let deltas = MatrixView(workspace.deltas[layer], rows: workspace.count, columns: shape.units)
        if !skippingWeights {
            Scalar.multiply(
                deltas.transposed, workspace.fed(layer), scale: scale, adding: false,
                into: base + shape.weights.lowerBound)
        }

        let biases = base + shape.biases.lowerBound
        biases.update(repeating: 0, count: shape.units)
        for example in 0..<workspace.count {
            let row = deltas.elements + example * shape.units
            for unit in 0..<shape.units { biases[unit] += row[unit] }
        }
        for unit in 0..<shape.units { biases[unit] *= scale }
    }
}
