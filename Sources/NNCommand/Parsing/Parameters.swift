/// What the parser and the help need to know of a property of a command.
protocol Parameter: AnyObject {
    var specification: ParameterSpecification { get }
    /// Takes the value that was given; nil stands for a flag, or an option without its optional value.
    /// - Throws: `UsageError`.
    func set(_ text: String?) throws
    /// Whether nothing more needs to be given.
    var isSatisfied: Bool { get }
}

struct ParameterSpecification {
    enum Kind { case option, optionWithOptionalValue, flag, argument, arguments }
    let kind: Kind
    let name: String
    let short: Character?
    let value: String
    let help: String
    let defaultText: String?
    /// Whether an argument must be given.
    var isRequired = true

    /// How the parameter is called in messages.
    var label: String { kind == .argument || kind == .arguments ? name : "--\(name)" }
}

/// An option with a value: `--name value`, `--name=value`, `-n value`.
@propertyWrapper
public final class Option<Value>: Parameter {
    public var wrappedValue: Value
    let specification: ParameterSpecification
    private let parse: (String?, Value) -> Value?
    private let expectation: String
    let isSatisfied = true

    /// An option that may be given several times; its values in order, none where it isn't given.
    public init<Element: ParameterValue>(
        repeating name: String, _ short: Character? = nil, value: String, help: String
    ) where Value == [Element] {
        wrappedValue = []
        specification = ParameterSpecification(
            kind: .option, name: name, short: short, value: value, help: help, defaultText: nil)
        parse = { text, values in text.flatMap(Element.init(argument:)).map { values + [$0] } }
        expectation = Element.expectation
    }

    /// An option with a default.
    public init(
        wrappedValue: Value, _ name: String, _ short: Character? = nil, value: String, help: String
    ) where Value: ParameterValue {
        self.wrappedValue = wrappedValue
        specification = ParameterSpecification(
            kind: .option, name: name, short: short, value: value, help: help, defaultText: wrappedValue.argument)
        parse = { text, _ in text.flatMap(Value.init(argument:)) }
        expectation = Value.expectation
    }

    /// An option that is nil where it isn't given.
    ///
    /// - Parameter implicit: the value where the option is given without one; it then takes its value with `=` only.
    public init<Wrapped: ParameterValue>(
        wrappedValue: Value = nil, _ name: String, _ short: Character? = nil, value: String, implicit: Wrapped? = nil,
        help: String
    ) where Value == Wrapped? {
        self.wrappedValue = wrappedValue
        specification = ParameterSpecification(
            kind: implicit == nil ? .option : .optionWithOptionalValue, name: name, short: short, value: value,
            help: help, defaultText: nil)
        parse = { text, _ in
            // An unreadable value must fail, and not count as nil.
            (text.map(Wrapped.init(argument:)) ?? implicit).map { .some($0) }
        }
        expectation = Wrapped.expectation
    }

    func set(_ text: String?) throws {
        guard let value = parse(text, wrappedValue) else {
            throw UsageError("\(specification.label): expected \(expectation), found '\(text ?? "")'")
        }
        wrappedValue = value
    }
}

/// An option without a value: `--name`, `-n`.
@propertyWrapper
public final class Flag: Parameter {
    public var wrappedValue = false
    let specification: ParameterSpecification
    let isSatisfied = true

    /// A flag that is false where it isn't given.
    public init(_ name: String, _ short: Character? = nil, help: String) {
        specification = ParameterSpecification(
            kind: .flag, name: name, short: short, value: "", help: help, defaultText: nil)
    }

    func set(_ text: String?) {
        wrappedValue = true
    }
}

/// What stands on the command line without a name.
@propertyWrapper
public final class Argument<Value>: Parameter {
    private var value: Value?
    let specification: ParameterSpecification
    private let update: (Value?, String) -> Value?
    private let expectation: String

    public var wrappedValue: Value {
        guard let value else { preconditionFailure("\(specification.name) is read before the command line") }
        return value
    }

    /// An argument that must be given.
    public init(_ name: String, help: String) where Value: ParameterValue {
        specification = ParameterSpecification(
            kind: .argument, name: name, short: nil, value: "", help: help, defaultText: nil)
        update = { _, text in Value(argument: text) }
        expectation = Value.expectation
    }

    /// An argument that is nil where it isn't given.
    public init<Wrapped: ParameterValue>(_ name: String, help: String) where Value == Wrapped? {
        value = .some(nil)
        specification = ParameterSpecification(
            kind: .argument, name: name, short: nil, value: "", help: help, defaultText: nil, isRequired: false)
        update = { _, text in Wrapped(argument: text).map { .some($0) } }
        expectation = Wrapped.expectation
    }

    /// All arguments from here on, one at least.
    public init<Element: ParameterValue>(oneOrMore name: String, help: String) where Value == [Element] {
        specification = ParameterSpecification(
            kind: .arguments, name: name, short: nil, value: "", help: help, defaultText: nil)
        update = { values, text in Element(argument: text).map { (values ?? []) + [$0] } }
        expectation = Element.expectation
    }

    /// All arguments from here on, none where there are none.
    public init<Element: ParameterValue>(zeroOrMore name: String, help: String) where Value == [Element] {
        value = []
        specification = ParameterSpecification(
            kind: .arguments, name: name, short: nil, value: "", help: help, defaultText: nil, isRequired: false)
        update = { values, text in Element(argument: text).map { (values ?? []) + [$0] } }
        expectation = Element.expectation
    }

    var isSatisfied: Bool { value != nil }

    func set(_ text: String?) throws {
        guard let value = update(value, text ?? "") else {
            throw UsageError("\(specification.name): expected \(expectation), found '\(text ?? "")'")
        }
        self.value = value
    }
}
