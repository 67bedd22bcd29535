import NNFile

/// A rule of the format that a file breaks: which, where, what it asks for, and what stands there.
public struct Violation: Error, Sendable, Equatable {
    /// The rule.
    public let rule: Rule
    /// Bytes from the start of the file; within a compressed chunk, from the start of what it holds.
    public let offset: Int
    /// The chunk or tensor, as `directory`, `INPT` or `W[1]`.
    public let place: String
    /// What the rule asks for.
    public let expected: String
    /// What stands there.
    public let found: String

    /// One line without the file's name.
    public var message: String {
        switch rule {
        case .truncated: "truncated: \(found) of \(expected) bytes"
        case .version, .feature, .unknownCritical, .layerKind: "\(place) at byte \(offset): \(found); \(expected)"
        default: "\(place) at byte \(offset): expected \(expected), found \(found)"
        }
    }
}

/// Why a model file can't be read or written.
public enum ModelFileError: Failure, Equatable {
    /// The operating system did not open, read or write it.
    case file(FileError)
    /// It breaks a rule of the format.
    case violation(Violation, path: String)

    public var reason: FailureReason {
        switch self {
        case .file(let error): error.reason
        case .violation: .malformedInput
        }
    }

    public var description: String {
        switch self {
        case .file(let error): error.description
        case .violation(let violation, let path): "\(path): \(violation.message) (\(violation.rule.id))"
        }
    }
}
