extension LineChart {
    /// The chart as a picture, 720 pixels wide: the same bytes for the same chart.
    public var svg: String {
        let heights = panels.indices.map { $0 == 0 ? 230.0 : 130.0 }
        let height = heights.reduce(Layout.header + Layout.footer) { $0 + Layout.heading + $1 }
        var picture = SVGDocument(width: Layout.width, height: height, title: title, description: summary)
        picture.add(text: title.shortened(to: 70), x: Layout.margin, y: 30, class: "title")
        picture.add(text: subtitle.shortened(to: 100), x: Layout.margin, y: 50, class: "muted")

        let horizontal = horizontalAxis(tickCount: 8)
        var top = Layout.header
        for (panel, height) in zip(panels, heights) {
            let frame = Frame(
                horizontal: horizontal, vertical: panel.axis(tickCount: height > 200 ? 5 : 3),
                top: top + Layout.heading, height: height)
            picture.draw(panel, in: frame)
            top += Layout.heading + height
        }
        picture.drawTicks(horizontal, label: self.horizontal, below: top)
        return picture.text
    }
}

/// Distances in pixels.
private enum Layout {
    static let width = 720.0
    /// From the picture's left edge to the curves: room for the labels of the vertical axes.
    static let left = 68.0
    static let right = width - 24
    static let margin = 20.0
    /// Title and subtitle.
    static let header = 60.0
    /// What a panel is called, and its legend.
    static let heading = 40.0
    /// The labels of the horizontal axis.
    static let footer = 56.0
    /// Of a column of text, on the average of the fonts that it may be drawn in.
    static let character = 6.6
}

/// The place of a panel's curves in a picture, and what its edges stand for.
private struct Frame {
    let horizontal: Axis
    let vertical: Axis
    let top: Double
    let height: Double

    var bottom: Double { top + height }
    func x(_ value: Double) -> Double { Layout.x(value, on: horizontal) }
    func y(_ value: Double) -> Double { bottom - height * vertical.fraction(of: value) }
}

extension Layout {
    static func x(_ value: Double, on axis: Axis) -> Double { left + (right - left) * axis.fraction(of: value) }
}

extension SVGDocument {
    fileprivate mutating func draw(_ panel: LineChart.Panel, in frame: Frame) {
        let spread = frame.vertical.isLogarithmic ? " (logarithmic)" : ""
        add(text: panel.title + spread, x: Layout.margin, y: frame.top - 14, class: "heading")
        drawLegend(panel, y: frame.top - 18)
        for tick in frame.vertical.ticks {
            let y = frame.y(tick.value)
            add(line: "grid", from: (Layout.left, y), to: (Layout.right, y))
            add(text: tick.label, x: Layout.left - 8, y: y + 4, class: "muted", anchor: "end")
        }
        for tick in frame.horizontal.ticks {
            let x = frame.x(tick.value)
            add(line: "grid", from: (x, frame.top), to: (x, frame.bottom))
        }
        add(line: "axis", from: (Layout.left, frame.bottom), to: (Layout.right, frame.bottom))
        for (index, series) in panel.series.enumerated() { draw(series, index, in: frame) }
    }

    private mutating func draw(_ series: Series, _ index: Int, in frame: Frame) {
        // Two columns to a pixel of the curve's own width.
        let points = series.thinned(to: Int(Layout.right - Layout.left) / 2, across: frame.horizontal).points
            .map { (x: coordinate(frame.x($0.x)), y: coordinate(frame.y($0.y))) }
        if points.count > 1 {
            let line = points.map { "\($0.x),\($0.y)" }.joined(separator: " ")
            add("polyline", ["class": "curve series-\(index)", "points": line])
        }
        // More would hide the curve; a single point is seen by its dot alone.
        if points.count <= 50 {
            for point in points { drawDot(x: point.x, y: point.y, index) }
        }
    }

    private mutating func drawDot(x: String, y: String, _ index: Int) {
        add("circle", ["class": "dot series-\(index)", "cx": x, "cy": y, "r": index == 0 ? "2.5" : "3"])
    }

    /// What the curves are called and where they end, at the right edge.
    private mutating func drawLegend(_ panel: LineChart.Panel, y: Double) {
        var right = Layout.right
        for (index, series) in panel.series.enumerated().reversed() {
            guard let last = series.points.last else { continue }
            let text = "\(series.name) \(compact(last.y))"
            add(text: text, x: right, y: y + 4, class: "ink", anchor: "end")
            right -= Double(text.columns) * Layout.character + 8
            add(line: "curve series-\(index)", from: (right - 26, y), to: (right, y))
            drawDot(x: coordinate(right - 13), y: coordinate(y), index)
            right -= 26 + 20
        }
    }

    fileprivate mutating func drawTicks(_ axis: Axis, label: String, below y: Double) {
        for tick in axis.ticks {
            let x = Layout.x(tick.value, on: axis)
            add(line: "axis", from: (x, y), to: (x, y + 5))
            add(text: tick.label, x: x, y: y + 19, class: "muted", anchor: "middle")
        }
        add(text: label, x: Layout.right, y: y + 40, class: "ink", anchor: "end")
    }
}
