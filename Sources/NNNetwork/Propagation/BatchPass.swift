import NNModel

/// Forward and backward propagation of the batch in a workspace, by parameters that lie somewhere in memory.
///
/// Examples don't meet before the gradient: `propagateForward` and `propagateBackward` take any rows of the batch, and
/// `differentiate` any units of a layer, so that threads can share them out. Which rows and which units are taken together
/// decides the last digits of products; who takes them doesn't.
package struct BatchPass<Scalar: NetworkReal> {
    package let architecture: Architecture
    /// W[1], b[1], W[2], b[2], …, as `Architecture` has them.
    package let parameters: UnsafePointer<Scalar>
    package let workspace: Workspace<Scalar>

    package init(
        _ architecture: Architecture, parameters: UnsafePointer<Scalar>, _ workspace: Workspace<Scalar>
    ) {
        self.architecture = architecture
        self.parameters = parameters
        self.workspace = workspace
    }

    /// W[l] of some units of `layers[layer]`, a row a unit.
    func weights(_ layer: Int, _ units: Range<Int>? = nil) -> MatrixView<Scalar> {
        let shape = architecture.layers[layer]
        let units = units ?? 0..<shape.units
        return MatrixView(
            parameters + shape.weights.lowerBound + units.lowerBound * shape.inputs, rows: units.count,
            columns: shape.inputs)
    }
}

extension Network {
    /// Forward propagation of the batch in `workspace`: Z[l] = A[l−1]·W[l]ᵀ + b[l], A[l] = g(Z[l]).
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func propagateForward(_ workspace: Workspace<Scalar>) {
        withPass(workspace) { $0.propagateForward(0..<workspace.count) }
    }

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
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func propagateBackward(
        _ loss: Loss, _ workspace: Workspace<Scalar>, into gradient: inout Parameters<Scalar>, of examples: Int? = nil
    ) {
        let scale = 1 / Scalar(max(1, examples ?? workspace.count))
        withPass(workspace) { pass in
            pass.propagateBackward(loss, 0..<workspace.count)
            gradient.values.withUnsafeMutableBufferPointer { gradient in
                guard let base = gradient.baseAddress else { return }
                for (layer, shape) in architecture.layers.enumerated() {
                    let units = 0..<shape.units
                    pass.differentiateWeights(layer, units, scale: scale, into: base + shape.weights.lowerBound)
                    pass.differentiateBiases(layer, units, scale: scale, into: base + shape.biases.lowerBound)
                }
            }
        }
    }

    /// J of the batch times m: the sum of its examples' costs, after a forward pass.
    ///
    /// Summed in Double and in the order of the examples, so that it depends on nothing else.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func totalCost(_ loss: Loss, _ workspace: Workspace<Scalar>) -> Double {
        withPass(workspace) { $0.totalCost(loss, 0..<workspace.count) }
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
        let workspace = try Workspace<Scalar>(architecture, capacity: max(1, count), keepsWeightedInputs: false)
        _ = workspace.inputs.update(fromContentsOf: inputs)
        workspace.setCount(count)
        propagateForward(workspace)
        return Array(workspace.outputs)
    }

    private func withPass<Result>(
        _ workspace: Workspace<Scalar>, _ body: (BatchPass<Scalar>) -> Result
    ) -> Result {
        parameters.values.withUnsafeBufferPointer { values in
            // An architecture has a layer, and a layer a weight.
            body(BatchPass(architecture, parameters: values.baseAddress.unsafelyUnwrapped, workspace))
        }
    }
}
