/// The rule for names in a file: at most 255 bytes of UTF-8 without control characters.
enum Name {
    /// What is wrong with `name`, or nil.
    static func problem(_ name: String) -> String? {
        if name.utf8.count > Limits.nameBytes { return "\(name.utf8.count) bytes of text" }
        let control = name.unicodeScalars.first { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }
        return control.map { "the control character U+\(hexadecimal($0.value, digits: 4))" }
    }
}

/// A number with leading zeros, for messages.
func hexadecimal(_ value: UInt32, digits: Int) -> String {
    let text = String(value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}
