/// A type that the value of an option or an argument can have.
public protocol ParameterValue {
    /// What such a value looks like, for messages: `a whole number`.
    static var expectation: String { get }
    /// Reads what a person typed; nil where it is no such value.
    init?(argument: String)
    /// The value as a person would type it.
    var argument: String { get }
}

extension String: ParameterValue {
    public static var expectation: String { "text" }
    public init?(argument: String) { self = argument }
    public var argument: String { self }
}

extension Int: ParameterValue {
    public static var expectation: String { "a whole number" }
    public init?(argument: String) { self.init(argument) }
    public var argument: String { String(self) }
}

extension UInt64: ParameterValue {
    public static var expectation: String { "a whole number from 0" }
    public init?(argument: String) { self.init(argument) }
    public var argument: String { String(self) }
}

extension Double: ParameterValue {
    public static var expectation: String { "a number" }
    public init?(argument: String) {
        guard let number = Double(argument), number.isFinite else { return nil }
        self = number
    }
    public var argument: String { description }
}

extension Array: ParameterValue where Element: ParameterValue {
    public static var expectation: String { "\(Element.expectation), or several between commas" }
    public init?(argument: String) {
        let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
        let elements = parts.compactMap { Element(argument: String($0)) }
        guard elements.count == parts.count else { return nil }
        self = elements
    }
    public var argument: String { map(\.argument).joined(separator: ",") }
}

extension ParameterValue where Self: RawRepresentable & CaseIterable, RawValue == String {
    public static var expectation: String {
        let names = allCases.map(\.rawValue)
        return names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
    }
    public init?(argument: String) { self.init(rawValue: argument) }
    public var argument: String { rawValue }
}
