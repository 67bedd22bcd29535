/// How training went: a table of numbers, a row each time that the trainer reported.
public struct History: Sendable, Equatable {
    /// A name and as many values as every other column has; NaN where there is none.
    public struct Column: Sendable, Equatable {
        /// What the numbers are: `iteration`, `cost`, `accuracy`, …
        public var name: String
        /// One number a row.
        public var values: [Double]

        /// A column of this name.
        public init(_ name: String, _ values: [Double]) {
            self.name = name
            self.values = values
        }
    }

    /// The columns, all of one length.
    public let columns: [Column]

    /// - Precondition: the columns are of one length.
    public init(_ columns: [Column]) {
        precondition(columns.allSatisfy { $0.values.count == columns[0].values.count }, "columns of unequal length")
        self.columns = columns
    }

    /// How many rows there are.
    public var rowCount: Int { columns.first?.values.count ?? 0 }
}
