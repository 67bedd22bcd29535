/// The help of a command: examples first, then every argument and option in a line or two.
package func helpText(for type: any Command.Type, path: [String]) -> String {
    let configuration = type.configuration
    let parameters = parameters(of: type.init()).map(\.specification)
    let arguments = parameters.filter { $0.kind == .argument || $0.kind == .arguments }
    let options = parameters.filter { $0.kind != .argument && $0.kind != .arguments }
    let name = path.joined(separator: " ")

    var text = "\(configuration.abstract)\n\n"
    var usages = [String]()
    if !arguments.isEmpty || configuration.subcommands.isEmpty {
        let words = arguments.map { argument in
            let word = argument.kind == .arguments ? "\(argument.name) …" : argument.name
            return argument.isRequired ? word : "[\(word)]"
        }
        usages.append(([name] + words + ["[options]"]).joined(separator: " "))
    }
    if !configuration.subcommands.isEmpty { usages.append("\(name) COMMAND …") }
    text += "Usage: \(usages.joined(separator: "\n       "))\n"
    if !configuration.examples.isEmpty {
        text += "\nExamples:\n" + configuration.examples.map { "  \($0)\n" }.joined()
    }
    if !configuration.subcommands.isEmpty {
        text += "\nCommands:\n"
        text += rows(configuration.subcommands.map { ($0.configuration.name, $0.configuration.abstract) })
    }
    if !arguments.isEmpty {
        text += "\nArguments:\n" + rows(arguments.map { ($0.name, $0.help) })
    }
    text += "\nOptions:\n"
    text += rows(
        options.map { ($0.synopsis, $0.help + ($0.defaultText.map { " (default \($0))" } ?? "")) } + [
            ("-h, --help", "show this help"), ("    --version", "show the version"),
        ])
    return text
}

extension ParameterSpecification {
    fileprivate var synopsis: String {
        let names = (short.map { "-\($0), " } ?? "    ") + "--\(name)"
        switch kind {
        case .option: return "\(names) \(value)"
        case .optionWithOptionalValue: return "\(names)[=\(value)]"
        default: return names
        }
    }
}

/// Two columns; what is too wide for the first has the second below it, and the second is wrapped at 100 characters.
private func rows(_ pairs: [(String, String)]) -> String {
    let width = min(28, pairs.map(\.0.count).max() ?? 0)
    let indent = String(repeating: " ", count: width + 4)
    return pairs.map { left, right in
        let lines = wrapped(right, width: 100 - indent.count).joined(separator: "\n" + indent)
        if left.count > width { return "  \(left)\n\(indent)\(lines)\n" }
        return "  \(left)" + String(repeating: " ", count: width - left.count + 2) + "\(lines)\n"
    }.joined()
}

private func wrapped(_ text: String, width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
        let line = lines[lines.count - 1]
        if line.isEmpty {
            lines[lines.count - 1] = String(word)
        } else if line.count + 1 + word.count <= width {
            lines[lines.count - 1] += " \(word)"
        } else {
            lines.append(String(word))
        }
    }
    return lines
}
