/// What one element of an array in numpy's format is, as its `descr` names it: `<f4`, `>f8`, `|S7`, `<U12`.
package struct ElementType: Equatable {
    /// The kinds that are read.
    package enum Kind: Equatable {
        /// IEEE 754 numbers of 2, 4 or 8 bytes.
        case float
        /// Whole numbers of 1, 2, 4 or 8 bytes, in two's complement where there is a sign. Of a bool, 0 or 1.
        case integer(isSigned: Bool)
        /// Bytes of text, filled up with zeros.
        case byteString
        /// Code points of 4 bytes each, filled up with zeros.
        case unicodeString
    }

    package let kind: Kind
    /// Bytes an element.
    package let size: Int
    let isBigEndian: Bool

    /// What arrays are read for.
    package enum Purpose {
        /// The parts of a model: floats, int64 and strings.
        case model
        /// Examples and labels: all numbers, and strings.
        case examples
    }

    /// Reads a `descr`.
    ///
    /// - Throws: `Refusal` that names a type which is not read.
    package init(_ descr: String, for purpose: Purpose = .model) throws(Refusal) {
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
            kind = .integer(isSigned: true)
            size = 8
        case ("i", 1?), ("i", 2?), ("i", 4?), ("u", 1?), ("u", 2?), ("u", 4?), ("u", 8?), ("b", 1?):
            guard purpose == .examples else { throw Refusal(found: Self.name(letter, number, descr)) }
            kind = .integer(isSigned: letter == "i")
            size = number ?? 0
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
    package struct Refusal: Error {
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
