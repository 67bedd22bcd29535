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
        var lines = [heading(width: width, isLogarithmic: vertical.isLogarithmic, isColoured: isColoured)]
        for row in 0..<grid.rows {
            let edge = labels[row].isEmpty ? "│" : "┤"
            lines.append(
                labels[row].padded(to: margin - 2, .right) + " " + edge + grid.text(ofRow: row, isColoured: isColoured))
        }
        lines.append(String(repeating: " ", count: margin - 1) + "└" + String(repeating: "─", count: grid.columns))
        lines.append(String(repeating: " ", count: margin) + horizontal.line(label, columns: grid.columns))
        return lines.map { $0 + "\n" }.joined()
    }

    /// The title, and at the right what the curves are called and where they end, as far as there is room.
    private func heading(width: Int, isLogarithmic: Bool, isColoured: Bool) -> String {
        for scale in isLogarithmic ? [" (logarithmic)", " (log)"] : [""] {
            for hasValues in [true, false] {
                let names = series.map { $0.name + (hasValues ? " \($0.points.last.map { compact($0.y) } ?? "")" : "") }
                let space = width - (title + scale).columns - names.reduce(-2) { $0 + $1.columns + 5 }
                guard space >= 2 else { continue }
                let entries = zip(names, inks).enumerated().map { index, entry in
                    (index > 0 && !isColoured ? "⠂⠂" : "⠒⠒").painted(entry.1, if: isColoured) + " \(entry.0)"
                }
                return title + scale + String(repeating: " ", count: space) + entries.joined(separator: "  ")
            }
        }
        return title
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
