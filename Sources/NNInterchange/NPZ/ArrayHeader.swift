import NNModel

/// The header of an array in numpy's format (numpy.lib.format): what its elements are, and how many in what order.
///
///     \x93NUMPY, major, minor, length of the rest as u16 (major 1) or u32 (2 and 3)
///     {'descr': '<f4', 'fortran_order': False, 'shape': (7, 12288), }
///
/// The text is a literal of Python's with these three keys, filled up with spaces and ended by a newline. Nothing else of
/// Python's grammar is read, and nothing is ever evaluated. `encoded` and `ArrayHeader.init` are inverses.
struct ArrayHeader: Equatable {
    /// The name of the type of an element: `<f4`.
    var descr: String
    /// Whether the first index runs fastest, and not the last.
    var isFortranOrder = false
    var shape: [Int]

    static let signature: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// What is wrong with a header.
    struct Problem: Error {
        let expected: String
        let found: String
    }

    /// The length of the text, from the bytes in front of it: 10, or in versions 2 and 3 12.
    static func textLength(_ start: [UInt8]) throws(Problem) -> Int {
        guard start.count >= 10, start.starts(with: signature) else {
            throw Problem(expected: "an array in numpy's format", found: "other bytes")
        }
        let (major, minor) = (start[6], start[7])
        guard (1...3).contains(major), minor == 0 else {
            throw Problem(expected: "version 1.0, 2.0 or 3.0 of numpy's format", found: "\(major).\(minor)")
        }
        guard major == 1 || start.count == 12 else {
            throw Problem(expected: "the length of the array's header", found: "the end of the member")
        }
        let length = start[8...].reversed().reduce(0) { $0 << 8 | Int($1) }
        guard length <= InterchangeLimits.arrayHeaderBytes else {
            throw Problem(
                expected: "a header of the array of at most \(InterchangeLimits.arrayHeaderBytes) bytes",
                found: "\(length)")
        }
        return length
    }

    /// Reads the text.
    init(parsing text: [UInt8]) throws(Problem) {
        var literal = LiteralReader(text)
        var (descr, isFortranOrder, shape): (String?, Bool?, [Int]?) = (nil, nil, nil)
        try literal.take("{")
        while !literal.skip("}") {
            let key = try literal.string()
            try literal.take(":")
            switch key {
            case "descr" where descr == nil: descr = try literal.descr()
            case "fortran_order" where isFortranOrder == nil: isFortranOrder = try literal.bool()
            case "shape" where shape == nil: shape = try literal.shape()
            default:
                throw Problem(
                    expected: "the keys descr, fortran_order and shape in the array's header, once each",
                    found: "'\(key)'")
            }
            if !literal.skip(",") {
                try literal.take("}")
                break
            }
        }
        try literal.end()
        guard let descr, let isFortranOrder, let shape else {
            throw Problem(
                expected: "the keys descr, fortran_order and shape in the array's header", found: "fewer of them")
        }
        self.init(descr: descr, isFortranOrder: isFortranOrder, shape: shape)
    }

    init(descr: String, isFortranOrder: Bool = false, shape: [Int]) {
        self.descr = descr
        self.isFortranOrder = isFortranOrder
        self.shape = shape
    }

    /// The header with all that stands in front of the numbers, in version 1.0.
    var encoded: [UInt8] {
        let order = isFortranOrder ? "True" : "False"
        var text = "{'descr': '\(descr)', 'fortran_order': \(order), 'shape': \(shapeText), }"
        // With the ten bytes before it and the newline at its end, a multiple of 64.
        text += String(repeating: " ", count: -(10 + text.utf8.count + 1) & 63) + "\n"
        let length = UInt16(text.utf8.count)
        return Self.signature + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8)
    }

    /// The shape as Python writes it: `(7, 12288)`.
    var shapeText: String { "(" + shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? ",)" : ")") }

    /// How many elements there are; nil where that is no number.
    var count: Int? { elementCount(shape) }
}
