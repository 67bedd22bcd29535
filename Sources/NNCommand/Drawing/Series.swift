/// A line of a chart: points that belong together, from left to right.
public struct Series: Sendable, Equatable {
    /// What the legend calls it.
    public let name: String
    /// The points that can be drawn.
    package let points: [Point]

    package struct Point: Sendable, Equatable {
        package let x: Double
        package let y: Double
    }

    /// The points (x[i], y[i]); those where either is no number are left out, and what lies beside them is joined.
    ///
    /// - Precondition: as many x as y, in ascending order of x.
    public init(_ name: String, x: [Double], y: [Double]) {
        precondition(x.count == y.count, "\(x.count) x for \(y.count) y")
        self.name = name
        points = zip(x, y).compactMap { x, y in
            guard let x = Self.drawable(x), let y = Self.drawable(y) else { return nil }
            return Point(x: x, y: y)
        }
    }

    private init(_ name: String, _ points: [Point]) {
        self.name = name
        self.points = points
    }

    /// The number, if it can be drawn, within bounds where no step between two of them over- or underflows.
    private static func drawable(_ number: Double) -> Double? {
        guard number.magnitude <= 1e100 else { return nil }
        return number.magnitude < 1e-100 ? 0 : number
    }

    /// A series with at most four points in each of so many columns of a picture, that looks the same in it: the first,
    /// the lowest, the highest and the last (Jugel et al., M4: A Visualization-Oriented Time Series Data Aggregation,
    /// PVLDB 7, 2014).
    package func thinned(to columns: Int, across axis: Axis) -> Series {
        guard points.count > 4 * columns else { return self }
        var kept: [Point] = []
        var start = 0
        while start < points.count {
            let column = axis.column(of: points[start].x, among: columns)
            var end = start + 1
            while end < points.count, axis.column(of: points[end].x, among: columns) == column { end += 1 }
            let range = start..<end
            let lowest = range.min { points[$0].y < points[$1].y } ?? start
            let highest = range.max { points[$0].y < points[$1].y } ?? start
            kept += Set([start, lowest, highest, end - 1]).sorted().map { points[$0] }
            start = end
        }
        return Series(name, kept)
    }
}
