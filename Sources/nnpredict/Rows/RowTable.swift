import NNCommand

/// Rows for people: aligned, although each is written as soon as it is known. With `--top` a line a class.
struct RowTable: RowWriter {
    private let style: RowStyle
    private let pathWidth: Int
    private let nameWidth: Int
    /// Numbers of an output that is no probability, beyond which a line would only confuse.
    private static let mostValues = 8

    init(_ style: RowStyle, paths: [String]) {
        self.style = style
        pathWidth = (paths + ["path"]).map(\.escaped.columns).max() ?? 0
        let names = style.output.classNames.isEmpty ? ["\((style.classCount ?? 1) - 1)"] : style.output.classNames
        nameWidth = (names + ["class"]).map(\.escaped.columns).max() ?? 0
    }

    func begin() throws {
        if style.classCount == nil {
            try write("path", [style.units == 1 ? "value" : "values"])
        } else {
            try write("path", ["class".padded(to: nameWidth), "probability"])
        }
    }

    func write(_ row: Row) throws {
        switch row.content {
        // The reason stands in the error stream; a row that breaks the columns would hide it among the answers.
        case .error: try write(row.path, ["-".padded(to: nameWidth), "          -"])
        case .values(let values):
            // Shortest in float32: more digits than that are noise to people.
            let shown = values.prefix(Self.mostValues).map { Float($0).description }
            try write(row.path, shown + (values.count > shown.count ? ["…"] : []))
        case .classes(let index, let probabilities):
            for (rank, index) in style.listed(index: index, probabilities: probabilities).enumerated() {
                let probability = decimal(probabilities[index], places: 4)
                let space = String(repeating: " ", count: max(0, 11 - probability.count))
                let name = style.name(index) ?? "\(index)"
                try write(rank == 0 ? row.path : "", [name.escaped.padded(to: nameWidth), space + probability])
            }
        }
        try Console.flush()
    }

    func end() throws {}

    private func write(_ path: String, _ cells: [String]) throws {
        try Console.print(([path.escaped.padded(to: pathWidth)] + cells).joined(separator: "  "))
    }
}

extension String {
    /// The text with spaces after it, to a width of the terminal.
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - columns))
    }
}
