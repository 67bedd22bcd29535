/// What a progress bar says, laid out for a width.
///
///     epoch 3/10  ━━━━━━━━╾─────────────────────  cost 0.3512  accuracy 0.874  54,210 examples/s  0:12 left
///
/// Where there is no room for all of it, the rate goes first, then the details from the last, then the bar.
package struct ProgressLine {
    private let label: String
    private let fraction: Double?
    private let details: [String]
    private let rate: String
    private let left: String

    /// A line of these parts, of which empty ones take no room.
    ///
    /// - Parameters:
    ///   - label: what is being done, and how far it has come in its own terms.
    ///   - fraction: how much is done, from 0 to 1; nil where nobody knows, and there is no bar.
    ///   - details: what else is worth knowing, the most important first.
    package init(label: String, fraction: Double?, details: [String], rate: String, left: String) {
        self.label = label
        self.fraction = fraction
        self.details = details.filter { !$0.isEmpty }
        self.rate = rate
        self.left = left
    }

    /// The line, of at most `width` columns; colours, those of ANSI, take none.
    package func text(width: Int, isColoured: Bool = false) -> String {
        guard let fraction else {
            let lines = tails.map { ([label] + $0).joined(separator: "  ") }
            return lines.first { $0.columns <= width } ?? String(label.prefix(max(0, width)))
        }
        for (gap, narrowest) in [(2, 10), (1, 4)] {
            for words in tails {
                let cells = width - words.reduce(label.columns + gap) { $0 + gap + $1.columns }
                guard cells >= narrowest else { continue }
                let bar = Self.bar(fraction, cells: min(30, cells), isColoured: isColoured)
                return ([label, bar] + words).joined(separator: String(repeating: " ", count: gap))
            }
        }
        return String(([label] + (tails.last ?? [])).joined(separator: " ").prefix(max(0, width)))
    }

    /// What may follow the bar, from everything to the least.
    private var tails: [[String]] {
        let fewer = stride(from: details.count, through: min(1, details.count), by: -1).map {
            details.prefix($0) + [left]
        }
        return ([details + [rate, left]] + fewer).map { $0.filter { !$0.isEmpty } }
    }

    /// Heavy where it is done and light where it isn't, so that it needs no colour.
    private static func bar(_ fraction: Double, cells: Int, isColoured: Bool) -> String {
        let halves = Int(min(max(fraction, 0), 1) * Double(2 * cells))
        let done = String(repeating: "━", count: halves / 2) + (halves.isMultiple(of: 2) ? "" : "╾")
        let rest = String(repeating: "─", count: cells - (halves + 1) / 2)
        return done.painted(.blue, if: isColoured) + rest.painted(.gray, if: isColoured)
    }
}
