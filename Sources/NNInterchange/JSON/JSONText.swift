/// Puts together JSON text (RFC 8259) as bytes; commas come by themselves.
struct JSONText {
    private(set) var bytes: [UInt8] = []
    private var needsComma = false
    private var needsLine = false

    /// Room for so many bytes.
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// An object of the members that `body` adds.
    mutating func object(_ body: (inout JSONText) -> Void) { nest("{", "}", body) }

    /// A list of the values that `body` adds.
    mutating func array(_ body: (inout JSONText) -> Void) { nest("[", "]", body) }

    /// A key, to be followed by its value.
    mutating func key(_ key: String) {
        string(key)
        bytes += ": ".utf8
        needsComma = false
    }

    mutating func string(_ text: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20, 0x7F:
                let digits = String(byte, radix: 16)
                bytes += ("\\u00" + (digits.count == 1 ? "0" : "") + digits).utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func integer(_ integer: Int) { word(String(integer)) }

    mutating func flag(_ flag: Bool) { word(String(flag)) }

    mutating func null() { word("null") }

    /// The shortest digits that give the number back in its own type. NaN and infinities, which JSON doesn't have, become
    /// strings.
    mutating func number<Scalar: BinaryFloatingPoint & CustomStringConvertible>(_ number: Scalar) {
        number.isFinite ? word(number.description) : string(number.description)
    }

    /// What comes next begins a new line, for people who look into the file.
    mutating func newLine() { needsLine = true }

    private mutating func word(_ text: String) {
        separate()
        bytes += text.utf8
    }

    private mutating func nest(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONText) -> Void) {
        separate()
        bytes.append(UInt8(ascii: open))
        needsComma = false
        body(&self)
        if needsLine { bytes.append(UInt8(ascii: "\n")) }
        needsLine = false
        bytes.append(UInt8(ascii: close))
        needsComma = true
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        if needsLine || needsComma { bytes.append(UInt8(ascii: needsLine ? "\n" : " ")) }
        (needsComma, needsLine) = (true, false)
    }
}
