/// Rows of text in aligned columns.
public struct Table {
    /// Where the text of a column stands.
    public enum Alignment: Sendable { case left, right }

    private let header: [String]
    private let alignments: [Alignment]
    private var rows: [[String]] = []

    /// A table with these columns.
    public init(_ columns: [(title: String, alignment: Alignment)]) {
        header = columns.map(\.title)
        alignments = columns.map(\.alignment)
    }

    /// Adds a row; names from files are escaped.
    ///
    /// - Precondition: as many cells as columns.
    public mutating func add(_ cells: [String]) {
        precondition(cells.count == header.count, "\(cells.count) cells for \(header.count) columns")
        rows.append(cells.map(\.escaped))
    }

    /// The table as lines, each ended by a newline.
    public var text: String {
        let all = [header] + rows
        let widths = header.indices.map { column in all.map { $0[column].columns }.max() ?? 0 }
        return all.map { row in
            let cells = row.indices.map { column in
                row[column].padded(to: widths[column], alignments[column])
            }
            let line = cells.joined(separator: "  ")
            return line.trimmingTrailingSpaces + "\n"
        }.joined()
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: Substring {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return text
    }
}
