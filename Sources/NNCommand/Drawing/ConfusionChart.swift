/// Which classes are taken for which: a square of cells, a row for each true class and a column for each answer. A cell is
/// as dark as its share of the row is large, blue for right answers and orange for mistakes.
public struct ConfusionChart: Sendable {
    private let title: String
    private let subtitle: String
    private let names: [String]
    private let counts: [[Int]]
    private let layout: Layout

    /// - Parameters:
    ///   - names: of the classes, in order.
    ///   - counts: a row for each true class, a column for each answer.
    /// - Precondition: as many rows as names, and as many columns in each.
    public init(title: String, subtitle: String, names: [String], counts: [[Int]]) {
        precondition(counts.count == names.count && counts.allSatisfy { $0.count == names.count }, "no square")
        (self.title, self.subtitle, self.names, self.counts) = (title, subtitle, names, counts)
        let widest = counts.joined().map { grouped($0).count }.max() ?? 0
        let longest = names.map { $0.shortened(to: Layout.longestName).columns }.max() ?? 0
        layout = Layout(classes: names.count, longestName: longest, widestNumber: widest)
    }

    /// The chart as a picture: the same bytes for the same chart.
    public var svg: String {
        var picture = SVGDocument(
            width: layout.width, height: layout.height, title: title, description: summary, classes: classes)
        picture.add(text: title.shortened(to: layout.characters(16)), x: Layout.margin, y: 30, class: "title")
        picture.add(text: subtitle.shortened(to: layout.characters(12)), x: Layout.margin, y: 50, class: "muted")
        picture.add(text: "true class", x: layout.left - 8, y: layout.top - 8, class: "ink", anchor: "end")
        picture.add(text: "answer", x: layout.left, y: Layout.header + 2, class: "ink")
        drawCells(on: &picture)
        drawNames(on: &picture)
        return picture.text
    }

    private func drawCells(on picture: inout SVGDocument) {
        let side = coordinate(layout.cell)
        for (row, counts) in counts.enumerated() {
            let sum = counts.reduce(0, +)
            for (column, count) in counts.enumerated() where count > 0 {
                let (x, y) = (layout.x(column), layout.y(row))
                let share = Double(count) / Double(sum)
                picture.add(
                    "rect",
                    [
                        "class": row == column ? "right" : "wrong", "x": coordinate(x), "y": coordinate(y),
                        "width": side, "height": side, "fill-opacity": decimal(0.1 + 0.9 * share, places: 2),
                    ],
                    tip: tip(row, column, "\(grouped(count)) of \(grouped(sum))"))
                if layout.hasNumbers {
                    picture.add(
                        text: grouped(count), x: x + layout.cell / 2, y: y + layout.cell / 2 + 4,
                        class: share > 0.5 ? "number strong" : "number", anchor: "middle")
                }
            }
        }
        let all = coordinate(layout.cell * Double(names.count))
        picture.add(
            "rect",
            [
                "class": "axis", "x": coordinate(layout.left), "y": coordinate(layout.top), "width": all, "height": all,
            ])
    }

    private func tip(_ row: Int, _ column: Int, _ counts: String) -> String {
        row == column ? "\(names[row]): \(counts) right" : "\(names[row]) taken for \(names[column]): \(counts)"
    }

    /// The name of every class, or of many the number of some.
    private func drawNames(on picture: inout SVGDocument) {
        let step = layout.hasNames ? 1 : max(1, Int(RoundNumber(atLeast: 40 / layout.cell).value))
        for index in stride(from: 0, to: names.count, by: step) {
            let name = layout.hasNames ? names[index].shortened(to: Layout.longestName) : "\(index)"
            let middle = layout.cell / 2 + 4
            picture.add(text: name, x: layout.left - 8, y: layout.y(index) + middle, class: "muted", anchor: "end")
            picture.add(
                text: name, x: layout.x(index) + middle, y: layout.top - 8, class: "muted", angle: Layout.angle)
        }
    }

    /// What the picture tells, in words.
    private var summary: String {
        var mistakes: [(row: Int, column: Int, count: Int)] = []
        for (row, counts) in counts.enumerated() {
            for (column, count) in counts.enumerated() where count > 0 && row != column {
                mistakes.append((row, column, count))
            }
        }
        mistakes.sort { ($1.count, $0.row, $0.column) < ($0.count, $1.row, $1.column) }
        let worst = mistakes.prefix(5).map { "\(names[$0.row]) taken for \(names[$0.column]): \(grouped($0.count))." }
        return ([subtitle + "."] + (worst.isEmpty ? ["No mistakes."] : ["Most frequent mistakes:"] + worst))
            .joined(separator: " ")
    }
}

/// Distances in pixels.
private struct Layout {
    static let margin = 20.0
    /// Title, subtitle and the name of the horizontal axis.
    static let header = 84.0
    /// Of a column of text of 12 pixels, on the average of the fonts that it may be drawn in.
    static let character = 6.6
    /// In columns.
    static let longestName = 24
    /// Of the names above the cells.
    static let angle = -60

    /// The side of a cell.
    let cell: Double
    let hasNames: Bool
    let hasNumbers: Bool
    /// The corner of the cells.
    let left: Double
    let top: Double
    let width: Double
    let height: Double

    init(classes: Int, longestName: Int, widestNumber: Int) {
        hasNames = classes <= 64
        hasNumbers = classes <= 20
        let number = hasNumbers ? Double(widestNumber) * Self.character + 8 : 0
        let side = classes <= 5 ? 56.0 : classes <= 10 ? 44 : 34
        cell = max(number, hasNumbers ? side : hasNames ? 15 : max(1, (900 / Double(classes)).rounded(.down)))
        let name = Double(hasNames ? longestName : 4) * Self.character
        left = Self.margin + max(name, 10 * Self.character) + 12
        // As high as the turned names are.
        top = Self.header + name * 0.87 + 20
        // What the last name reaches beyond the cells.
        width = max(left + cell * Double(classes) + name / 2 + Self.margin, 420)
        height = top + cell * Double(classes) + Self.margin
    }

    func x(_ column: Int) -> Double { left + cell * Double(column) }
    func y(_ row: Int) -> Double { top + cell * Double(row) }

    /// How many columns of text of this size there is room for.
    func characters(_ size: Double) -> Int { Int((width - 2 * Self.margin) / (Self.character * size / 12)) }
}

private let classes = """
    .right { fill: #0072b2; }
    .wrong { fill: #d55e00; }
    .number { fill: #1f2328; }
    .strong { fill: #ffffff; }
    @media (prefers-color-scheme: dark) {
    .right { fill: #56b4e9; }
    .wrong { fill: #e69f00; }
    .number { fill: #e6edf3; }
    .strong { fill: #0d1117; }
    }
    """
