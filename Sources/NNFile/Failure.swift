/// An error that can be shown to a person in one line and that knows what kind of thing went wrong.
///
/// Every error that the libraries of this package throw conforms, so that a program (our own tools first) can turn any
/// of them into a message and an exit code without knowing the library that threw it. The description names the file,
/// the place in it, what was expected and what was found.
public protocol Failure: Error, CustomStringConvertible {
    /// What went wrong, in the terms of `sysexits.h`.
    var reason: FailureReason { get }
}

/// The kinds of failure that callers treat differently.
public enum FailureReason: Sendable {
    /// The caller asked for something that makes no sense, whatever the files hold.
    case usage
    /// An input is malformed, or contradicts another.
    case malformedInput
    /// An input is missing or unreadable, or is a folder where a file was expected.
    case missingInput
    /// An output can't be created.
    case cannotCreate
    /// Reading or writing failed on the way, a full disk included.
    case inputOutput
}
