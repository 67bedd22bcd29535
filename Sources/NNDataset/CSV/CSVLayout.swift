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

    /// - Throws: `DatasetError` where there is no such column, or none that are features.
    init(_ first: CSVRecord, _ options: CSVOptions, file: String) throws(DatasetError) {
        let fields = (0..<first.count).map { printable(utf8: Array(first[$0])) }
        func fail(_ expected: String, found: String) -> DatasetError {
            DatasetError(file: file, .text(line: first.line, column: nil, expected: expected, found: found))
        }
        func find(_ column: String) throws(DatasetError) -> (index: Int, isNamed: Bool) {
            let named = options.header == .absent ? [] : fields.indices.filter { fields[$0] == column }
            if let index = named.first {
                guard named.count == 1 else {
                    throw fail("one column '\(column)'", found: "\(named.count); give its number, from 1")
                }
                // A number may also stand among the data.
                if Int(column) == nil || options.header == .present { return (index, Int(column) == nil) }
            }
            guard let number = Int(column) else {
                throw fail("a column '\(column)'", found: fields.isEmpty ? "none" : list(fields))
            }
            guard (1...first.count).contains(number) else {
                throw fail("a column \(column), counted from 1", found: "\(first.count) columns")
            }
            return (number - 1, false)
        }
        var (isNamed, isUsual) = (false, false)
        var label: Int
        if let wanted = options.label {
            (label, isNamed) = try find(wanted)
        } else {
            label = fields.count - 1
            let usual = fields.indices.filter { ["label", "class", "target", "y"].contains(fields[$0].lowercased()) }
            if usual.count == 1, options.header != .absent { (label, isUsual) = (usual[0], true) }
        }
        var dropped: Set<Int> = []
        for column in options.dropped {
            let (index, hasName) = try find(column)
            dropped.insert(index)
            isNamed = isNamed || hasName
        }
        let features = fields.indices.filter { $0 != label && !dropped.contains($0) }
        guard !features.isEmpty else {
            throw fail(
                "1 or more columns of features beside the labels",
                found: "\(first.count) \(first.count == 1 ? "column" : "columns") in all; another separator?")
        }
        let hasTexts = features.contains { !first[$0].isEmpty && decimalNumber(first[$0]) == nil }
        // `y,2,8` may be names of columns, or an example of the class y.
        guard options.header != .automatic || !isUsual || isNamed || hasTexts else {
            throw fail(
                "names or numbers",
                found: "'\(fields[label])' beside numbers; say with --header or --no-header which they are")
        }
        let isHeader =
            switch options.header {
            case .present: true
            case .absent: false
            case .automatic: isNamed || hasTexts
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
