/// A command of a tool: a struct whose properties are its options, flags and arguments, after the model of
/// swift-argument-parser.
///
///     struct Greet: Command {
///         static let configuration = CommandConfiguration("greet", abstract: "Greet people.")
///         @Option("times", "n", value: "N", help: "how often") var times = 1
///         @Argument(oneOrMore: "NAME", help: "whom") var names: [String]
///         func run() throws { for name in names { print("Hello, \(name)") } }
///     }
public protocol Command: SendableMetatype {
    /// The name and the help of the command.
    static var configuration: CommandConfiguration { get }
    /// A command with the default of every property.
    init()
    /// Looks for options that contradict each other, before anything is opened.
    /// - Throws: `UsageError`.
    func validate() throws
    /// Does the work.
    /// - Throws: a `Failure`, or an `ExitCode` where the code alone is the answer.
    func run() throws
}

extension Command {
    /// Any options go together, unless the command says otherwise.
    public func validate() throws {}
}

/// The name and the help of a command.
public struct CommandConfiguration: Sendable {
    /// What a person types.
    public let name: String
    /// One sentence.
    public let abstract: String
    /// Command lines that work, the most common first.
    public let examples: [String]
    /// Commands that follow the name of this one.
    public let subcommands: [any Command.Type]

    /// A configuration of these parts.
    public init(
        _ name: String, abstract: String, examples: [String] = [], subcommands: [any Command.Type] = []
    ) {
        self.name = name
        self.abstract = abstract
        self.examples = examples
        self.subcommands = subcommands
    }
}
