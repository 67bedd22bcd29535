import NNCommand

/// Rows as CSV (RFC 4180, with the line ends of Unix), after a line of titles; with `--top` a line a class.
struct RowCSV: RowWriter {
    private let style: RowStyle

    init(_ style: RowStyle) {
        self.style = style
    }

    private var titles: [String] {
        guard style.classCount != nil else { return ["path"] + (1...style.units).map { "value\($0)" } + ["error"] }
        return ["path"] + (style.top == nil ? [] : ["rank"]) + ["class", "index", "probability", "error"]
    }

    func begin() throws {
        try write([titles])
    }

    func write(_ row: Row) throws {
        switch row.content {
        case .error(let error):
            try write([[row.path] + [String](repeating: "", count: titles.count - 2) + [error]])
        case .values(let values): try write([[row.path] + values.map(\.description) + [""]])
        case .classes(let index, let probabilities):
            let listed = style.listed(index: index, probabilities: probabilities)
            try write(
                listed.enumerated().map { rank, index in
                    let answer = [style.name(index) ?? "", "\(index)", probabilities[index].description, ""]
                    return [row.path] + (style.top == nil ? [] : ["\(rank + 1)"]) + answer
                })
        }
    }

    func end() throws {}

    private func write(_ lines: [[String]]) throws {
        for line in lines { try Console.print(line.map(quoted).joined(separator: ",")) }
        try Console.flush()
    }

    private func quoted(_ field: String) -> String {
        // A name is exact for a program, and harmless for a terminal.
        let field = Terminal.showsResults ? field.escaped : field
        let isPlain = field.utf8.allSatisfy { !Array("\",\r\n".utf8).contains($0) }
        if isPlain, field.first != " ", field.last != " " { return field }
        return "\"" + field.unicodeScalars.reduce(into: "") { $0 += $1 == "\"" ? "\"\"" : String($1) } + "\""
    }
}
