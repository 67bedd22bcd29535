import Foundation
import NNModel

/// What a reader says of a file: `ok`, or the id of the rule and the byte where it is broken.
typealias Verdict = String

/// The verdict of the reader in Swift.
func judge(_ bytes: [UInt8]) -> Verdict {
    do throws(ModelFileError) {
        try ModelFile(bytes: bytes).verify()
        return "ok"
    } catch {
        guard case .violation(let violation, _) = error else { return "crash \(error)" }
        return "\(violation.rule.id) \(violation.offset)"
    }
}

/// The reader in Python, as a process that judges one file after the other.
final class PythonJudge {
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private var pending = Data()

    /// - Parameter script: `nnm_reader.py`.
    init(script: String) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", script, "--judge"]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
    }

    /// Sends files; `verdict()` gives the answers in their order. No more at a time than a pipe holds answers to.
    func send(_ files: [[UInt8]]) throws {
        var data = Data()
        for file in files {
            withUnsafeBytes(of: UInt32(file.count).littleEndian) { data.append(contentsOf: $0) }
            data.append(contentsOf: file)
        }
        try input.fileHandleForWriting.write(contentsOf: data)
    }

    /// The next answer, without the words behind rule and byte; waits for it.
    func verdict() -> Verdict {
        while true {
            if let end = pending.firstIndex(of: 10) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending = pending[(end + 1)...]
                return line.hasPrefix("NNM-") ? line.split(separator: " ").prefix(2).joined(separator: " ") : line
            }
            let more = output.fileHandleForReading.availableData
            guard !more.isEmpty else { return "crash: the judge in Python is gone" }
            pending.append(more)
        }
    }

    /// Lets the process end.
    func finish() {
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }
}
