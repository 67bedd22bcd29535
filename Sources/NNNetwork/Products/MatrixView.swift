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

    /// A look at `rows × columns` numbers that lie in memory row by row.
    public init(_ elements: UnsafePointer<Scalar>, rows: Int, columns: Int) {
        self.init(elements, rows: rows, columns: columns, isTransposed: false)
    }

    private init(_ elements: UnsafePointer<Scalar>, rows: Int, columns: Int, isTransposed: Bool) {
        self.elements = elements
        self.rows = rows
        self.columns = columns
        self.isTransposed = isTransposed
    }

    /// The transpose; nothing is moved.
    public var transposed: MatrixView {
        MatrixView(elements, rows: columns, columns: rows, isTransposed: !isTransposed)
    }

    /// The distance in memory from one row to the next.
    var stride: Int { max(1, isTransposed ? rows : columns) }
}
