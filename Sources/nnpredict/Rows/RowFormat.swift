import NNCommand

/// How rows are written.
enum RowFormat: String, CaseIterable, ParameterValue {
    case table, csv, json, ndjson

    /// - Parameter widestPath: of the rows to come, as far as it is known, in columns: by that a table is aligned.
    func writer(_ style: RowStyle, widestPath: @autoclosure () -> Int) -> any RowWriter {
        switch self {
        case .table: RowTable(style, widestPath: widestPath())
        case .csv: RowCSV(style)
        case .json: RowJSON(style, isArray: true)
        case .ndjson: RowJSON(style, isArray: false)
        }
    }
}
