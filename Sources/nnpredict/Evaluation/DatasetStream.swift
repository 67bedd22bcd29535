import NNCommand
import NNFile

/// The examples of an .h5 file, read by the `nndata` beside this program: this one links no HDF5.
final class DatasetStream {
    private let path: String
    private let child: ChildProcess

    /// Starts `nndata stream PATH`.
    ///
    /// - Parameter targets: whether the labels are numbers to come near to, and not classes.
    /// - Throws: `FileError` where there is no nndata.
    init(path: String, inputs: String?, labels: String?, targets: Bool) throws {
        self.path = path
        var arguments = ["stream"]
        if let inputs { arguments.append("--inputs=\(inputs)") }
        if let labels { arguments.append("--labels=\(labels)") }
        if targets { arguments.append("--targets") }
        let tool = try ownFolder() + "/nndata"
        do throws(FileError) {
            child = try ChildProcess(tool, arguments + ["--", path])
        } catch {
            throw MissingTool(description: "\(path): reading it takes nndata, and \(error)")
        }
    }

    /// Reads the header.
    func open() throws -> ExampleStreamReader {
        try reporting { try ExampleStreamReader { [child] buffer in try child.read(into: buffer) } }
    }

    /// Reads from the stream. Where that fails because nndata did, its own words and exit code tell why.
    func reporting<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as ExampleStreamError {
            // One that is still printing would fail only because nobody reads it any more.
            if child.hasEnded { try close() }
            throw InputError("\(path): \(error)")
        }
    }

    /// Waits for nndata, once all is read.
    /// - Throws: its exit code where it failed, when its words are reported.
    func close() throws {
        let end = try child.wait()
        if end.code != 0 { throw report(end.code, end.errors) }
    }

    private func report(_ code: Int32?, _ errors: String) -> ExitCode {
        let words = errors.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let name = "nndata: "
        let message = words.hasPrefix(name) ? String(words.dropFirst(name.count)) : words
        Console.report("nnpredict: \(message.isEmpty ? "\(path): nndata ended without an answer" : message)")
        return code.flatMap { ExitCode(rawValue: $0) } ?? .software
    }
}

/// The suite is not complete.
private struct MissingTool: Failure {
    let description: String
    let reason = FailureReason.missingInput
}
