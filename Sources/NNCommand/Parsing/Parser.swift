/// What a command line asks for.
enum Invocation {
    case run(any Command)
    case help(any Command.Type, path: [String])
    case version
}

/// Reads a command line into the command that it names.
///
/// - Throws: `UsageError`.
func parse(_ arguments: [String], as type: any Command.Type, path: [String]) throws -> Invocation {
    if let first = arguments.first,
        let subcommand = type.configuration.subcommands.first(where: { $0.configuration.name == first })
    {
        return try parse(Array(arguments.dropFirst()), as: subcommand, path: path + [first])
    }
    let command = type.init()
    var line = CommandLineReader(arguments, parameters: parameters(of: command))
    switch try line.read() {
    case .help: return .help(type, path: path)
    case .version: return .version
    case .command:
        try command.validate()
        return .run(command)
    }
}

/// The parameters of a command in the order of its declaration; they are reference types, found by reflection.
func parameters(of command: any Command) -> [any Parameter] {
    Mirror(reflecting: command).children.compactMap { $0.value as? any Parameter }
}

private struct CommandLineReader {
    enum Outcome { case command, help, version }

    private var rest: ArraySlice<String>
    private let named: [any Parameter]
    private var positional: ArraySlice<any Parameter>

    init(_ arguments: [String], parameters: [any Parameter]) {
        rest = arguments[...]
        named = parameters.filter { ![.argument, .arguments].contains($0.specification.kind) }
        positional = parameters.filter { [.argument, .arguments].contains($0.specification.kind) }[...]
    }

    mutating func read() throws -> Outcome {
        var optionsEnded = false
        while let word = rest.popFirst() {
            if optionsEnded || word == "-" || !word.hasPrefix("-") {
                try takeArgument(word)
            } else if word == "--" {
                optionsEnded = true
            } else if word == "--help" || word == "-h" {
                return .help
            } else if word == "--version" {
                return .version
            } else if word.hasPrefix("--") {
                try takeLong(word.dropFirst(2))
            } else {
                try takeShort(word.dropFirst())
            }
        }
        if let missing = positional.first(where: { !$0.isSatisfied }) {
            throw UsageError("missing argument: \(missing.specification.name)")
        }
        return .command
    }

    private mutating func takeArgument(_ word: String) throws {
        guard let next = positional.first else { throw UsageError("unexpected argument '\(word)'") }
        try next.set(word)
        if next.specification.kind == .argument { positional.removeFirst() }
    }

    private mutating func takeLong(_ word: Substring) throws {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let parameter = named.first(where: { $0.specification.name == parts[0] }) else {
            throw UsageError("unknown option --\(parts[0])" + suggestion(for: parts[0]))
        }
        try take(parameter, attached: parts.count > 1 ? parts[1] : nil)
    }

    /// One or more flags in a word, as in `-qv`, the last of which may be an option with its value, as in `-oFILE`.
    private mutating func takeShort(_ word: Substring) throws {
        var letters = word
        while let letter = letters.popFirst() {
            guard let parameter = named.first(where: { $0.specification.short == letter }) else {
                throw UsageError("unknown option -\(letter)")
            }
            if parameter.specification.kind == .flag {
                try parameter.set(nil)
            } else {
                return try take(parameter, attached: letters.isEmpty ? nil : String(letters))
            }
        }
    }

    private mutating func take(_ parameter: any Parameter, attached: String?) throws {
        switch parameter.specification.kind {
        case .flag:
            guard attached == nil else { throw UsageError("\(parameter.specification.label) takes no value") }
            try parameter.set(nil)
        case .optionWithOptionalValue:
            try parameter.set(attached)
        default:
            guard let value = attached ?? rest.popFirst() else {
                throw UsageError("\(parameter.specification.label) needs a value: \(parameter.specification.value)")
            }
            try parameter.set(value)
        }
    }

    private func suggestion(for name: String) -> String {
        let names = named.map(\.specification.name) + ["help", "version"]
        let nearest = names.map { (name: $0, distance: editDistance(name, $0)) }.min { $0.distance < $1.distance }
        guard let nearest, nearest.distance <= max(2, name.count / 3) else { return "" }
        return "; did you mean --\(nearest.name)?"
    }
}
