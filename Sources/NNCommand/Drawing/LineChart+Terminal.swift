extension LineChart.Panel {
    /// The panel in `width` columns and ten lines, each ended by a newline.
    ///
    ///     cost (logarithmic)        ⠤⠤ training 0.0306
    ///       1 ┤⠢⢄
    ///         │ ⠑⠢⢄⡀
    ///     0.1 ┤    ⠈⠉⠒⠒⠤⠤⢄⣀⣀⡀
    ///         └─────────────────────────────
    ///          0     500    1,000 iterations
    ///
    /// Empty where that is too narrow for a curve, or there is a point and no curve.
    func text(width: Int, horizontal: Axis, label: String, isColoured: Bool) -> String {
        let vertical = axis(tickCount: 3)
        let margin = vertical.ticks.reduce(0) { max($0, $1.label.count) } + 2
        var grid = DotGrid(columns: max(0, width - margin), rows: 7)
        guard grid.columns >= 20, series.contains(where: { $0.points.count > 1 }) else { return "" }
        for (index, series) in series.enumerated() {
            let dots = series.points.map { point in
                (x: grid.x(horizontal.fraction(of: point.x)), y: grid.y(vertical.fraction(of: point.y)))
            }
            for (dot, next) in zip(dots, dots.dropFirst()) {
                grid.line(from: dot, to: next, inks[index], isDotted: index > 0 && !isColoured)
            }
        }

        var labels = [String](repeating: "", count: grid.rows)
        for tick in vertical.ticks { labels[grid.y(vertical.fraction(of: tick.value)) / 4] = tick.label }
        let title = title + (vertical.isLogarithmic ? " (logarithmic)" : "")
        let legend = legend(isColoured: isColoured)
        let space = max(2, width - title.columns - legend.columns)
        var lines = [title + String(repeating: " ", count: space) + legend.text]
        for row in 0..<grid.rows {
            let edge = labels[row].isEmpty ? "│" : "┤"
            lines.append(labels[row].padded(to: margin - 2) + " " + edge + grid.text(ofRow: row, isColoured: isColoured))
        }
        lines.append(String(repeating: " ", count: margin - 1) + "└" + String(repeating: "─", count: grid.columns))
        lines.append(String(repeating: " ", count: margin) + horizontal.line(label, columns: grid.columns))
        return lines.map { $0 + "\n" }.joined()
    }

    /// What the curves are called and where they end, and how many columns that takes.
    private func legend(isColoured: Bool) -> (text: String, columns: Int) {
        let entries = series.enumerated().map { index, series in
            let sample = index > 0 && !isColoured ? "⠂⠂" : "⠒⠒"
            let words = " \(series.name) \(series.points.last.map { compact($0.y) } ?? "")"
            return (text: sample.painted(inks[index], if: isColoured) + words, columns: 2 + words.columns)
        }
        return (
            entries.map(\.text).joined(separator: "  "),
            entries.reduce(0) { $0 + $1.columns } + 2 * max(0, entries.count - 1)
        )
    }
}

private let inks = [Ink.blue, .orange]

extension DotGrid {
    fileprivate func x(_ fraction: Double) -> Int { Int((fraction * Double(width - 1)).rounded()) }
    fileprivate func y(_ fraction: Double) -> Int { Int(((1 - fraction) * Double(height - 1)).rounded()) }
}

extension Axis {
    /// The labels of the ticks, each below its place, and the name of the axis at the end; what has no room is left out.
    fileprivate func line(_ name: String, columns: Int) -> String {
        var line = ""
        let end = columns - name.columns
        for tick in ticks {
            let start = max(0, Int(fraction(of: tick.value) * Double(columns - 1)) - tick.label.count / 2)
            guard line.isEmpty || start > line.count, start + tick.label.count < end else { continue }
            line += String(repeating: " ", count: start - line.count) + tick.label
        }
        return line + String(repeating: " ", count: max(1, end - line.count)) + name
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        String(repeating: " ", count: max(0, width - columns)) + self
    }
}
