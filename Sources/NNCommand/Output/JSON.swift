/// A JSON value to be written (RFC 8259); the members of an object keep their order.
public enum JSON: Sendable, Equatable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
    case null
    case bool(Bool)
    case integer(Int)
    /// NaN and infinities, which JSON doesn't have, are written as null.
    case number(Double)
    case string(String)
    case array([JSON])
    case object([(key: String, value: JSON)])

    public init(stringLiteral value: String) { self = .string(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(nilLiteral: ()) { self = .null }

    /// The string, or null.
    public init(_ string: String?) { self = string.map { .string($0) } ?? .null }

    public static func == (a: JSON, b: JSON) -> Bool { a.text == b.text }

    /// The value on one line.
    public var text: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .number(let value): text += value.isFinite ? value.description : "null"
        case .string(let value): text += Self.quoted(value)
        case .array(let values):
            text += "["
            for (i, value) in values.enumerated() {
                if i > 0 { text += ", " }
                value.write(to: &text)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (i, member) in members.enumerated() {
                if i > 0 { text += ", " }
                text += Self.quoted(member.key) + ": "
                member.value.write(to: &text)
            }
            text += "}"
        }
    }

    private static func quoted(_ string: String) -> String {
        string.unicodeScalars.reduce(into: "\"") { text, scalar in
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case "\r": text += "\\r"
            default:
                // Beyond what the RFC demands, so that JSON on a terminal can't do anything either.
                if scalar.needsEscape {
                    for unit in String(scalar).utf16 {
                        let digits = String(unit, radix: 16)
                        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                    }
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        } + "\""
    }
}
