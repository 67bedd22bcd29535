import NNModel

extension Network {
    /// Forward propagation of the batch in `workspace`: Z[l] = A[l−1]·W[l]ᵀ + b[l], A[l] = g(Z[l]).
    ///
    /// - Parameter firstIsWeighted: whether Z[1] is there already, because somebody knows a shorter way to it.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func propagateForward(_ workspace: Workspace<Scalar>, firstIsWeighted: Bool = false) {
        for layer in architecture.layers.indices {
            if layer > 0 || !firstIsWeighted { weightInputs(layer, workspace) }
            activate(layer, workspace)
        }
    }

    /// J of the batch times m: the sum of its examples' costs, after a forward pass.
    ///
    /// Summed in Double and in the order of the examples, so that it depends on nothing else.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func totalCost(_ loss: Loss, _ workspace: Workspace<Scalar>) -> Double {
        let last = architecture.layers.count - 1
        let (units, activation) = (architecture.outputs, architecture.layers[last].activation)
        var total = 0.0
        for start in stride(from: 0, to: workspace.size(last), by: units) {
            total += Double(
                loss.cost(
                    weightedInputs: UnsafeBufferPointer(start: workspace.weightedInputs[last] + start, count: units),
                    activations: UnsafeBufferPointer(start: workspace.activations[last] + start, count: units),
                    targets: UnsafeBufferPointer(rebasing: workspace.targets[start..<start + units]),
                    activation: activation))
        }
        return total
    }

    /// The activations of the output layer for `count` examples: A[L], of shape `count × n[L]`.
    ///
    /// - Parameter inputs: X after preprocessing, of shape `count × n[0]`.
    /// - Throws: `NetworkError.outOfMemory`.
    /// - Precondition: `inputs` has whole rows.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func outputs(for inputs: [Scalar]) throws(NetworkError) -> [Scalar] {
        precondition(
            inputs.count % architecture.inputs == 0, "\(inputs.count) numbers for \(architecture.inputs) inputs")
        let count = inputs.count / architecture.inputs
        let workspace = try Workspace<Scalar>(architecture, capacity: max(1, count))
        _ = workspace.inputs.update(fromContentsOf: inputs)
        workspace.setCount(count)
        propagateForward(workspace)
        return Array(workspace.outputs)
    }

    /// Z[l] = A[l−1]·W[l]ᵀ + b[l]
    private func weightInputs(_ layer: Int, _ workspace: Workspace<Scalar>) {
        let shape = architecture.layers[layer]
        let (z, fed) = (workspace.weightedInputs[layer], workspace.fed(layer))
        parameters.values.withUnsafeBufferPointer { values in
            guard let base = values.baseAddress else { return }
            let biases = base + shape.biases.lowerBound
            let weights = MatrixView(base + shape.weights.lowerBound, rows: shape.units, columns: shape.inputs)
            if shape.units * 8 <= workspace.count && shape.inputs >= 256 {
                // A few units over many examples: BLAS packs the long operand, A, faster as the right factor of
                // Zᵀ = W·Aᵀ, by a third for 7 units over 209 pictures. Δ[l] is not in use yet, and as large.
                let transposed = workspace.deltas[layer]
                Scalar.multiply(weights, fed.transposed, scale: 1, adding: false, into: transposed)
                for unit in 0..<shape.units {
                    for example in 0..<workspace.count {
                        z[example * shape.units + unit] =
                            transposed[unit * workspace.count + example] + biases[unit]
                    }
                }
                return
            }
            for example in 0..<workspace.count {
                (z + example * shape.units).update(from: biases, count: shape.units)
            }
            Scalar.multiply(fed, weights.transposed, scale: 1, adding: true, into: z)
        }
    }

    /// A[l] = g(Z[l])
    private func activate(_ layer: Int, _ workspace: Workspace<Scalar>) {
        let shape = architecture.layers[layer]
        let size = workspace.size(layer)
        workspace.activations[layer].update(from: workspace.weightedInputs[layer], count: size)
        shape.activation.apply(
            to: UnsafeMutableBufferPointer(start: workspace.activations[layer], count: size), units: shape.units)
    }
}
