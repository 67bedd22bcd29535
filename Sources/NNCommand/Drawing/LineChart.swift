/// Curves over a common horizontal axis, in one panel or several below each other.
public struct LineChart: Sendable {
    /// Curves that share a vertical axis.
    public struct Panel: Sendable {
        /// What the curves show.
        public let title: String
        /// The curves, two at most, for there are no more colours; empty ones are left out.
        public let series: [Series]
        /// What no value is above.
        let limit: Double
        /// Whether the values are amounts above zero, whose ratios count as much as their differences do.
        let isAmount: Bool

        /// A panel of these curves.
        public init(
            _ title: String, _ series: [Series], upTo limit: Double = .infinity, isAmount: Bool = false
        ) {
            self.title = title
            self.series = series.filter { !$0.points.isEmpty }
            self.limit = limit
            self.isAmount = isAmount
        }

        /// The vertical axis, of about so many ticks.
        func axis(tickCount: Int) -> Axis {
            let values = series.flatMap { $0.points.map(\.y) }
            if isAmount, Axis.areCrowded(values) { return Axis(logarithmic: values) }
            // Seen beside zero, where that doesn't press the curve against the upper edge.
            let withZero = isAmount && (values.min() ?? 0) < (values.max() ?? 0) / 2 ? values + [0] : values
            return Axis(linear: withZero, tickCount: tickCount, upTo: limit)
        }
    }

    /// What the picture shows, in a few words.
    public let title: String
    /// A second line below the title.
    public let subtitle: String
    /// What the horizontal axis counts.
    public let horizontal: String
    /// What two of its ticks lie apart at least: 1 for what comes in whole numbers only.
    let leastStep: Double
    /// The panels from top to bottom.
    public let panels: [Panel]

    /// A chart of these panels.
    public init(title: String, subtitle: String, horizontal: String, leastStep: Double = 0, panels: [Panel]) {
        self.title = title
        self.subtitle = subtitle
        self.horizontal = horizontal
        self.leastStep = leastStep
        self.panels = panels
    }

    /// The horizontal axis, of about so many ticks.
    func horizontalAxis(tickCount: Int) -> Axis {
        let values = panels.flatMap { $0.series.flatMap { $0.points.map(\.x) } }
        return Axis(linear: values + [0], tickCount: tickCount, leastStep: leastStep, isTight: true)
    }

    /// What the curves tell, in words.
    var summary: String {
        panels.flatMap { panel in
            panel.series.compactMap { series in
                guard let first = series.points.first, let last = series.points.last else { return nil }
                return "\(panel.title), \(series.name): \(compact(first.y)) at first, \(compact(last.y)) at last."
            }
        }.joined(separator: " ")
    }
}
