/// What one element of an array in numpy's format is, as its `descr` names it: `<f4`, `>f8`, `|S7`, `<U12`.
struct ElementType: Equatable {
    /// The kinds that are read.
    enum Kind: Equatable {
        /// IEEE 754 numbers of 2, 4 or 8 bytes.
        case float
        /// Two's complement, 8 bytes.
        case int64
        /// Bytes of text, filled up with zeros.
        case byteString
        /// Code points of 4 bytes each, filled up with zeros.
        case unicodeString
    }

    let kind: Kind
    /// Bytes an element.
    let size: Int
    let isBigEndian: Bool

    /// Reads a `descr`.
    ///
    /// - Throws: `Refusal` that names a type which is not read.
    init(_ descr: String) throws(Refusal) {
        guard let order = descr.first, "<>|=".contains(order), descr.utf8.count >= 2 else {
            throw Refusal(found: "the type '\(descr)'")
        }
        let letter = descr[descr.index(after: descr.startIndex)]
        let digits = descr.dropFirst(2)
        let number = digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) ? Int(digits) : nil
        isBigEndian = order == ">"
        switch (letter, number) {
        case ("f", 2?), ("f", 4?), ("f", 8?):
            kind = .float
            size = number ?? 0
        case ("i", 8?):
            kind = .int64
            size = 8
        case ("S", let length?) where (1...InterchangeLimits.stringLength).contains(length):
            kind = .byteString
            size = length
        case ("U", let length?) where (1...InterchangeLimits.stringLength).contains(length):
            kind = .unicodeString
            size = 4 * length
        default:
            throw Refusal(found: Self.name(letter, number, descr))
        }
    }

    /// A type that is not read, by a name that people know.
    struct Refusal: Error {
        let found: String
    }

    private static func name(_ letter: Character, _ size: Int?, _ descr: String) -> String {
        let bits = size.flatMap { $0 <= 64 ? "\(8 * $0)" : nil } ?? ""
        let name: String? =
            switch letter {
            case "O": "pickled Python objects, never to be read"
            case "i": "int\(bits)"
            case "u": "uint\(bits)"
            case "f": "float\(bits)"
            case "c": "complex\(bits)"
            case "b": "bool"
            case "V": "raw bytes"
            case "M": "dates"
            case "m": "durations"
            case "S", "U": "strings"
            default: nil
            }
        return name.map { "\($0) ('\(descr)')" } ?? "the type '\(descr)'"
    }
}
