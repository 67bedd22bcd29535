internal import NNCKernels

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
    ///
    /// A link is followed: the file that it names is replaced, and keeps its mode, and where the system lets us its
    /// owner. A device or a pipe, over which nothing can be renamed, is written directly.
    /// - Throws: `FileError` where there is no such folder, no permission, or `path` is a folder.
    public init(path: String) throws(FileError) {
        var status = stat()
        let exists = stat(path, &status) == 0
        let kind = status.st_mode & S_IFMT
        if exists, kind == S_IFDIR { throw FileError(path: path, operation: .create, code: EISDIR) }
        // Renaming needs no permission to write the old file; who took that away meant it to stay.
        if exists, access(path, W_OK) != 0 { throw FileError(path: path, operation: .create) }
        let isReplacing = !exists || kind == S_IFREG
        let target = isReplacing ? try resolved(path, exists: exists) : path
        let temporary = isReplacing ? temporaryName(for: target) : target
        let descriptor =
            isReplacing
            ? open(temporary, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
            : open(target, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: path, operation: .create) }
        if exists, isReplacing {
            // Not open's own argument, which the umask would cut. File systems without modes refuse; so be it.
            _ = fchown(descriptor, status.st_uid, status.st_gid)
            fchmod(descriptor, status.st_mode & 0o777)
        }
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
        try write(bytes) { rest, _ in systemWrite(descriptor, rest.baseAddress, rest.count) }
        if isReplacing { beginSyncing(bytes.count, until: Int(lseek(descriptor, 0, SEEK_CUR))) }
    }

    /// Whether parts can be written in any order: not to a device or a pipe.
    public var isSeekable: Bool { isReplacing }

    /// Writes `bytes` at a place of their own. What is appended goes where it would have gone without them.
    ///
    /// - Parameter offset: in bytes from the start of the file; what is left out before it is zero.
    /// - Precondition: `isSeekable`.
    public func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(FileError) {
        precondition(isSeekable, "\(path) has no places")
        try write(bytes) { rest, done in pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + done)) }
        beginSyncing(bytes.count, until: offset + bytes.count)
    }

    /// The same.
    public func write(_ bytes: [UInt8], at offset: Int) throws(FileError) {
        try bytes.span.bytes.withUnsafeBytes { buffer throws(FileError) in try write(buffer, at: offset) }
    }

    /// Writes all of `bytes`, by as many calls of the system as it wants.
    ///
    /// - Parameter call: is given what is left and how much is done, and answers how much it has done of it, or −1.
    private func write(
        _ bytes: UnsafeRawBufferPointer, by call: (_ rest: UnsafeRawBufferPointer, _ done: Int) -> Int
    ) throws(FileError) {
        var done = 0
        while done < bytes.count {
            let count = call(UnsafeRawBufferPointer(rebasing: bytes[done...]), done)
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(path: path, operation: .write)
            }
            done += count
        }
    }

    /// Has the disk begin with what was written since it last did: a file of a gigabyte is then nearly there when
    /// `commit()` waits for it.
    ///
    /// - Parameters:
    ///   - count: how many bytes the last write was of.
    ///   - end: where it ended.
    private func beginSyncing(_ count: Int, until end: Int) {
        // By whole pieces, of which the disk makes the most; the end of a file, or a small one, is left to `commit()`.
        let piece = 16 << 20
        let (first, last) = ((end - count) / piece * piece, end / piece * piece)
        if count <= end, first < last { nn_begin_writeback(descriptor, Int64(first), Int64(last - first)) }
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
        let folder = open(split(path).folder, O_RDONLY | O_CLOEXEC)
        if folder >= 0 {
            fsync(folder)
            close(folder)
        }
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}

/// Where the links that `path` may be lead to in the end, whether or not anything stands there.
private func resolved(_ path: String, exists: Bool) throws(FileError) -> String {
    guard !path.isEmpty else { throw FileError(path: "''", operation: .create, code: ENOENT) }
    if exists {
        guard let resolved = realpath(path, nil) else { throw FileError(path: path, operation: .create) }
        defer { free(resolved) }
        return String(cString: resolved)
    }
    var target = path
    // As many links as Linux follows.
    for _ in 0..<40 {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(target, &buffer, buffer.count)
        guard count >= 0 else { return target }
        let next = String(decoding: buffer.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
        target = next.hasPrefix("/") ? next : "\(split(target).folder)/\(next)"
    }
    throw FileError(path: path, operation: .create, code: ELOOP)
}

/// A name in the same folder that nobody else uses: the file's own, cut so that it stays below 255 bytes, with a suffix.
private func temporaryName(for path: String) -> String {
    let (folder, name) = split(path)
    let start = Substring(name.unicodeScalars.prefix(50))
    return "\(folder)/\(start).\(getpid())-\(UInt32.random(in: 0 ... .max)).tmp"
}

/// The folder and the name in it. By bytes: a name that begins with a combining mark would swallow the slash.
private func split(_ path: String) -> (folder: String, name: Substring) {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return (".", path[...]) }
    let name = path[path.utf8.index(after: slash)...]
    return (slash == path.startIndex ? "/" : String(path[..<slash]), name)
}
