import NNModel

extension BatchPass {
    /// Z[l] = A[l−1]·W[l]ᵀ + b[l] and A[l] = g(Z[l]) of some rows of the batch, layer by layer.
    ///
    /// - Parameters:
    ///   - firstIsWeighted: whether Z[1] is there already, because somebody knows a shorter way to it.
    ///   - dropout: what silences hidden units, in a workspace that has room for it.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    package func propagateForward(_ rows: Range<Int>, firstIsWeighted: Bool = false, dropout: Dropout? = nil) {
        precondition((dropout == nil) == workspace.dropped.isEmpty, "room for dropout")
        for layer in architecture.layers.indices {
            if layer > 0 || !firstIsWeighted { weightInputs(layer, rows) }
            activate(layer, rows)
            if let dropout, layer + 1 < architecture.layers.count { drop(layer, rows, dropout) }
        }
    }

    /// The sum of the costs of some rows' examples, each times its weight, after a forward pass.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    package func totalCost(_ loss: Loss, _ rows: Range<Int>) -> Double {
        let (last, units) = (architecture.layers.count - 1, architecture.outputs)
        let (start, size) = (rows.lowerBound * units, rows.count * units)
        return loss.totalCost(
            weightedInputs: UnsafeBufferPointer(start: workspace.weightedInputs[last] + start, count: size),
            activations: UnsafeBufferPointer(start: workspace.activations[last] + start, count: size),
            targets: UnsafeBufferPointer(rebasing: workspace.targets[start..<start + size]),
            weights: workspace.exampleWeights.map { UnsafePointer($0 + rows.lowerBound) },
            activation: architecture.layers[last].activation, units: units)
    }

    /// Z[l] = A[l−1]·W[l]ᵀ + b[l]
    private func weightInputs(_ layer: Int, _ rows: Range<Int>) {
        let shape = architecture.layers[layer]
        let start = rows.lowerBound * shape.units
        // Δ[l] is not in use yet, and as large as Z[l].
        Scalar.weigh(
            workspace.fed(layer, rows), by: weights(layer), biases: parameters + shape.biases.lowerBound,
            into: workspace.weightedInputs[layer] + start, spare: workspace.deltas[layer] + start)
    }

    /// A[l] = g(Z[l]), in the place of Z[l] where the two share it.
    private func activate(_ layer: Int, _ rows: Range<Int>) {
        let shape = architecture.layers[layer]
        let (start, size) = (rows.lowerBound * shape.units, rows.count * shape.units)
        let (z, a) = (workspace.weightedInputs[layer] + start, workspace.activations[layer] + start)
        if a != z { a.update(from: z, count: size) }
        shape.activation.apply(to: UnsafeMutableBufferPointer(start: a, count: size), units: shape.units)
    }

    /// What the next layer is fed: A[l], multiplied by factors that are kept for the way back.
    private func drop(_ layer: Int, _ rows: Range<Int>, _ dropout: Dropout) {
        let units = architecture.layers[layer].units
        for row in rows {
            let (factors, fed) = (workspace.dropped[layer].factors + row * units, workspace.fedElements(layer + 1))
            let (a, target) = (workspace.activations[layer] + row * units, fed + row * units)
            dropout.fill(factors, units: units, layer: layer, row: row)
            for unit in 0..<units { target[unit] = a[unit] * factors[unit] }
        }
    }
}
