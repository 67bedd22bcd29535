/// Reads JSON text (RFC 8259) that nobody checked.
///
/// Stricter than most: no key may occur twice in an object, no half of a surrogate pair may stand alone, nothing may
/// follow the value but white space. What nests deeper than `InterchangeLimits.jsonDepth` is refused before it is read.
package struct JSONReader {
    /// What is wrong, and where.
    package struct Problem: Error, Equatable {
        /// Bytes from the start.
        let offset: Int
        let expected: String
        let found: String
    }

    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var depth = 0

    private init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// Reads one value that takes up all of `bytes`.
    package static func read(_ bytes: UnsafeRawBufferPointer) throws(Problem) -> JSONValue {
        var reader = JSONReader(bytes)
        let value = try reader.value()
        reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.problem("the end") }
        return value
    }

    /// Reads one value that takes up all of a text.
    static func read(_ text: String) throws(Problem) -> JSONValue {
        let bytes = Array(text.utf8)
        do {
            return try bytes.withUnsafeBytes { try read($0) }
        } catch {
            throw error as? Problem ?? Problem(offset: 0, expected: "JSON", found: "\(error)")
        }
    }

    private mutating func value() throws(Problem) -> JSONValue {
        skipSpace()
        guard let first = peek else { throw problem("a JSON value") }
        switch first {
        case UInt8(ascii: "{"): return try nested { reader throws(Problem) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(Problem) in try reader.array() }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: throw problem("a JSON value")
        }
    }

    private mutating func nested(
        _ body: (inout JSONReader) throws(Problem) -> JSONValue
    ) throws(Problem) -> JSONValue {
        guard depth < InterchangeLimits.jsonDepth else {
            throw Problem(
                offset: position, expected: "at most \(InterchangeLimits.jsonDepth) brackets in each other",
                found: "more")
        }
        depth += 1
        position += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func array() throws(Problem) -> JSONValue {
        var elements: [JSONValue] = []
        if take("]") { return .array([]) }
        repeat { elements.append(try value()) } while take(",")
        guard take("]") else { throw problem("',' or ']'") }
        return .array(elements)
    }

    private mutating func object() throws(Problem) -> JSONValue {
        var members: [(key: String, value: JSONValue)] = []
        // By bytes: for Swift, é and e followed by an accent are the same text.
        var keys: Set<[UInt8]> = []
        if take("}") { return .object([]) }
        repeat {
            skipSpace()
            let start = position
            guard peek == UInt8(ascii: "\"") else { throw problem("a key in quotes") }
            let key = try string()
            guard keys.insert(Array(key.utf8)).inserted else {
                throw Problem(offset: start, expected: "each key once", found: "'\(key)' again")
            }
            guard take(":") else { throw problem("':'") }
            members.append((key, try value()))
        } while take(",")
        guard take("}") else { throw problem("',' or '}'") }
        return .object(members)
    }

    private mutating func word(_ word: String, _ value: JSONValue) throws(Problem) -> JSONValue {
        guard bytes[position...].starts(with: word.utf8) else { throw problem("a JSON value") }
        position += word.utf8.count
        return value
    }

    private mutating func number() throws(Problem) -> String {
        let start = position
        if peek == UInt8(ascii: "-") { position += 1 }
        if peek == UInt8(ascii: "0") { position += 1 } else { try digits() }
        if peek == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            position += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
        guard position - start <= InterchangeLimits.numberLength else {
            throw Problem(
                offset: start, expected: "a number of at most \(InterchangeLimits.numberLength) characters",
                found: "\(position - start)")
        }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() throws(Problem) {
        let start = position
        while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
        guard position > start else { throw problem("a digit") }
    }

    private mutating func string() throws(Problem) -> String {
        let start = position
        position += 1
        var text: [UInt8] = []
        while true {
            let first = position
            while let byte = peek, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                position += 1
            }
            text += bytes[first..<position]
            switch peek {
            case UInt8(ascii: "\""):
                position += 1
                guard let string = String(validating: text, as: UTF8.self) else {
                    throw Problem(offset: start, expected: "text in UTF-8", found: "other bytes")
                }
                return string
            case UInt8(ascii: "\\"):
                position += 1
                text += String(try escaped()).utf8
            default: throw problem("the end of the string that begins at byte \(start)")
            }
        }
    }

    private mutating func escaped() throws(Problem) -> Unicode.Scalar {
        let simple: [UInt8: Unicode.Scalar] = [
            UInt8(ascii: "\""): "\"", UInt8(ascii: "\\"): "\\", UInt8(ascii: "/"): "/", UInt8(ascii: "b"): "\u{8}",
            UInt8(ascii: "f"): "\u{C}", UInt8(ascii: "n"): "\n", UInt8(ascii: "r"): "\r", UInt8(ascii: "t"): "\t",
        ]
        guard let byte = peek else { throw problem("an escape") }
        if let scalar = simple[byte] {
            position += 1
            return scalar
        }
        guard byte == UInt8(ascii: "u") else { throw problem("an escape") }
        let start = position - 1
        let first = try unit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        // The first half of a pair; the second must follow.
        if (0xD800...0xDBFF).contains(first), bytes[position...].starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "u")]) {
            position += 1
            let second = try unit()
            if (0xDC00...0xDFFF).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            {
                return scalar
            }
        }
        throw Problem(offset: start, expected: "a character, or both halves of a surrogate pair", found: "one half")
    }

    /// The four digits after `u`.
    private mutating func unit() throws(Problem) -> UInt32 {
        let digits = bytes[position...].dropFirst().prefix(4)
        guard digits.count == 4, digits.allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw problem("four hexadecimal digits") }
        position += 5
        return unit
    }

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    /// Takes a sign where it comes next, after white space.
    private mutating func take(_ sign: Unicode.Scalar) -> Bool {
        skipSpace()
        guard peek == UInt8(ascii: sign) else { return false }
        position += 1
        return true
    }

    private func problem(_ expected: String) -> Problem {
        let found =
            switch peek {
            case nil: "the end"
            case .some(let byte) where (0x21...0x7E).contains(byte): "'\(Unicode.Scalar(byte))'"
            case .some(let byte): "the byte \(byte)"
            }
        return Problem(offset: position, expected: expected, found: found)
    }
}

extension InterchangeError {
    /// JSON that is wrong somewhere in a file.
    ///
    /// - Parameters:
    ///   - place: where the JSON stands; nil where it is the whole file.
    ///   - start: the byte of the file at which it begins; nil where that says nothing.
    init(_ file: String, _ place: String?, _ problem: JSONReader.Problem, from start: Int? = 0) {
        let byte = start.map { "byte \($0 + problem.offset)" }
        let parts = [place, byte].compactMap { $0 }
        self.init(
            file, parts.isEmpty ? nil : parts.joined(separator: ", "),
            .unexpected(expected: problem.expected, found: problem.found))
    }
}
