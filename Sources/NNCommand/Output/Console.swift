import NNFile
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The two streams of a tool: results go to standard output, everything else to standard error.
public enum Console {
    private static let pending = Mutex<[UInt8]>([])

    /// Writes results; they reach the stream at the latest when the tool ends.
    /// - Throws: `FileError` where standard output can't be written, as on a full disk.
    public static func write(_ text: String) throws(FileError) {
        try write(Array(text.utf8))
    }

    /// Writes results that are no text.
    /// - Throws: `FileError` as the other form does.
    public static func write(_ bytes: [UInt8]) throws(FileError) {
        let full = pending.withLock { buffer in
            buffer += bytes
            return buffer.count > 1 << 16
        }
        if full { try flush() }
    }

    /// Writes a line of results.
    /// - Throws: `FileError` as `write` does.
    public static func print(_ line: String) throws(FileError) {
        try write(line + "\n")
    }

    /// Hands all that was written to the system.
    /// - Throws: `FileError` as `write` does.
    public static func flush() throws(FileError) {
        let bytes = pending.withLock { buffer in
            defer { buffer = [] }
            return buffer
        }
        guard systemWrite(bytes, to: STDOUT_FILENO) else {
            throw FileError(path: "standard output", operation: .write)
        }
    }

    /// Writes a line to the error stream: a warning, or what went wrong.
    public static func report(_ line: String) {
        // Where the error stream itself is broken, there is nobody left to tell.
        _ = systemWrite(Array((line.escaped + "\n").utf8), to: STDERR_FILENO)
    }

    /// Writes to the error stream as it is, for progress.
    static func draw(_ text: String) {
        _ = systemWrite(Array(text.utf8), to: STDERR_FILENO)
    }
}

private func systemWrite(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if count < 0 {
            if errno == EINTR { continue }
            return false
        }
        rest = rest.dropFirst(count)
    }
    return true
}
