import Foundation

/// A program that the tests run: one of the suite's own, or one of the system's.
///
///     let result = try Tool.nninspect.run("verify", path)
///     #expect(result.exitCode == 0, "\(result)")
public struct Tool: Sendable {
    /// Where the program is.
    public let path: String

    /// A program of the system, or any other, by its path.
    public init(path: String) {
        self.path = path
    }

    /// One of the suite's tools, from `NN_TOOLS`, or else from where the tests were built.
    public init(_ name: String) {
        path = Tool.folder.appending(path: name).path
    }

    public static let nntrain = Tool("nntrain")
    public static let nninspect = Tool("nninspect")
    public static let nnpredict = Tool("nnpredict")
    public static let nnconvert = Tool("nnconvert")
    public static let nndata = Tool("nndata")
    /// The shell, for pipes and redirections: `Tool.shell.run("-c", "…")`.
    public static let shell = Tool(path: "/bin/sh")

    /// The folder of the suite's tools.
    public static let folder: URL =
        environment("NN_TOOLS").map { URL(filePath: $0) } ?? built

    /// SwiftPM leaves the executables beside the tests' own, on a Mac beside the bundle around it.
    private static let built: URL = {
        var folder = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        while folder.path.contains(".xctest") { folder.deleteLastPathComponent() }
        return folder
    }()

    /// Runs the program and waits until it ends.
    ///
    /// - Parameters:
    ///   - input: what it finds on its standard input; nothing unless given.
    ///   - environment: variables beside those of this process; nil removes one.
    ///   - folder: where it runs; this process's own folder unless given.
    ///   - timeout: how many seconds it may take before it is killed.
    /// - Throws: where it can't be started, or was killed for taking too long.
    public func run(
        _ arguments: [String], input: some Sequence<UInt8> = [], environment: [String: String?] = [:],
        in folder: String? = nil, timeout: Double = 120
    ) throws -> ToolResult {
        // Files instead of pipes: nobody has to empty them for the program to go on.
        let scratch = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        let streams = [
            FileHandle(forReadingAtPath: try scratch.write(input, to: "stdin")),
            FileHandle(forWritingAtPath: try scratch.write("", to: "stdout")),
            FileHandle(forWritingAtPath: try scratch.write("", to: "stderr")),
        ]
        // Foundation keeps a process that has ended, and its files, for longer than a test run lasts; and with some 1,350
        // files open it crashes when it starts another.
        defer { for stream in streams { try? stream?.close() } }
        process.standardInput = streams[0]
        process.standardOutput = streams[1]
        process.standardError = streams[2]
        process.environment = ProcessInfo.processInfo.environment.merging(environment.compactMapValues { $0 }) { $1 }
            .filter { environment[$0.key, default: ""] != nil }
        if let folder { process.currentDirectoryURL = URL(filePath: folder) }

        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        let isLate = ended.wait(timeout: .now() + timeout) == .timedOut
        if isLate {
            kill(process.processIdentifier, SIGKILL)
            ended.wait()
        }
        let result = ToolResult(
            exitCode: process.terminationReason == .exit ? process.terminationStatus : nil,
            signal: process.terminationReason == .exit ? nil : process.terminationStatus,
            output: try bytes(of: scratch("stdout")), stderr: try text(of: scratch("stderr")))
        if isLate { throw ToolTimeout(tool: path, seconds: timeout, result: result) }
        return result
    }

    /// Runs the program with these arguments and waits until it ends.
    public func run(_ arguments: String...) throws -> ToolResult {
        try run(arguments)
    }
}

/// How a program ended and what it wrote.
public struct ToolResult: Sendable, CustomStringConvertible {
    /// The exit code; nil where a signal ended the program.
    public let exitCode: Int32?
    /// The signal that ended the program.
    public let signal: Int32?
    /// The bytes of standard output.
    public let output: [UInt8]
    /// The text of the error stream.
    public let stderr: String
    /// The text of standard output.
    public var stdout: String { String(decoding: output, as: UTF8.self) }

    /// Standard output read as JSON: dictionaries, arrays, strings, numbers.
    public var json: Any {
        get throws { try JSONSerialization.jsonObject(with: Data(output), options: .fragmentsAllowed) }
    }

    public var description: String {
        let end = exitCode.map { "exit code \($0)" } ?? "signal \(signal ?? 0)"
        return "\(end)\n--- stdout\n\(stdout)\n--- stderr\n\(stderr)"
    }
}

/// A program that had to be killed.
public struct ToolTimeout: Error, CustomStringConvertible {
    public let tool: String
    public let seconds: Double
    public let result: ToolResult
    public var description: String { "\(tool) was killed after \(seconds) seconds: \(result)" }
}
