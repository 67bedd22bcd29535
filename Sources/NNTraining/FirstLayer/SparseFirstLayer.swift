import NNModel
import NNNetwork

/// The first layer over inputs of which many are 0, as the pixels around a thing are: nothing is multiplied by those.
///
/// W[1], its gradient and its moments lie turned for it, n[0] × n[1], so that an input that isn't 0 takes one row of them:
///
///     row i of Z[1] = b[1] + Σₖ xᵢₖ · row k of W[1]ᵀ          row k of (∂J/∂W[1])ᵀ = Σᵢ xᵢₖ · row i of Δ[1] / m
///
/// with sums over k or i where xᵢₖ is not 0.
final class SparseFirstLayer<Scalar: TrainingReal>: @unchecked Sendable {
    private let shape: Architecture.Layer
    private let workspace: Workspace<Scalar>
    /// Which inputs of each example of the batch aren't 0.
    private let marks: UnsafeMutablePointer<UInt32>
    private let marksPerExample: Int

    init(_ workspace: Workspace<Scalar>) {
        shape = workspace.architecture.layers[0]
        self.workspace = workspace
        marksPerExample = SparseInputs<Scalar>.marksPerRow(shape.inputs)
        marks = .allocate(capacity: workspace.capacity * marksPerExample)
    }

    deinit { marks.deallocate() }

    /// Finds out which inputs of some examples aren't 0; to be called after they were gathered.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    func mark(_ rows: Range<Int>) {
        Scalar.markNonzero(inputs(rows), into: marks + rows.lowerBound * marksPerExample)
    }

    /// Puts Z[1] = X·W[1]ᵀ + b[1] of some examples into the workspace.
    ///
    /// - Parameter parameters: the network's, with W[1] turned.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    func weightInputs(_ parameters: UnsafePointer<Scalar>, _ rows: Range<Int>) {
        Scalar.weighNonzero(
            inputs(rows), by: parameters + shape.weights.lowerBound, biases: parameters + shape.biases.lowerBound,
            units: shape.units, into: workspace.weightedInputs[0] + rows.lowerBound * shape.units)
    }

    /// The rows of (∂J/∂W[1])ᵀ for some inputs, over all examples of the batch, each times `scale`.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    func differentiate(_ columns: Range<Int>, scale: Scalar, into gradient: UnsafeMutablePointer<Scalar>) {
        Scalar.differentiateNonzero(
            inputs(0..<workspace.count), columns: columns, deltas: workspace.deltas[0], units: shape.units,
            scale: scale, into: gradient)
    }

    private func inputs(_ rows: Range<Int>) -> SparseInputs<Scalar> {
        SparseInputs(
            numbers: workspace.inputs.baseAddress.unsafelyUnwrapped + rows.lowerBound * shape.inputs,
            marks: marks + rows.lowerBound * marksPerExample, rows: rows.count, columns: shape.inputs)
    }
}

/// A look at X with the marks of what isn't 0 in it.
public struct SparseInputs<Scalar> {
    let numbers: UnsafePointer<Scalar>
    let marks: UnsafePointer<UInt32>
    let rows: Int
    let columns: Int

    static func marksPerRow(_ columns: Int) -> Int {
        (columns + InputDensity.columnsPerMark - 1) / InputDensity.columnsPerMark
    }
}
