/// A JSON value (RFC 8259) that was read from a file. Numbers keep their text, so that nothing is rounded before it is
/// known what to.
package enum JSONValue: Equatable {
    case null
    case bool(Bool)
    case number(String)
    case string(String)
    case array([JSONValue])
    /// In the order of the file; no key occurs twice.
    case object([(key: String, value: JSONValue)])

    /// The value under a key; nil where there is none, or this is no object.
    package subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// The members of an object, or nil.
    var members: [(key: String, value: JSONValue)]? {
        if case .object(let members) = self { members } else { nil }
    }

    /// The elements of an array, or nil.
    var elements: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// The text of a string, or nil.
    var string: String? {
        if case .string(let string) = self { string } else { nil }
    }

    /// True or false, or nil.
    var bool: Bool? {
        if case .bool(let bool) = self { bool } else { nil }
    }

    /// A whole number, or nil; 3.0 and 3e0 are none.
    package var integer: Int? {
        if case .number(let text) = self { Int(text) } else { nil }
    }

    /// The nearest number of a type, or nil where this is none, or beyond the type's range.
    package func number<Scalar: LosslessStringConvertible & BinaryFloatingPoint>(as type: Scalar.Type = Double.self)
        -> Scalar?
    {
        guard case .number(let text) = self, let number = Scalar(text), number.isFinite else { return nil }
        return number
    }

    /// What it is, for messages.
    var kind: String {
        switch self {
        case .null: "null"
        case .bool(let bool): "\(bool)"
        case .number(let text): text.utf8.count <= 32 ? text : "a number"
        case .string(let text): text.utf8.count <= 64 ? "'\(text)'" : "a long string"
        case .array(let elements): "a list of \(elements.count)"
        case .object(let members): "an object of \(members.count) members"
        }
    }

    package static func == (a: JSONValue, b: JSONValue) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.number(let a), .number(let b)): a == b
        case (.string(let a), .string(let b)): a == b
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)): a.elementsEqual(b) { $0.key == $1.key && $0.value == $1.value }
        default: false
        }
    }
}
