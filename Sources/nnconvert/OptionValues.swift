import NNCommand
import NNInterchange
import NNModel

extension DataType: ParameterValue {
    public static var expectation: String { "one of " + allCases.map(\.name).joined(separator: ", ") }
    public init?(argument: String) {
        guard let match = Self.allCases.first(where: { $0.name == argument }) else { return nil }
        self = match
    }
    public var argument: String { name }
}

extension Compression: ParameterValue {}

extension Activation: ParameterValue {
    public static var expectation: String { "one of " + named.map(\.name).joined(separator: ", ") }
    public init?(argument: String) { self.init(argument) }
    public var argument: String { description }
}

/// A format, as a person names it.
struct FormatName: ParameterValue {
    let format: any ModelFormat.Type

    static var expectation: String { "one of " + Formats.all.map { $0.name }.joined(separator: ", ") }
    init?(argument: String) {
        guard let format = Formats.named(argument) else { return nil }
        self.format = format
    }
    var argument: String { format.name }
}

/// A key of the metadata with the value that it is to have.
struct Setting: ParameterValue {
    let key: String
    let value: String

    static var expectation: String { "KEY=VALUE, with a key of 1 to 255 printable ASCII characters" }
    init?(argument: String) {
        let bytes = argument.utf8
        guard let sign = bytes.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let key = bytes[..<sign]
        guard (1...255).contains(key.count), key.allSatisfy({ (0x21...0x7E).contains($0) }),
            let value = String(bytes[bytes.index(after: sign)...])
        else { return nil }
        self.key = String(decoding: key, as: UTF8.self)
        self.value = value
    }
    var argument: String { "\(key)=\(value)" }
}

/// What may be left out of a model file without changing the model.
enum Strip: String, CaseIterable, ParameterValue { case history, metadata }
