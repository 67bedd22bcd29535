import NNCommand
import NNFile

/// The files that can't be used: each is reported when it is met, and all of them make the exit code.
struct Failures {
    private(set) var all: [(path: String, error: String)] = []
    private var count = 0
    private var lastReason = FailureReason.malformedInput
    /// Whether errors are kept for a report at the end, and not only counted.
    private let keepsAll: Bool

    init(keepingAll keepsAll: Bool) {
        self.keepsAll = keepsAll
    }

    /// Reports a failure.
    /// - Returns: what is wrong, in one line without the path.
    mutating func add(_ failure: any Failure, of path: String) -> String {
        let text = "\(failure)"
        let prefix = "\(path): "
        let error = text.utf8.starts(with: prefix.utf8) ? String(text.utf8.dropFirst(prefix.utf8.count)) ?? text : text
        Console.report("nnpredict: \(prefix)\(error)")
        if keepsAll { all.append((path, error)) }
        count += 1
        lastReason = failure.reason
        return error
    }

    /// - Parameter total: how many files there were, with those that can be used.
    /// - Throws: the exit code where any failed: 66 for a single file that is missing, else 65.
    func finish(of total: Int) throws(ExitCode) {
        guard count > 0 else { return }
        throw total == 1 && lastReason == .missingInput ? .missingInput : .malformedInput
    }
}
