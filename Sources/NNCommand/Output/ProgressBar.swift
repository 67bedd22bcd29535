/// A line on the error stream that shows how far a long run has come, redrawn ten times a second at most; nothing
/// where that is no terminal.
///
///     train  ████████████████░░░░░░░░░░░░░░  1350/2501  cost 0.1893  612/s  0:02 left
public struct ProgressBar {
    private let label: String
    private let total: Int
    private let isEnabled: Bool
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastDrawn: ContinuousClock.Instant?
    private var isVisible = false

    /// A bar for `total` steps.
    public init(_ label: String, total: Int, isEnabled: Bool = true) {
        self.label = label
        self.total = max(total, 1)
        self.isEnabled = isEnabled && Terminal.showsErrors
        start = clock.now
    }

    /// Shows that `done` steps are done.
    ///
    /// - Parameter detail: what else is worth knowing, made only when the line is drawn.
    public mutating func update(_ done: Int, detail: @autoclosure () -> String = "") {
        guard isEnabled else { return }
        let now = clock.now
        if let lastDrawn, now - lastDrawn < .milliseconds(100) { return }
        lastDrawn = now
        isVisible = true
        // The line is cut at the terminal's width, since a wrapped one could not be redrawn; ESC [K clears the rest.
        Console.draw(
            "\r\(line(done, after: (now - start).seconds, detail: detail()).prefix(Terminal.width - 1))\u{1B}[K")
    }

    /// Removes the line, so that other text can be written.
    public mutating func clear() {
        guard isVisible else { return }
        Console.draw("\r\u{1B}[K")
        isVisible = false
        lastDrawn = nil
    }

    package func line(_ done: Int, after seconds: Double, detail: String) -> String {
        let cells = 30
        let filled = min(cells, done * cells / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: cells - filled)
        let rate = seconds > 0 ? Double(done) / seconds : 0
        let left = rate > 0 ? duration(Double(max(0, total - done)) / rate) + " left" : ""
        let speed = rate >= 10 ? "\(decimal(rate, places: 0))/s" : "\(decimal(rate, places: 2))/s"
        return [label, bar, "\(done)/\(total)", detail, speed, left].filter { !$0.isEmpty }.joined(separator: "  ")
    }
}

extension Duration {
    /// The duration in seconds.
    public var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
