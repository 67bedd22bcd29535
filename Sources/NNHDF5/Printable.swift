/// `text` with everything escaped that could move a cursor, hide text or break a line: control characters, line and
/// paragraph separators, and the marks that reverse the direction of writing.
package func printable(_ text: String) -> String {
    guard !text.unicodeScalars.allSatisfy(isHarmless) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
        if isHarmless(scalar) {
            result.unicodeScalars.append(scalar)
        } else {
            result += escape(scalar.value)
        }
    }
    return result
}

/// The text of `bytes`, which ought to be UTF-8: bytes that aren't are escaped one by one, so that two different byte
/// strings stay different, and control characters are escaped too.
package func printable(utf8 bytes: [UInt8]) -> String {
    if let text = String(validating: bytes, as: UTF8.self) { return printable(text) }
    var result = ""
    var parser = Unicode.UTF8.ForwardParser()
    var rest = bytes.makeIterator()
    var position = 0
    while true {
        switch parser.parseScalar(from: &rest) {
        case .valid(let encoded):
            position += encoded.count
            result += printable(String(Unicode.UTF8.decode(encoded)))
        case .error(let length):
            for byte in bytes[position..<position + length] { result += escape(UInt32(byte)) }
            position += length
        case .emptyInput:
            return result
        }
    }
}

private func escape(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return value < 0x100 ? "\\x" + (digits.count < 2 ? "0" : "") + digits : "\\u{\(digits)}"
}

private func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: false
    default: !(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
    }
}
