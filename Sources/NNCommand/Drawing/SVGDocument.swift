/// A picture as text, after https://www.w3.org/TR/SVG11/: shapes in the order that they are drawn in. Nothing in it runs,
/// loads anything, or depends on the time.
///
/// Shapes take their colours from classes, which have one set for light and one for dark surroundings: `ink` and
/// `muted` for text, `grid` and `axis` for lines, `series-0` and `series-1` for what is shown. The two of a set are told
/// apart whatever kind of colour blindness somebody has (M. Okabe and K. Ito, Color Universal Design, 2008).
public struct SVGDocument: Sendable {
    private let head: String
    private var body = ""

    /// An empty picture on its background.
    ///
    /// - Parameters:
    ///   - title: what it shows, in a few words.
    ///   - description: what it tells, for those who don't see it.
    ///   - classes: CSS for classes beyond those of every picture.
    public init(width: Double, height: Double, title: String, description: String, classes: String = "") {
        let (width, height) = (coordinate(width), coordinate(height))
        head = """
            <?xml version="1.0" encoding="UTF-8"?>
            <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(height)" viewBox="0 0 \(width) \(height)" \
            role="img" aria-labelledby="title description">
            <title id="title">\(title.escapedForXML)</title>
            <desc id="description">\(description.escapedForXML)</desc>
            <style>
            \(style)\(classes.isEmpty ? "" : "\n" + classes)
            </style>

            """
        add("rect", ["class": "background", "width": width, "height": height])
    }

    /// Adds a shape.
    ///
    /// - Parameter tip: what a browser shows when somebody points at it.
    public mutating func add(_ element: String, _ attributes: KeyValuePairs<String, String>, tip: String = "") {
        let end = tip.isEmpty ? "/>" : "><title>\(tip.escapedForXML)</title></\(element)>"
        body += "<\(element)\(Self.text(of: attributes))\(end)\n"
    }

    /// Adds a line of text, whose `anchor` is at (x, y): its start, middle or end.
    ///
    /// - Parameter angle: degrees by which the line is turned around that place, clockwise.
    public mutating func add(
        text: String, x: Double, y: Double, class name: String, anchor: String = "start", angle: Int = 0
    ) {
        let (x, y) = (coordinate(x), coordinate(y))
        let attributes: KeyValuePairs = ["class": name, "x": x, "y": y, "text-anchor": anchor]
        let turn = angle == 0 ? "" : " transform=\"rotate(\(angle) \(x) \(y))\""
        body += "<text\(Self.text(of: attributes))\(turn)>\(text.escapedForXML)</text>\n"
    }

    /// Adds a straight line.
    public mutating func add(line name: String, from start: (x: Double, y: Double), to end: (x: Double, y: Double)) {
        add(
            "line",
            [
                "class": name, "x1": coordinate(start.x), "y1": coordinate(start.y), "x2": coordinate(end.x),
                "y2": coordinate(end.y),
            ])
    }

    /// The whole document.
    public var text: String { head + body + "</svg>\n" }

    private static func text(of attributes: KeyValuePairs<String, String>) -> String {
        attributes.map { " \($0)=\"\($1.escapedForXML)\"" }.joined()
    }
}

/// A place in a picture, to a tenth of a pixel.
public func coordinate(_ value: Double) -> String {
    let text = decimal(value, places: 1)
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

private let style = """
    text { font: 12px system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", Helvetica, Arial, sans-serif; }
    .title { font-size: 16px; font-weight: 600; }
    .heading { font-size: 13px; font-weight: 600; }
    .background { fill: #ffffff; }
    .ink, .title, .heading { fill: #1f2328; }
    .muted { fill: #59636e; }
    .grid, .axis, .curve { fill: none; }
    .grid { stroke: #e4e8ec; }
    .axis { stroke: #8c959f; }
    .curve { stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
    .curve.series-1 { stroke-dasharray: 6 4; }
    .series-0 { stroke: #0072b2; }
    .series-1 { stroke: #d55e00; }
    .dot.series-0 { fill: #0072b2; }
    .dot.series-1 { fill: #ffffff; stroke-width: 1.5; }
    @media (prefers-color-scheme: dark) {
    .background { fill: #0d1117; }
    .ink, .title, .heading { fill: #e6edf3; }
    .muted { fill: #9198a1; }
    .grid { stroke: #262c36; }
    .axis { stroke: #656c76; }
    .series-0 { stroke: #56b4e9; }
    .series-1 { stroke: #e69f00; }
    .dot.series-0 { fill: #56b4e9; }
    .dot.series-1 { fill: #0d1117; }
    }
    """

extension String {
    /// The text as it may stand in a document or an attribute: what means something to XML, and what can't be in it at
    /// all, is written out.
    var escapedForXML: String {
        escaped.unicodeScalars.reduce(into: "") { text, scalar in
            switch scalar {
            case "&": text += "&amp;"
            case "<": text += "&lt;"
            case ">": text += "&gt;"
            case "\"": text += "&quot;"
            // The only characters beyond those that `escaped` replaces (https://www.w3.org/TR/xml/#charsets).
            case "\u{FFFE}", "\u{FFFF}": text += "\\u{\(String(scalar.value, radix: 16))}"
            default: text.unicodeScalars.append(scalar)
            }
        }
    }
}
