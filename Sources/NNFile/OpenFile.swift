#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file open for reading; closed when it goes out of scope.
struct OpenFile: ~Copyable {
    let descriptor: Int32
    let path: String
    /// The length in bytes, or nil for a pipe or a device, whose length nobody knows.
    let length: Int?

    /// - Parameter isNamedByFile: whether no person but another file names it: then it must be a regular file, and no link
    ///   to one.
    /// - Throws: `FileError` where the file is missing, unreadable, or a folder.
    init(_ path: String, isNamedByFile: Bool = false) throws(FileError) {
        // Without O_NONBLOCK a fifo that nobody writes to would hang here; a person who names one means it.
        descriptor = open(path, O_RDONLY | O_CLOEXEC | (isNamedByFile ? O_NOFOLLOW | O_NONBLOCK : 0))
        self.path = path
        guard descriptor >= 0 else { throw FileError(path: path, operation: .open) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let error = FileError(path: path, operation: .open)
            close(descriptor)
            throw error
        }
        let kind = status.st_mode & S_IFMT
        guard kind != S_IFDIR else {
            close(descriptor)
            throw FileError(path: path, operation: .open, code: EISDIR)
        }
        guard kind == S_IFREG || !isNamedByFile else {
            close(descriptor)
            throw FileError(path: path, operation: .open, code: EINVAL)
        }
        length = kind == S_IFREG ? Int(status.st_size) : nil
    }

    deinit { close(descriptor) }

    /// Reads until `buffer` is full or the file ends.
    /// - Returns: how many bytes were read.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let count = systemRead(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
            if count == 0 { break }
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError(path: path, operation: .read)
            }
            filled += count
        }
        return filled
    }
}

private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
    read(descriptor, buffer, count)
}
