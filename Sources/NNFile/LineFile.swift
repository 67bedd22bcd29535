#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file that grows line by line, for whoever follows it: each line is there as soon as it is written, and as a whole.
///
/// Unlike an `AtomicFile` it stands under its own name from the start. A process that is killed leaves the lines that it
/// has written; one that finds the disk full takes the part of a line back that was still written.
public final class LineFile {
    /// Where the file stands.
    public let path: String
    private let descriptor: Int32

    /// Creates the file, or empties the one that is there; or goes on with it.
    ///
    /// - Parameter appending: whether the lines of a file that is there stay. What follows the last of them without an
    ///   end, as a loss of power can leave it, goes.
    /// - Throws: `FileError` where there is no such folder, no permission, or `path` is a folder.
    public init(path: String, appending: Bool = false) throws(FileError) {
        let mode = appending ? O_RDWR : O_WRONLY | O_TRUNC
        descriptor = open(path, mode | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
        self.path = path
        guard descriptor >= 0 else { throw FileError(path: path, operation: .create) }
        if appending { try removeUnendedLine() }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Adds a line and its end.
    ///
    /// - Precondition: there is no end of line within it.
    public func append(_ line: String) throws(FileError) {
        precondition(!line.utf8.contains(UInt8(ascii: "\n")), "more than a line: \(line)")
        let bytes = Array((line + "\n").utf8)
        let start = length
        var written = 0
        while written < bytes.count {
            // All at once, but for a disk that is full or a pipe that is.
            let count = bytes.withUnsafeBytes {
                systemWrite(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count < 0 {
                if errno == EINTR { continue }
                let error = FileError(path: path, operation: .write)
                if let start, written > 0 { ftruncate(descriptor, off_t(start)) }
                throw error
            }
            written += count
        }
    }

    /// The length in bytes; nil for a pipe or a device.
    private var length: Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    private func removeUnendedLine() throws(FileError) {
        guard let length else { return }
        // Longer lines than this are none of ours, and a file without an end of line is better left alone.
        var tail = [UInt8](repeating: 0, count: min(length, 1 << 16))
        let start = length - tail.count
        guard pread(descriptor, &tail, tail.count, off_t(start)) == tail.count else {
            throw FileError(path: path, operation: .read)
        }
        let end = tail.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        guard end > 0 || start == 0 else { throw FileError(path: path, operation: .create, code: EINVAL) }
        guard end == tail.count || ftruncate(descriptor, off_t(start + end)) == 0 else {
            throw FileError(path: path, operation: .write)
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
