/// A picture of dots for a terminal, eight to a character: the braille patterns of Unicode (from U+2800), whose bits stand
/// for the dots.
struct DotGrid {
    /// Characters a row.
    let columns: Int
    let rows: Int
    private var cells: [(bits: UInt8, ink: Ink)]

    /// A picture without dots.
    init(columns: Int, rows: Int) {
        self.columns = columns
        self.rows = rows
        cells = Array(repeating: (0, .gray), count: columns * rows)
    }

    /// Dots a row, and in a column.
    var width: Int { columns * 2 }
    var height: Int { rows * 4 }

    /// Sets the dot that is `x` from the left and `y` from the top; its character takes the ink.
    mutating func set(x: Int, y: Int, _ ink: Ink) {
        let cell = y / 4 * columns + x / 2
        cells[cell] = (cells[cell].bits | Self.bits[y % 4 * 2 + x % 2], ink)
    }

    /// Joins two dots; of a dotted line, the odd columns stay empty.
    mutating func line(from a: (x: Int, y: Int), to b: (x: Int, y: Int), _ ink: Ink, isDotted: Bool = false) {
        let steps = max(abs(b.x - a.x), abs(b.y - a.y), 1)
        for step in 0...steps {
            let part = Double(step) / Double(steps)
            let x = Int((Double(a.x) + Double(b.x - a.x) * part).rounded())
            let y = Int((Double(a.y) + Double(b.y - a.y) * part).rounded())
            if !isDotted || x.isMultiple(of: 2) { set(x: x, y: y, ink) }
        }
    }

    /// A row of characters from the top, up to the last that has a dot.
    func text(ofRow row: Int, isColoured: Bool) -> String {
        let cells = cells[row * columns..<(row + 1) * columns]
        let end = cells.lastIndex { $0.bits != 0 } ?? cells.startIndex - 1
        return cells[...end].map { bits, ink in
            bits == 0
                ? " " : String(Character(Unicode.Scalar(0x2800 + UInt32(bits)) ?? " ")).painted(ink, if: isColoured)
        }.joined()
    }

    /// The bits of a character's dots, from left to right and from the top.
    private static let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
}
