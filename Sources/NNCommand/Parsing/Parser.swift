/// What a command line asks for.
package enum Invocation {
    case run(any Command)
    case help(any Command.Type, path: [String])
    case version
}

/// Reads a command line into the command that it names.
///
/// - Throws: `UsageError`.
package func parse(_ arguments: [String], as type: any Command.Type, path: [String]) throws -> Invocation {
    if let first = arguments.first,
        let subcommand = type.configuration.subcommands.first(where: { $0.configuration.name == first })
    {
        return try parse(Array(arguments.dropFirst()), as: subcommand, path: path + [first])
    }
    let command = type.init()
    var line = CommandLineReader(
        arguments, parameters: parameters(of: command), subcommands: type.configuration.subcommands)
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
    private let subcommands: [String]
    private var firstArgument: String?

    init(_ arguments: [String], parameters: [any Parameter], subcommands: [any Command.Type]) {
        rest = arguments[...]
        self.subcommands = subcommands.map { $0.configuration.name }
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
            } else if word == "--help" {
                return .help
            } else if word == "--version" {
                return .version
            } else if word.hasPrefix("--") {
                try takeLong(word.dropFirst(2))
            } else {
                if try takeShort(word.dropFirst()) == .help { return .help }
            }
        }
        if let missing = positional.first(where: { !$0.isSatisfied }) {
            throw UsageError("missing argument: \(missing.specification.name)")
        }
        if firstArgument == nil, positional.isEmpty, !subcommands.isEmpty {
            throw UsageError("missing command: \(subcommands.joined(separator: ", "))")
        }
        return .command
    }

    private mutating func takeArgument(_ word: String) throws {
        let first = firstArgument ?? word
        firstArgument = first
        guard let next = positional.first else {
            // What stands where a command could was most likely meant to be one.
            guard !subcommands.isEmpty, !subcommands.contains(first) else {
                throw UsageError("unexpected argument '\(word)'")
            }
            throw UsageError("unknown command '\(first)'" + suggestion(for: first, among: subcommands))
        }
        try next.set(word)
        if next.specification.kind == .argument { positional.removeFirst() }
    }

    private mutating func takeLong(_ word: Substring) throws {
        // By scalars: a value that begins with a combining mark would swallow the sign.
        let parts = word.unicodeScalars.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        let name = parts[0]
        guard let parameter = named.first(where: { $0.specification.name == name }) else {
            if ["help", "version"].contains(name) { throw UsageError("--\(name) takes no value") }
            let names = named.map(\.specification.name) + ["help", "version"]
            throw UsageError("unknown option --\(name)" + suggestion(for: name, among: names, prefix: "--"))
        }
        try take(parameter, attached: parts.count > 1 ? parts[1] : nil)
    }

    /// One or more flags in a word, as in `-qv`, the last of which may be an option with its value, as in `-oFILE`.
    private mutating func takeShort(_ word: Substring) throws -> Outcome {
        var letters = word
        while let letter = letters.popFirst() {
            guard let parameter = named.first(where: { $0.specification.short == letter }) else {
                if letter == "h" { return .help }
                throw UsageError("unknown option -\(letter)")
            }
            if parameter.specification.kind == .flag {
                try parameter.set(nil)
            } else {
                try take(parameter, attached: letters.isEmpty ? nil : String(letters))
                break
            }
        }
        return .command
    }

    private mutating func take(_ parameter: any Parameter, attached: String?) throws {
        switch parameter.specification.kind {
        case .flag:
            guard attached == nil else { throw UsageError("\(parameter.specification.label) takes no value") }
            try parameter.set(nil)
        case .optionWithOptionalValue:
            try parameter.set(attached)
        default:
            // `-5` and `-` are values; one that is spelled like an option can still be given with `=`.
            guard let value = attached ?? (rest.first.map(isOption) == false ? rest.popFirst() : nil) else {
                throw UsageError("\(parameter.specification.label) needs a value: \(parameter.specification.value)")
            }
            try parameter.set(value)
        }
    }

    private func isOption(_ word: String) -> Bool {
        let name = word.prefix { $0 != "=" }
        return word == "--" || name == "--help" || name == "--version"
            || named.contains {
                name == "--\($0.specification.name)" || $0.specification.short.map { "-\($0)" } == word
            }
    }
}

/// The known name that somebody most likely meant, as the end of a message: the one that begins like what was typed,
/// or else the one with the fewest typing errors, where those are few.
private func suggestion(for name: String, among known: [String], prefix: String = "") -> String {
    guard !name.isEmpty, name.count <= 40 else { return "" }
    let longer = known.filter { $0.hasPrefix(name) }
    let nearest =
        longer.count == 1
        ? longer.first
        : known.map { (name: $0, distance: editDistance(name, $0)) }
            .filter { $0.distance <= max(2, name.count / 3) && $0.distance < name.count }
            .min { $0.distance < $1.distance }?.name
    return nearest.map { "; did you mean \(prefix)\($0)?" } ?? ""
}
