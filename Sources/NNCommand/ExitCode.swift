import NNFile

/// What a tool tells the shell; the numbers from 64 are those of `sysexits.h`.
public enum ExitCode: Int32, Error, Sendable {
    /// Done.
    case success = 0
    /// The answer is no: a damaged file, two models that differ, gradients that disagree.
    case no = 1
    /// The command line makes no sense.
    case usage = 64
    /// An input is malformed or inconsistent.
    case malformedInput = 65
    /// An input is missing or unreadable.
    case missingInput = 66
    /// A bug of ours.
    case software = 70
    /// An output can't be created.
    case cannotCreate = 73
    /// Reading or writing failed.
    case inputOutput = 74
    /// Ended early because of a SIGINT, as by Ctrl-C; the number is that of a shell for a process that it killed.
    case interrupted = 130
    /// Ended early because of a SIGTERM.
    case terminated = 143

    /// The code for a failure of this kind.
    public init(_ reason: FailureReason) {
        switch reason {
        case .usage: self = .usage
        case .malformedInput: self = .malformedInput
        case .missingInput: self = .missingInput
        case .cannotCreate: self = .cannotCreate
        case .inputOutput: self = .inputOutput
        }
    }
}

/// A command line that makes no sense.
public struct UsageError: Failure, Equatable {
    /// What is wrong, in one line.
    public let description: String
    public var reason: FailureReason { .usage }

    /// An error with this text.
    public init(_ description: String) {
        self.description = description
    }
}

/// An input that contradicts itself or another one.
public struct InputError: Failure, Equatable {
    /// What is wrong, in one line that starts with the file's name.
    public let description: String
    public var reason: FailureReason { .malformedInput }

    /// An error with this text.
    public init(_ description: String) {
        self.description = description
    }
}
