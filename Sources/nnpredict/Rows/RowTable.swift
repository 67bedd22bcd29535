import NNCommand

/// Rows for people: aligned, although each is written as soon as it is known. With `--top` a line a class.
///
/// The column of paths is as wide as those that are known at the start need it, and widens where a longer one comes out
/// of a folder within. On a terminal what is too long is cut, so that no line is wrapped, and probabilities have bars.
struct RowTable: RowWriter {
    private let style: RowStyle
    private let layout: Layout
    private var pathWidth: Int

    /// - Parameter widestPath: in columns, of the paths that are known.
    init(_ style: RowStyle, widestPath: Int) {
        self.style = style
        let names = style.output.classNames.isEmpty ? ["\((style.classCount ?? 1) - 1)"] : style.output.classNames
        let widestName = style.classCount == nil ? 0 : (names + ["class"]).map(\.escaped.columns).max() ?? 0
        layout = Layout(widestName: widestName, terminal: Terminal.showsResults ? Terminal.resultWidth : nil)
        pathWidth = min(max(widestPath, "path".count), layout.mostPath)
    }

    func begin() throws {
        if style.classCount == nil {
            try write("path", [style.units == 1 ? "value" : "values"])
        } else {
            try write("path", ["class".padded(to: layout.name), "probability"])
        }
    }

    mutating func write(_ row: Row) throws {
        let path = row.path.escaped.shortenedAtStart(to: layout.mostPath)
        pathWidth = max(pathWidth, path.columns)
        switch row.content {
        // The reason stands in the error stream; a row that breaks the columns would hide it among the answers.
        case .error: try write(path, ["-".padded(to: layout.name), "          -"])
        case .values(let values):
            // Shortest in float32: more digits than that are noise to people.
            let shown = values.prefix(Layout.mostValues).map { Float($0).description }
            try write(path, shown + (values.count > shown.count ? ["…"] : []))
        case .classes(let index, let probabilities):
            for (rank, index) in style.listed(index: index, probabilities: probabilities).enumerated() {
                try write(rank == 0 ? path : "", cells(index, probabilities[index]))
            }
        }
        try Console.flush()
    }

    func end() throws {}

    private func cells(_ index: Int, _ probability: Double) -> [String] {
        let name = (style.name(index) ?? "\(index)").escaped.shortened(to: layout.name).padded(to: layout.name)
        let number = decimal(probability, places: 4)
        let space = String(repeating: " ", count: max(0, Layout.probability - number.count))
        guard let columns = layout.bar(besidePaths: pathWidth) else { return [name, space + number] }
        return [name, space + number, blockBar(probability, columns: columns).painted(.blue, if: layout.isColoured)]
    }

    private func write(_ path: String, _ cells: [String]) throws {
        try Console.print(([path.padded(to: pathWidth)] + cells).joined(separator: "  "))
    }
}

/// The columns of a table of rows.
private struct Layout {
    /// Numbers of an output that is no probability, beyond which a line would only confuse.
    static let mostValues = 8
    /// Of `probability`.
    static let probability = 11
    private static let gap = 2
    private static let longestBar = 20
    private static let shortestBar = 8
    private static let shortestPath = 16

    /// The width of class names.
    let name: Int
    /// The most that paths get; no bound where no terminal would wrap the line.
    let mostPath: Int
    /// What a line may take; nil where it isn't drawn.
    private let width: Int?
    let isColoured = Terminal.coloursResults

    init(widestName: Int, terminal: Int?) {
        guard let terminal else {
            (name, mostPath, width) = (widestName, .max, nil)
            return
        }
        // A line as wide as the terminal is wrapped by some.
        let room = terminal - 1 - Self.probability - 2 * Self.gap
        name = min(widestName, max(room / 3, 1))
        mostPath = max(Self.shortestPath, room - name - Self.gap - Self.shortestBar)
        width = Terminal.drawsResults ? terminal - 1 : nil
    }

    /// The length of bars; nil for none.
    func bar(besidePaths path: Int) -> Int? {
        guard let width else { return nil }
        let room = width - path - name - Self.probability - 3 * Self.gap
        return room >= Self.shortestBar ? min(room, Self.longestBar) : nil
    }
}
