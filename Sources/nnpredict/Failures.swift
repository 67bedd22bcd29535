import NNCommand
import NNFile

/// The files that can't be used: each is reported when it is met, and all of them make the exit code.
struct Failures {
    /// How many files there are, with those that can be used.
    let total: Int
    private(set) var all: [(path: String, error: String)] = []
    private var lastReason = FailureReason.malformedInput

    init(total: Int) {
        self.total = total
    }

    /// Reports a failure.
    /// - Returns: what is wrong, in one line without the path.
    mutating func add(_ failure: any Failure, of path: String) -> String {
        let text = "\(failure)"
        let prefix = "\(path): "
        let error = text.utf8.starts(with: prefix.utf8) ? String(text.utf8.dropFirst(prefix.utf8.count)) ?? text : text
        Console.report("nnpredict: \(prefix)\(error)")
        all.append((path, error))
        lastReason = failure.reason
        return error
    }

    /// - Throws: the exit code where there was any: 66 for a single file that is missing, else 65.
    func finish() throws(ExitCode) {
        guard !all.isEmpty else { return }
        throw total == 1 && lastReason == .missingInput ? .missingInput : .malformedInput
    }
}
