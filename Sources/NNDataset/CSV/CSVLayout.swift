import NNHDF5

/// Which columns of a CSV file are what, by its first record and what was said of it. Columns count from 0.
struct CSVLayout {
    /// The names of the columns; nil where the file has no header.
    let names: [String]?
    /// How many columns there are.
    let columnCount: Int
    /// The column of the labels.
    let label: Int
    /// The columns of the features, in order; at least one.
    let features: [Int]

    /// - Throws: `DatasetError` where there is no such column, none that are features, or no telling whether the record
    ///   is a header.
    init(_ first: CSVRecord, _ options: CSVOptions, file: String) throws(DatasetError) {
        let record = FirstRecord(first, header: options.header, file: file)
        let fields = record.fields
        let named = try options.label.map { column throws(DatasetError) in try record.find(column) }
        let usual = options.label == nil ? record.usualLabel : nil
        let label = named?.index ?? usual ?? fields.count - 1
        let dropped = try options.dropped.map { column throws(DatasetError) in try record.find(column) }
        let features = fields.indices.filter { column in
            column != label && !dropped.contains { $0.index == column }
        }
        guard !features.isEmpty else {
            throw record.error(
                "1 or more columns of features beside the labels",
                found: "\(fields.count) \(fields.count == 1 ? "column" : "columns") in all; another separator?")
        }
        let isHeader: Bool
        switch options.header {
        case .present: isHeader = true
        case .absent: isHeader = false
        case .automatic:
            isHeader =
                named?.isByName == true || dropped.contains { $0.isByName }
                || features.contains { !first[$0].isEmpty && decimalNumber(first[$0]) == nil }
            // `y,2,8` may be names of columns, or an example of the class y.
            guard isHeader || usual == nil else {
                throw record.error(
                    "names or numbers",
                    found: "'\(fields[label])' beside numbers; say with --header or --no-header which they are")
            }
        }
        names = isHeader ? fields : nil
        columnCount = fields.count
        self.label = label
        self.features = features
    }

    /// How a column is called in messages: its number from 1, and its name.
    func name(of column: Int) -> String {
        "\(column + 1)" + (names.map { " ('\($0[column])')" } ?? "")
    }
}

/// The first record of a file, in which columns are looked up.
private struct FirstRecord {
    let fields: [String]
    private let line: Int
    private let header: CSVOptions.Header
    private let file: String

    init(_ record: CSVRecord, header: CSVOptions.Header, file: String) {
        fields = (0..<record.count).map { printable(utf8: Array(record[$0])) }
        line = record.line
        self.header = header
        self.file = file
    }

    /// The one column that is called as labels usually are; nil where there is none, or several.
    var usualLabel: Int? {
        guard header != .absent else { return nil }
        let found = fields.indices.filter { ["label", "class", "target", "y"].contains(fields[$0].lowercased()) }
        return found.count == 1 ? found[0] : nil
    }

    /// The column that is meant by a name, or by a number from 1, which is a name only where there is certainly a header.
    func find(_ column: String) throws(DatasetError) -> (index: Int, isByName: Bool) {
        let number = Int(column)
        if header == .present || (header == .automatic && number == nil) {
            let named = fields.indices.filter { fields[$0] == column }
            guard named.count <= 1 else {
                throw error("one column '\(column)'", found: "\(named.count); give its number, from 1")
            }
            if let index = named.first { return (index, true) }
        }
        guard let number else { throw error("a column '\(column)'", found: list(fields)) }
        guard (1...fields.count).contains(number) else {
            throw error("a column \(column), counted from 1", found: "\(fields.count) columns")
        }
        return (number - 1, false)
    }

    func error(_ expected: String, found: String) -> DatasetError {
        DatasetError(file: file, .text(line: line, column: nil, expected: expected, found: found))
    }
}
