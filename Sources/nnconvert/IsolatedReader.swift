import NNCommand
import NNFile
import NNInterchange

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads a file here, or, where libhdf5 takes part, in another process, so that a crash there is an error here.
struct IsolatedReader {
    private let file: FileBytes
    private let options: ReadingOptions

    static func read(
        _ file: FileBytes, _ format: any ModelFormat.Type, _ options: ReadingOptions
    ) throws(InterchangeError) -> ReadModel {
        guard format.isReadByLibHDF5 else { return try format.open(file, options) }
        return try IsolatedReader(file: file, options: options).read(format)
    }

    private func read(_ format: any ModelFormat.Type) throws(InterchangeError) -> ReadModel {
        var status = stat()
        guard stat(file.path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw fail(
                "expected a regular file, since another process reads it, found a pipe or a device", .missingInput)
        }
        let (output, code, words) = try output(of: format)
        guard code == 0 else {
            // Its words begin with the name of the tool, as ours are going to.
            let line = words.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
            let name = "nnconvert: "
            guard let code, let reason = FailureReason(exitCode: code), line.hasPrefix(name) else {
                throw fail("reading it crashed, or took more memory or time than a file of its size needs")
            }
            throw InterchangeError(file.path, .reported(String(line.dropFirst(name.count)), reason))
        }
        return try model(in: output)
    }

    /// What the other process prints, with its exit code and what it says to people.
    private func output(
        of format: any ModelFormat.Type
    ) throws(InterchangeError) -> (output: [UInt8], code: Int32?, errors: String) {
        do throws(FileError) {
            // Where it crashes, nobody wants to hear how.
            setenv("SWIFT_BACKTRACE", "enable=no", 1)
            let child = try ChildProcess(ownPath(), IsolatedRead.arguments(format, options, path: file.path))
            return try child.finish(atMost: options.limits.bytes)
        } catch {
            throw InterchangeError(file.path, .system(error))
        }
    }

    /// Notes, a line each, an empty line, and a .nnm file, which is checked like one of strangers'.
    private func model(in output: [UInt8]) throws(InterchangeError) -> ReadModel {
        var notes: [String] = []
        var rest = output[...]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            if line.isEmpty { break }
            notes.append(String(decoding: line, as: UTF8.self))
        }
        var read = try NNMFormat.open(
            FileBytes(Array(rest), name: file.path), ReadingOptions(limits: InterchangeLimits(bytes: .max)))
        read.notes = notes
        return read
    }

    private func fail(_ message: String, _ reason: FailureReason = .malformedInput) -> InterchangeError {
        InterchangeError(file.path, .reported("\(file.path): \(message)", reason))
    }
}

extension FailureReason {
    /// The kind of failure that another of our processes ended with; nil where it was none, or a bug.
    init?(exitCode: Int32) {
        let all: [FailureReason] = [.usage, .malformedInput, .missingInput, .cannotCreate, .inputOutput]
        guard let reason = all.first(where: { ExitCode($0).rawValue == exitCode }) else { return nil }
        self = reason
    }
}
