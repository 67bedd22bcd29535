import NNModel

/// The text of a file of libfann's, a place in it, and what may come next there. White space separates as in C's `scanf`.
struct FANNText {
    let file: String
    /// The next byte.
    private(set) var position = 0
    private let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer, file: String) { (self.bytes, self.file) = (bytes, file) }

    func fail(_ place: String, _ expected: String, found: String) -> InterchangeError {
        InterchangeError(file, place, .unexpected(expected: expected, found: found))
    }

    func refuse(_ place: String, _ what: String) -> InterchangeError { InterchangeError(file, place, .refused(what)) }

    /// Takes words where they come next, after white space.
    mutating func take(_ words: String) -> Bool {
        skipSpace()
        guard bytes[position...].starts(with: words.utf8) else { return false }
        position += words.utf8.count
        return true
    }

    /// Words that must come next.
    mutating func expect(_ words: String, _ place: @autoclosure () -> String) throws(InterchangeError) {
        guard take(words) else { throw fail(place(), "'\(words)'", found: next) }
    }

    /// What stands in front of the next equals sign, which is taken too.
    mutating func key() throws(InterchangeError) -> String {
        skipSpace()
        let place = "byte \(position)"
        let key = bytes[position...].prefix(64).prefix { Self.isPartOfKey($0) }
        position += key.count
        guard !key.isEmpty, peek == UInt8(ascii: "=") else { throw fail(place, "a key and '='", found: next) }
        position += 1
        return String(decoding: key, as: UTF8.self)
    }

    /// A whole number from 0, of digits alone.
    mutating func int(_ place: @autoclosure () -> String) throws(InterchangeError) -> Int {
        let word = word()
        guard word.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int(word)
        else { throw fail(place(), "a whole number", found: found(word)) }
        return number
    }

    /// A number as `printf` writes it: infinities too, but not what is no number.
    mutating func number(_ place: @autoclosure () -> String) throws(InterchangeError) -> Double {
        let word = word()
        switch word {
        case "inf": return .infinity
        case "-inf": return -.infinity
        default:
            let isPlain = word.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
            guard isPlain, let number = Double(word) else { throw fail(place(), "a number", found: found(word)) }
            guard number.isFinite else { throw fail(place(), "a number that a double holds", found: found(word)) }
            return number
        }
    }

    /// The rest of the line, without spaces around it.
    mutating func line(_ place: String) throws(InterchangeError) -> String {
        let line = try rawLine(place, most: Self.longestLine)
        guard line.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x0D }) else {
            throw fail(place, "printable ASCII", found: "other bytes")
        }
        let text = String(decoding: line, as: UTF8.self)
        return text.split { $0 == " " || $0 == "\r" }.joined(separator: " ")
    }

    /// The rest of the line, which must end.
    mutating func rawLine(_ place: String, most: Int) throws(InterchangeError) -> UnsafeRawBufferPointer {
        let rest = bytes[position...].prefix(most + 1)
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else {
            throw fail(place, "the end of the line after at most \(most) bytes", found: "none")
        }
        defer { position = end + 1 }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<end])
    }

    /// The end of a line, after spaces.
    mutating func endLine(_ place: String) throws(InterchangeError) {
        while peek == UInt8(ascii: " ") || peek == UInt8(ascii: "\r") { position += 1 }
        guard peek == UInt8(ascii: "\n") else { throw fail(place, "the end of the line", found: next) }
        position += 1
    }

    /// The end of the file, after white space.
    mutating func end() throws(InterchangeError) {
        skipSpace()
        guard position == bytes.count else { throw fail("byte \(position)", "the end of the file", found: next) }
    }

    /// Bytes of the values that are read as lines.
    private static let longestLine = 1_024

    private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
    }

    /// What comes up to the next separator, after white space; nothing where it is longer than any number.
    private mutating func word() -> String {
        skipSpace()
        let rest = bytes[position...].prefix(InterchangeLimits.numberLength)
        let word = rest.prefix { byte in byte > 0x20 && !"(),=".utf8.contains(byte) }
        position += word.count
        return String(decoding: word, as: UTF8.self)
    }

    private func found(_ word: String) -> String { word.isEmpty ? next : "'\(word.isUsable ? word : "other bytes")'" }

    /// What stands here, for messages.
    private var next: String {
        switch peek {
        case nil: "the end of the file"
        case .some(let byte) where (0x21...0x7E).contains(byte): "'\(Unicode.Scalar(byte))'"
        case .some(let byte): "the byte \(byte)"
        }
    }

    private static func isPartOfKey(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
    }
}
