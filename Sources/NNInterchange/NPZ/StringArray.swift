/// Arrays of strings in numpy's format: `<U7`, code points of 4 bytes, or `|S7`, bytes; both filled up with zeros.
enum StringArray {
    /// Reads the strings of an array; nil where one is no text.
    ///
    /// - Parameter elements: little-endian, as many as fill whole strings.
    static func decode(_ elements: [UInt8], _ type: ElementType) -> [String]? {
        var strings: [String] = []
        for start in stride(from: 0, to: elements.count, by: type.size) {
            let element = elements[start..<start + type.size]
            let text: String?
            if type.kind == .unicodeString {
                let points = stride(from: start, to: start + type.size, by: 4).map { at in
                    elements[at..<at + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                }
                let end = points.lastIndex { $0 != 0 }.map { $0 + 1 } ?? 0
                let scalars = points[..<end].map { Unicode.Scalar($0) }
                text = scalars.contains(nil) ? nil : String(String.UnicodeScalarView(scalars.compactMap { $0 }))
            } else {
                let end = element.lastIndex { $0 != 0 }.map { $0 + 1 } ?? start
                text = String(validating: element[..<end], as: UTF8.self)
            }
            guard let text else { return nil }
            strings.append(text)
        }
        return strings
    }

    /// The strings as `numpy.array` makes an array of them; `decode` gives them back.
    static func encode(_ strings: [String]) -> (descr: String, elements: [UInt8]) {
        let length = max(1, strings.map(\.unicodeScalars.count).max() ?? 1)
        var elements: [UInt8] = []
        for string in strings {
            for scalar in string.unicodeScalars {
                withUnsafeBytes(of: scalar.value.littleEndian) { elements += $0 }
            }
            elements += [UInt8](repeating: 0, count: 4 * (length - string.unicodeScalars.count))
        }
        return ("<U\(length)", elements)
    }
}
