import NNCommand

/// How rows are written.
enum RowFormat: String, CaseIterable, ParameterValue {
    case table, csv, json, ndjson

    /// - Parameter paths: of all rows to come, by which a table is aligned.
    func writer(_ style: RowStyle, paths: [String]) -> any RowWriter {
        switch self {
        case .table: RowTable(style, paths: paths)
        case .csv: RowCSV(style)
        case .json: RowJSON(style, isArray: true)
        case .ndjson: RowJSON(style, isArray: false)
        }
    }
}
