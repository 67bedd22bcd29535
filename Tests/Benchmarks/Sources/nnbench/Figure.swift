import Foundation

/// A number of ours beside the bar that it has to clear.
struct Figure: Sendable {
    enum Bar: Sendable {
        case atMost(Double)
        case atLeast(Double)
        /// Nobody has laid one down.
        case none

        func verdict(on value: Double) -> String {
            switch self {
            case .atMost(let bar): value <= bar ? "cleared" : "MISSED"
            case .atLeast(let bar): value >= bar ? "cleared" : "MISSED"
            case .none: ""
            }
        }

        var text: String {
            switch self {
            case .atMost(let bar): "≤ \(shortened(bar))"
            case .atLeast(let bar): "≥ \(shortened(bar))"
            case .none: ""
            }
        }
    }

    let name: String
    let unit: String
    let bar: Bar
    /// What is measured, and how.
    let what: String
    /// Why it can't be measured; nil where it can.
    var missing: @Sendable () -> String? = { nil }
    let measure: @Sendable () throws -> Double

    static let heading = ["figure", "ours", "bar", "", "what"]

    /// Measures it so many times.
    /// - Returns: a row of the table, with the median.
    func run(times: Int) throws -> [String] {
        if let reason = missing() { return [name, "", bar.text, "skipped", reason] }
        let value = median(try (0..<times).map { _ in try measure() })
        return [name, "\(shortened(value)) \(unit)", bar.text, bar.verdict(on: value), what]
    }
}

/// With four digits that count, and no more than a table needs.
func shortened(_ value: Double) -> String {
    String(format: abs(value) < 10 ? "%.4f" : abs(value) < 100 ? "%.2f" : "%.0f", value)
}

/// The middle one, or the mean of the two in the middle.
func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}
