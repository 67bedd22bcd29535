/// A look at a row-major matrix that lies in memory, or at its transpose.
public struct MatrixView<Scalar> {
    /// The elements, row by row as they lie in memory.
    public let elements: UnsafePointer<Scalar>
    /// Rows of the matrix looked at.
    public let rows: Int
    /// Columns of the matrix looked at.
    public let columns: Int
    /// Whether rows of the matrix looked at are columns in memory.
    public let isTransposed: Bool
    /// The distance in memory from one row (or column, where they are transposed) to the next.
    let stride: Int

    /// A look at `rows × columns` numbers that lie in memory row by row, each `stride` after the last; without gaps
    /// unless told otherwise.
    public init(_ elements: UnsafePointer<Scalar>, rows: Int, columns: Int, stride: Int? = nil) {
        self.init(elements, rows: rows, columns: columns, isTransposed: false, stride: max(1, stride ?? columns))
    }

    private init(_ elements: UnsafePointer<Scalar>, rows: Int, columns: Int, isTransposed: Bool, stride: Int) {
        self.elements = elements
        self.rows = rows
        self.columns = columns
        self.isTransposed = isTransposed
        self.stride = stride
    }

    /// The transpose; nothing is moved.
    public var transposed: MatrixView {
        MatrixView(elements, rows: columns, columns: rows, isTransposed: !isTransposed, stride: stride)
    }
}
