/// Colours for what is drawn on a terminal, from the 256 of xterm: dark enough for white ground and light enough for
/// black, and told apart by everyone (see `SVGDocument`).
package enum Ink: Int, Sendable {
    case blue = 32
    case orange = 166
    case gray = 245
}

extension String {
    /// The text in a colour, where colours are allowed.
    package func painted(_ ink: Ink, if isColoured: Bool) -> String {
        isColoured && !isEmpty ? "\u{1B}[38;5;\(ink.rawValue)m\(self)\u{1B}[39m" : self
    }
}
