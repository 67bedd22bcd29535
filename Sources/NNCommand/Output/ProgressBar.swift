/// A line on the error stream that shows how far a long run has come, redrawn ten times a second at most; nothing
/// where that is no terminal.
public struct ProgressBar {
    private let label: String
    private let total: Int?
    private let first: Int
    private let unit: String
    private let unitsPerStep: Double
    private let isEnabled: Bool
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastDrawn: ContinuousClock.Instant
    private var isVisible = false

    /// A bar for `total` steps, to be seen after a moment, so that short runs don't flicker.
    ///
    /// - Parameters:
    ///   - label: what is being done.
    ///   - total: how many steps there will be; nil where nobody knows, when only count and rate are shown.
    ///   - first: how many were done before.
    ///   - unit: what the rate counts, in the plural; steps where it is empty.
    ///   - unitsPerStep: how many of them a step does.
    public init(
        _ label: String, total: Int?, first: Int = 0, unit: String = "", unitsPerStep: Double = 1,
        isEnabled: Bool = true
    ) {
        self.label = label
        self.total = total.map { max($0, 1) }
        self.first = first
        self.unit = unit
        self.unitsPerStep = unitsPerStep
        self.isEnabled = isEnabled && Terminal.showsErrors
        start = clock.now
        lastDrawn = start
    }

    /// Shows that `done` steps are done.
    ///
    /// - Parameters:
    ///   - label: what is being done, instead of the bar's own label and the count of steps.
    ///   - details: what else is worth knowing, the most important first. Both are made only when the line is drawn.
    public mutating func update(
        _ done: Int, label: @autoclosure () -> String? = nil, details: @autoclosure () -> [String] = []
    ) {
        guard isEnabled else { return }
        let now = clock.now
        guard now - lastDrawn >= .milliseconds(100) else { return }
        lastDrawn = now
        let line = line(done, after: (now - start).seconds, label: label(), details: details())
        // A line as wide as the terminal would be wrapped by some, and a wrapped one can't be redrawn.
        draw(line.text(width: Terminal.width - 1, isColoured: Terminal.coloursErrors))
    }

    /// Shows what is being done after the last step, at once.
    public mutating func show(_ text: String) {
        guard isEnabled else { return }
        draw(String(text.prefix(Terminal.width - 1)))
    }

    /// Removes the line, so that other text can be written.
    public mutating func clear() {
        guard isVisible else { return }
        Console.draw("\r\u{1B}[K")
        isVisible = false
    }

    private mutating func draw(_ line: String) {
        isVisible = true
        // ESC [K clears the rest of a longer line.
        Console.draw("\r\(line)\u{1B}[K")
    }

    package func line(_ done: Int, after seconds: Double, label: String? = nil, details: [String] = []) -> ProgressLine
    {
        let rate = seconds > 0 ? Double(max(0, done - first)) / seconds : 0
        return ProgressLine(
            label: label ?? "\(self.label) \(total.map { steps(done, of: $0) } ?? grouped(done))",
            fraction: total.map { Double(done) / Double($0) }, details: details,
            rate: rate > 0 ? speed(rate * unitsPerStep) : "",
            left: total.flatMap { rate > 0 ? duration(Double(max(0, $0 - done)) / rate) + " left" : nil } ?? "")
    }

    private func speed(_ rate: Double) -> String {
        let number = Int(exactly: rate.rounded()).map(grouped) ?? "\(rate)"
        return (rate >= 10 ? number : decimal(rate, places: 2)) + (unit.isEmpty ? "/s" : " \(unit)/s")
    }
}

/// A count beside its end, as wide at the first as at the last.
public func steps(_ done: Int, of total: Int) -> String {
    let (done, total) = (grouped(done), grouped(total))
    return String(repeating: " ", count: max(0, total.count - done.count)) + "\(done)/\(total)"
}

extension Duration {
    /// The duration in seconds.
    public var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
