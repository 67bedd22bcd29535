import NNCBLAS
internal import NNCKernels
import NNModel

/// A precision that networks can be trained in: its numbers, products of matrices of them, and the slope of the relu.
///
/// The only file that knows BLAS.
public protocol NetworkReal: Real {
    /// C ← scale · A·B, or C ← C + scale · A·B where `adding`.
    ///
    /// - Parameters:
    ///   - a: of shape `rows × k`.
    ///   - b: of shape `k × columns`.
    ///   - c: row-major, of shape `a.rows × b.columns`; it must not overlap the others.
    ///   - stride: the distance from one row of C to the next; nil where there are no gaps.
    /// - Precondition: the shapes fit, and no length exceeds `Int32.max`.
    static func multiply(
        _ a: MatrixView<Self>, _ b: MatrixView<Self>, scale: Self, adding: Bool, into c: UnsafeMutablePointer<Self>,
        stride: Int?)

    /// The sum of the rows of a matrix, times `scale`: one number a column.
    static func sumRows(_ matrix: MatrixView<Self>, scale: Self, into sums: UnsafeMutablePointer<Self>)

    /// Δ ⊙ g′(Z) of the relu, in place of Δ.
    static func multiplyByReluSlope(_ deltas: UnsafeMutableBufferPointer<Self>, _ z: UnsafeBufferPointer<Self>)
}

extension NetworkReal {
    /// The same with rows of C side by side.
    public static func multiply(
        _ a: MatrixView<Self>, _ b: MatrixView<Self>, scale: Self, adding: Bool, into c: UnsafeMutablePointer<Self>
    ) {
        multiply(a, b, scale: scale, adding: adding, into: c, stride: nil)
    }
}

extension Float: NetworkReal {
    public static func sumRows(
        _ matrix: MatrixView<Float>, scale: Float, into sums: UnsafeMutablePointer<Float>
    ) {
        precondition(!matrix.isTransposed, "rows that lie side by side")
        nn_sum_rows_f32(matrix.elements, matrix.rows, matrix.stride, matrix.columns, scale, sums)
    }

    public static func multiplyByReluSlope(
        _ deltas: UnsafeMutableBufferPointer<Float>, _ z: UnsafeBufferPointer<Float>
    ) {
        guard let deltas = deltas.baseAddress, let zs = z.baseAddress else { return }
        nn_relu_slope_f32(deltas, zs, z.count)
    }

    public static func multiply(
        _ a: MatrixView<Float>, _ b: MatrixView<Float>, scale: Float, adding: Bool, into c: UnsafeMutablePointer<Float>,
        stride: Int?
    ) {
        precondition(a.columns == b.rows, "\(a.rows) × \(a.columns) times \(b.rows) × \(b.columns)")
        if isSmall(a, b) {
            return nn_multiply_small_f32(
                nn_view_f32(first: a.elements, row: a.rowStride, column: a.columnStride),
                nn_view_f32(first: b.elements, row: b.rowStride, column: b.columnStride), a.rows, a.columns, b.columns,
                scale, adding ? 1 : 0, c, stride ?? b.columns)
        }
        BLAS.prepare()
        cblas_sgemm(
            CblasRowMajor, transposition(a), transposition(b), Int32(a.rows), Int32(b.columns), Int32(a.columns),
            scale, a.elements, Int32(a.stride), b.elements, Int32(b.stride), adding ? 1 : 0, c,
            Int32(max(1, stride ?? b.columns)))
    }
}

extension Double: NetworkReal {
    public static func sumRows(
        _ matrix: MatrixView<Double>, scale: Double, into sums: UnsafeMutablePointer<Double>
    ) {
        precondition(!matrix.isTransposed, "rows that lie side by side")
        nn_sum_rows_f64(matrix.elements, matrix.rows, matrix.stride, matrix.columns, scale, sums)
    }

    public static func multiplyByReluSlope(
        _ deltas: UnsafeMutableBufferPointer<Double>, _ z: UnsafeBufferPointer<Double>
    ) {
        guard let deltas = deltas.baseAddress, let zs = z.baseAddress else { return }
        nn_relu_slope_f64(deltas, zs, z.count)
    }

    public static func multiply(
        _ a: MatrixView<Double>, _ b: MatrixView<Double>, scale: Double, adding: Bool,
        into c: UnsafeMutablePointer<Double>, stride: Int?
    ) {
        precondition(a.columns == b.rows, "\(a.rows) × \(a.columns) times \(b.rows) × \(b.columns)")
        if isSmall(a, b) {
            return nn_multiply_small_f64(
                nn_view_f64(first: a.elements, row: a.rowStride, column: a.columnStride),
                nn_view_f64(first: b.elements, row: b.rowStride, column: b.columnStride), a.rows, a.columns, b.columns,
                scale, adding ? 1 : 0, c, stride ?? b.columns)
        }
        BLAS.prepare()
        cblas_dgemm(
            CblasRowMajor, transposition(a), transposition(b), Int32(a.rows), Int32(b.columns), Int32(a.columns),
            scale, a.elements, Int32(a.stride), b.elements, Int32(b.stride), adding ? 1 : 0, c,
            Int32(max(1, stride ?? b.columns)))
    }
}

/// Whether BLAS would take longer to begin than the product takes; decided by the shape alone, as the last digits are.
private func isSmall<Scalar>(_ a: MatrixView<Scalar>, _ b: MatrixView<Scalar>) -> Bool {
    // None of the three is beyond Int32, so that two of them can be multiplied.
    min(a.rows, a.columns, b.columns) <= 8 && a.rows * b.columns <= 2_048 && a.rows * b.columns * a.columns <= 2_048
}

extension MatrixView {
    fileprivate var rowStride: Int { isTransposed ? 1 : stride }
    fileprivate var columnStride: Int { isTransposed ? stride : 1 }
}

private func transposition<Scalar>(_ matrix: MatrixView<Scalar>) -> CBLAS_TRANSPOSE {
    matrix.isTransposed ? CblasTrans : CblasNoTrans
}
