extension String {
    /// How many columns of a terminal the text takes.
    ///
    /// An approximation of UAX #11 and of what terminals do: two for the East Asian wide ranges and emoji, none for a
    /// combining mark alone, one for the rest.
    package var columns: Int {
        reduce(0) { $0 + $1.columns }
    }

    /// The text, cut where it is longer than so many columns.
    package func shortened(to limit: Int) -> String {
        columns > limit ? String(prefix(columns: limit - 1)) + "…" : self
    }

    /// The text without its start, where it is longer than so many columns: of paths the end tells more.
    package func shortenedAtStart(to limit: Int) -> String {
        columns > limit ? "…" + String(String(reversed()).prefix(columns: limit - 1).reversed()) : self
    }

    /// The text with spaces, to so many columns.
    package func padded(to width: Int, _ alignment: Table.Alignment = .left) -> String {
        let space = String(repeating: " ", count: max(0, width - columns))
        return alignment == .left ? self + space : space + self
    }

    private func prefix(columns limit: Int) -> Substring {
        var width = 0
        return prefix { character in
            width += character.columns
            return width <= limit
        }
    }
}

extension Character {
    fileprivate var columns: Int {
        guard let first = unicodeScalars.first else { return 0 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: break
        }
        // The variation selector 16 asks for the picture instead of the sign.
        let isPicture = first.properties.isEmojiPresentation || unicodeScalars.contains("\u{FE0F}")
        return isPicture || wideRanges.contains { $0.contains(first.value) } ? 2 : 1
    }
}

/// The blocks that are wide throughout (EastAsianWidth.txt: W and F).
private let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F,  // Hangul Jamo
    0x2E80...0x303E,  // radicals, CJK punctuation
    0x3041...0xA4CF,  // kana, CJK ideographs, Yi
    0xA960...0xA97F,  // Hangul Jamo extended
    0xAC00...0xD7A3,  // Hangul syllables
    0xF900...0xFAFF,  // compatibility ideographs
    0xFE30...0xFE6F,  // compatibility forms
    0xFF01...0xFF60, 0xFFE0...0xFFE6,  // full-width forms
    0x1F300...0x1F64F, 0x1F900...0x1F9FF,  // pictographs
    0x20000...0x3FFFD,  // ideographs of the further planes
]
