/// Reads the few forms of Python's literals that the header of an array may have. Each takes a bounded number of steps;
/// nothing nests.
struct LiteralReader {
    private var rest: ArraySlice<UInt8>

    init(_ text: [UInt8]) {
        rest = text[...]
    }

    private mutating func skipSpaces() {
        rest = rest.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x09 || $0 == 0x0D }
    }

    /// Takes the character where it comes next.
    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipSpaces()
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func take(_ character: Unicode.Scalar) throws(ArrayHeader.Problem) {
        guard skip(character) else { throw problem("'\(character)'") }
    }

    /// Text between quotes of either kind, without escapes.
    mutating func string() throws(ArrayHeader.Problem) -> String {
        skipSpaces()
        guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
            throw problem("text between quotes")
        }
        let content = rest.dropFirst().prefix { $0 != quote }
        guard content.endIndex < rest.endIndex, !content.contains(UInt8(ascii: "\\")),
            let text = String(validating: content, as: UTF8.self)
        else { throw problem("text between quotes, without escapes") }
        rest = rest[(content.endIndex + 1)...]
        return text
    }

    /// The type of an element. A list would describe one of several fields.
    mutating func descr() throws(ArrayHeader.Problem) -> String {
        skipSpaces()
        if rest.first == UInt8(ascii: "[") || rest.first == UInt8(ascii: "(") {
            throw ArrayHeader.Problem(expected: "numbers or strings", found: "elements of several fields")
        }
        return try string()
    }

    mutating func bool() throws(ArrayHeader.Problem) -> Bool {
        skipSpaces()
        for (word, value) in [("True", true), ("False", false)] where rest.starts(with: word.utf8) {
            rest = rest.dropFirst(word.utf8.count)
            return value
        }
        throw problem("True or False")
    }

    /// A tuple of whole numbers: `()`, `(3,)`, `(7, 12288)`.
    mutating func shape() throws(ArrayHeader.Problem) -> [Int] {
        var shape: [Int] = []
        try take("(")
        while !skip(")") {
            shape.append(try number())
            guard shape.count <= InterchangeLimits.arrayAxes else {
                throw ArrayHeader.Problem(
                    expected: "an array of at most \(InterchangeLimits.arrayAxes) axes", found: "more")
            }
            if !skip(",") {
                // Python takes (3) for a number, and so must we.
                guard shape.count > 1 else { throw problem("',' behind the length of the only axis") }
                try take(")")
                break
            }
        }
        return shape
    }

    private mutating func number() throws(ArrayHeader.Problem) -> Int {
        skipSpaces()
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty, let number = Int(String(decoding: digits, as: UTF8.self)) else {
            throw problem("the length of an axis")
        }
        rest = rest[digits.endIndex...]
        // Python 2 wrote its long integers with an L.
        if rest.first == UInt8(ascii: "L") { rest.removeFirst() }
        return number
    }

    mutating func end() throws(ArrayHeader.Problem) {
        skipSpaces()
        guard rest.isEmpty else { throw problem("nothing more") }
    }

    private func problem(_ expected: String) -> ArrayHeader.Problem {
        let found = String(decoding: rest.prefix(20), as: UTF8.self)
        return ArrayHeader.Problem(
            expected: "\(expected) in the array's header", found: rest.isEmpty ? "its end" : "'\(found)'")
    }
}
