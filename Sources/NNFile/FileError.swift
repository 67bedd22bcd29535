#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that the operating system did not open, read or write: the path, what was tried, and the system's own reason.
public struct FileError: Failure, Equatable {
    /// What was being done with the file.
    public enum Operation: Sendable {
        case open, read, list, create, write, sync, rename
    }

    public let path: String
    public let operation: Operation
    /// The value of `errno`.
    public let code: Int32

    public init(path: String, operation: Operation, code: Int32 = errno) {
        self.path = path
        self.operation = operation
        self.code = code
    }

    public var reason: FailureReason {
        switch operation {
        case .open, .list: .missingInput
        // A folder that lets nobody replace a file tells so only when the file is put in place.
        case .create, .rename: [ENOSPC, EIO, EDQUOT].contains(code) ? .inputOutput : .cannotCreate
        case .read: code == EISDIR ? .missingInput : code == EFBIG ? .malformedInput : .inputOutput
        case .write, .sync: .inputOutput
        }
    }

    public var description: String {
        "\(path): \(outcome)"
    }

    /// What happened, without the path.
    public var outcome: String { "\(action): \(String(cString: strerror(code)))" }

    private var action: String {
        switch operation {
        case .open: "can't be opened"
        case .read: "can't be read"
        case .list: "can't be listed"
        case .create: "can't be created"
        case .write: "can't be written"
        case .sync: "can't be synced to disk"
        case .rename: "can't be put in place"
        }
    }
}
