import NNFile

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The version of the whole suite.
public let suiteVersion = "0.1.0"

extension Command {
    /// Runs the command line of this process and ends it with the documented exit code.
    public static func main() -> Never {
        exit(run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    /// Runs a command line; errors are written to the error stream, each as one line.
    static func run(_ arguments: [String]) -> ExitCode {
        let name = configuration.name
        do {
            switch try parse(arguments, as: self, path: [name]) {
            case .help(let type, let path): try Console.write(helpText(for: type, path: path))
            case .version: try Console.write("\(name) \(suiteVersion)\n")
            case .run(let command): try command.run()
            }
            try Console.flush()
            return .success
        } catch {
            // What was printed before the failure stands; a failure of flushing can't add anything.
            try? Console.flush()
            switch error {
            case let code as ExitCode:
                return code
            case let usage as UsageError:
                Console.report("\(name): \(usage) (see \(name) --help)")
                return .usage
            case let failure as any Failure:
                Console.report("\(name): \(failure)")
                return ExitCode(failure.reason)
            default:
                Console.report("\(name): unexpected error, please report it: \(error)")
                return .software
            }
        }
    }
}
