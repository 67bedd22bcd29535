/// How training went, to be drawn: the cost, and the accuracy where there is one, in training and in validation.
public struct LearningCurve: Sendable {
    /// What the horizontal axis counts.
    public enum Unit: Sendable {
        case iterations
        case epochs(iterationsEach: Int)
    }

    /// The columns that are looked for: those of a model file's history, and the keys of nntrain's log.
    public enum Column {
        public static let iteration = "iteration"
        public static let cost = "cost"
        public static let accuracy = "accuracy"
        public static let validationCost = "validationCost"
        public static let validationAccuracy = "validationAccuracy"
    }

    /// The cost, and the accuracy if there is any.
    public let panels: [LineChart.Panel]
    /// The name of the horizontal axis.
    public let horizontal: String
    private let leastStep: Double

    /// The curve of a table's columns, of which unknown ones are left out.
    ///
    /// - Returns: nil where there is nothing to draw.
    public init?(columns: [(name: String, values: [Double])], per unit: Unit) {
        func column(_ name: String) -> [Double]? { columns.first { $0.name == name }?.values }
        guard let iterations = column(Column.iteration) else { return nil }
        let x: [Double]
        switch unit {
        case .iterations: (x, horizontal, leastStep) = (iterations, "iterations", 1)
        case .epochs(let size): (x, horizontal, leastStep) = (iterations.map { $0 / Double(max(1, size)) }, "epochs", 0)
        }
        func series(_ name: String, _ column: String) -> Series? {
            columns.first { $0.name == column }.map { Series(name, x: x, y: $0.values) }
        }
        func both(_ training: String, _ validation: String) -> [Series] {
            [series("training", training), series("validation", validation)].compactMap { $0 }
        }
        panels = [
            LineChart.Panel("Cost", both(Column.cost, Column.validationCost), isAmount: true),
            LineChart.Panel("Accuracy", both(Column.accuracy, Column.validationAccuracy), upTo: 1),
        ].filter { !$0.series.isEmpty }
        if panels.isEmpty { return nil }
    }

    /// The picture of the curve.
    public func svg(title: String, subtitle: String) -> String {
        chart(title, subtitle).svg
    }

    /// A small drawing of the cost for a terminal, at most 60 columns by ten lines; empty where there is no room for it,
    /// or there are fewer than two points.
    ///
    /// - Parameter width: columns of the terminal.
    public func text(width: Int, isColoured: Bool) -> String {
        panels[0].text(
            width: min(60, width - 1), horizontal: chart("", "").horizontalAxis(tickCount: 5), label: horizontal,
            isColoured: isColoured)
    }

    private func chart(_ title: String, _ subtitle: String) -> LineChart {
        LineChart(title: title, subtitle: subtitle, horizontal: horizontal, leastStep: leastStep, panels: panels)
    }
}
