import Foundation

/// A program that a test has started and may send signals to.
///
/// What it prints goes into a pipe that nobody empties before `end()`: one that prints a lot comes to a standstill at
/// some 64 KiB, and so is certainly still there when a signal is sent, however fast or slow the machine is.
public final class RunningTool: @unchecked Sendable {
    private let path: String
    private let process = Process()
    private let output = Pipe()
    private let scratch: TemporaryFolder
    private let errors: FileHandle?
    private let ended = DispatchSemaphore(value: 0)

    /// Starts a program.
    public init(_ tool: Tool, _ arguments: [String]) throws {
        path = tool.path
        scratch = try TemporaryFolder()
        errors = FileHandle(forWritingAtPath: try scratch.write("", to: "stderr"))
        #if os(Linux)
            // SwiftPM ignores the signals that end a program, and what it starts would do so too.
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments = ["--default-signal=INT,TERM", tool.path] + arguments
        #else
            process.executableURL = URL(filePath: tool.path)
            process.arguments = arguments
        #endif
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        let ended = ended
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
    }

    /// Whether it hasn't ended yet.
    public var isRunning: Bool { process.isRunning }

    /// Bytes that it has printed and that the pipe holds.
    public var printed: Int {
        var count: Int32 = 0
        return ioctl(output.fileHandleForReading.fileDescriptor, UInt(FIONREAD), &count) == 0 ? Int(count) : 0
    }

    /// Sends it a signal.
    public func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    /// Sends it signals that arrive together.
    public func send(together signals: [Int32]) { for signal in [SIGSTOP] + signals + [SIGCONT] { send(signal) } }

    /// Waits until something is so, or the program has ended.
    ///
    /// - Parameter timeout: how many seconds it waits at most.
    /// - Returns: whether it is so.
    public func wait(timeout: Double = 120, until condition: () throws -> Bool) rethrows -> Bool {
        let deadline = ContinuousClock.now + .seconds(timeout)
        while process.isRunning, ContinuousClock.now < deadline {
            if try condition() { return true }
            usleep(1000)
        }
        return try condition()
    }

    /// Waits until it has ended, and meanwhile takes what it prints.
    ///
    /// - Parameter timeout: how many seconds it may take before it is killed.
    /// - Throws: where it was killed for taking too long.
    public func end(timeout: Double = 120) throws -> ToolResult {
        let start = ContinuousClock.now
        let limit = DispatchWorkItem { [process] in kill(process.processIdentifier, SIGKILL) }
        DispatchQueue.global().asyncAfter(deadline: .now() + timeout, execute: limit)
        // Until it has ended, for nobody else has its end of the pipe.
        let printed = try output.fileHandleForReading.readToEnd() ?? Data()
        ended.wait()
        limit.cancel()
        try errors?.close()
        try output.fileHandleForReading.close()
        let isExit = process.terminationReason == .exit
        let result = ToolResult(
            exitCode: isExit ? process.terminationStatus : nil, signal: isExit ? nil : process.terminationStatus,
            output: Array(printed), stderr: try text(of: scratch("stderr")))
        if ContinuousClock.now - start >= .seconds(timeout) {
            throw ToolTimeout(tool: path, seconds: timeout, result: result)
        }
        return result
    }
}
