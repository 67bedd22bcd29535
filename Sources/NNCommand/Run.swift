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
    package static func run(_ arguments: [String]) -> ExitCode {
        let code = report { try perform(arguments) }
        // What was printed before a failure stands. Where the answer itself can't be written, that is the failure.
        let flushed = report { try Console.flush() }
        return flushed == .success || code.rawValue > ExitCode.no.rawValue ? code : flushed
    }

    private static func perform(_ arguments: [String]) throws {
        let name = configuration.name
        switch try parse(arguments, as: self, path: [name]) {
        case .help(let type, let path): try Console.write(helpText(for: type, path: path))
        case .version: try Console.write("\(name) \(suiteVersion)\n")
        case .run(let command): try command.run()
        }
    }

    private static func report(_ work: () throws -> Void) -> ExitCode {
        let name = configuration.name
        do {
            try work()
            return .success
        } catch let code as ExitCode {
            return code
        } catch let usage as UsageError {
            Console.report("\(name): \(usage) (see \(name) --help)")
            return .usage
        } catch let failure as any Failure {
            Console.report("\(name): \(failure)")
            return ExitCode(failure.reason)
        } catch {
            Console.report("\(name): unexpected error, please report it: \(error)")
            return .software
        }
    }
}
