#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file written aside, synced and renamed: whoever looks at `path` sees the old file or the whole new one, even if
/// the process is killed or the machine loses power at any moment.
///
/// Call `commit()` last; a file that goes out of scope without it is removed, and `path` stays as it was.
public struct AtomicFile: ~Copyable {
    /// Where the file will stand.
    public let path: String
    /// Where it is being written, in the same folder. A library that insists on opening the file itself writes here.
    public let temporaryPath: String
    private let descriptor: Int32
    /// Whether the temporary file is to be renamed, or nothing is because `path` is a device or a pipe.
    private let isReplacing: Bool
    private var isCommitted = false

    /// Creates the temporary file beside `path`.
    /// - Throws: `FileError` where there is no such folder, no permission, or `path` is a folder.
    public init(path: String) throws(FileError) {
        var status = stat()
        let exists = stat(path, &status) == 0
        if exists, status.st_mode & S_IFMT == S_IFDIR {
            throw FileError(path: path, operation: .create, code: EISDIR)
        }
        // Nothing can be renamed over a device or a pipe: such a one is written directly.
        let isReplacing = !exists || status.st_mode & S_IFMT == S_IFREG
        // A link is followed, so that the file it names is replaced and not the link.
        let target = exists && isReplacing ? resolvedPath(path) : path
        let temporary = isReplacing ? "\(target).\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp" : path
        let descriptor =
            isReplacing
            ? open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, exists ? status.st_mode & 0o777 : 0o666)
            : open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: path, operation: .create) }
        self.path = target
        self.temporaryPath = temporary
        self.descriptor = descriptor
        self.isReplacing = isReplacing
    }

    deinit {
        close(descriptor)
        if isReplacing, !isCommitted { unlink(temporaryPath) }
    }

    /// Appends `bytes`.
    public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
        var rest = bytes
        while !rest.isEmpty {
            let count = systemWrite(descriptor, rest.baseAddress, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(path: path, operation: .write)
            }
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
        }
    }

    /// Appends `text` as UTF-8.
    public func write(_ text: String) throws(FileError) {
        try write(Array(text.utf8))
    }

    /// Appends `bytes`.
    public func write(_ bytes: [UInt8]) throws(FileError) {
        try bytes.span.bytes.withUnsafeBytes { buffer throws(FileError) in try write(buffer) }
    }

    /// Syncs the file to disk, puts it in place, and syncs the folder.
    public consuming func commit() throws(FileError) {
        guard isReplacing else { return }
        guard fsync(descriptor) == 0 else { throw FileError(path: path, operation: .sync) }
        guard rename(temporaryPath, path) == 0 else { throw FileError(path: path, operation: .rename) }
        isCommitted = true
        // Some file systems can't sync a folder; the file itself is safe by then, so that is no error.
        let folder = open(parentFolder(of: path), O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

private func resolvedPath(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
}

private func parentFolder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}
