/// Reads a number as people and programs write it: `5`, `-0.25`, `.5`, `6.02e23`, spaces around it or none. Neither words
/// (`nan`, `inf`), nor hexadecimal digits, nor a comma for the point.
///
/// - Returns: the nearest Double, infinite where none is large enough; nil where it is no such number.
func decimalNumber(_ field: ArraySlice<UInt8>) -> Double? {
    let text = field.trimmingSpaces
    var rest = text
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    var (mantissa, digits, places) = (UInt64(0), 0, 0)
    var isBehindPoint = false
    while let byte = rest.first {
        if byte == UInt8(ascii: "."), !isBehindPoint {
            isBehindPoint = true
        } else if (0x30...0x39).contains(byte) {
            digits += 1
            if isBehindPoint { places += 1 }
            if digits <= 18 { mantissa = mantissa * 10 + UInt64(byte - 0x30) }
        } else {
            break
        }
        rest.removeFirst()
    }
    guard digits > 0 else { return nil }
    if rest.isEmpty, digits <= 15, places < powersOfTen.count {
        // Both are exact, so that their quotient is the nearest number (Clinger 1990).
        let number = Double(mantissa) / powersOfTen[places]
        return isNegative ? -number : number
    }
    if let letter = rest.popFirst() {
        guard letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E") else { return nil }
        if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
        guard !rest.isEmpty, rest.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    }
    return Double(String(decoding: text, as: UTF8.self))
}

/// The whole number that a field stands for, as a label: `7`, `-1`, and `7.0`, which programs make of it. Zeros in front
/// make it a text.
func wholeNumber(_ field: some Collection<UInt8>) -> Int? {
    var digits = String(decoding: field, as: UTF8.self)[...]
    if let point = digits.firstIndex(of: ".") {
        let zeros = digits[digits.index(after: point)...]
        guard !zeros.isEmpty, zeros.allSatisfy({ $0 == "0" }) else { return nil }
        digits = digits[..<point]
    }
    guard let number = Int(digits), String(number) == digits else { return nil }
    return number
}

private let powersOfTen: [Double] = (0...22).map { power in (0..<power).reduce(1) { product, _ in product * 10 } }

extension ArraySlice<UInt8> {
    fileprivate var trimmingSpaces: ArraySlice<UInt8> {
        var text = self
        while text.first == 0x20 || text.first == 0x09 { text.removeFirst() }
        while text.last == 0x20 || text.last == 0x09 { text.removeLast() }
        return text
    }
}
