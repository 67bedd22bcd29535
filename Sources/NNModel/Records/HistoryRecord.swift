/// The chunk `hISt`: a table of numbers, column by column.
extension History {
    /// The record; `init(parsing:)` reads it back.
    var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.put(UInt32(columns.count))
        writer.put(UInt32(rowCount))
        for column in columns { writer.put(name: column.name) }
        writer.align()
        for column in columns {
            for value in column.values { writer.put(value) }
        }
        return writer.bytes
    }

    /// Reads the record.
    init(parsing reader: inout ByteReader) throws(Violation) {
        let start = reader.position
        let columnCount = Int(try reader.get(UInt32.self))
        guard (1...Limits.historyColumns).contains(columnCount) else {
            throw reader.violation(
                .history, at: start, expected: "1 to \(Limits.historyColumns) columns", found: "\(columnCount)")
        }
        let rowCount = Int(try reader.get(UInt32.self))
        var names: [String] = []
        // By bytes: strings are equal in Swift where Unicode takes them for one, which other languages don't.
        var seen: Set<[UInt8]> = []
        for _ in 0..<columnCount {
            let at = reader.position
            let name = try reader.name()
            guard !name.isEmpty, seen.insert(Array(name.utf8)).inserted else {
                throw reader.violation(
                    .history, at: at, expected: "a name of its own for each column", found: "'\(name)'")
            }
            names.append(name)
        }
        try reader.align()
        // At most 1,024 columns of at most 2³² rows each, so that the product can't overflow.
        guard 8 * columnCount * rowCount <= reader.remaining else {
            throw reader.violation(
                .recordLength, at: reader.position, expected: "\(columnCount) columns of \(rowCount) numbers",
                found: "\(reader.remaining) bytes")
        }
        var columns: [Column] = []
        for name in names {
            var values: [Double] = []
            values.reserveCapacity(rowCount)
            for _ in 0..<rowCount { values.append(try reader.double()) }
            columns.append(Column(name, values))
        }
        try reader.end()
        self.init(columns)
    }
}
