import NNCZlib
import NNFile

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of a file from its beginning on, inflated where they are gzip data and as they are where not.
struct GzipReader: ~Copyable {
    let path: String
    private let file: gzFile
    /// The length of the file itself, where it is a regular one.
    let fileLength: Int?

    /// The length of the data, where it stands uncompressed in a regular file; after the first `read`.
    var plainLength: Int? { gzdirect(file) == 1 ? fileLength : nil }

    /// How far reading has come in the file, in bytes of the file itself.
    var offset: Int { max(0, Int(gzoffset(file))) }

    /// - Throws: `DatasetError` where the file is missing, unreadable or a folder.
    init(_ path: String) throws(DatasetError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DatasetError(FileError(path: path, operation: .open)) }
        var status = stat()
        let kind = fstat(descriptor, &status) == 0 ? status.st_mode & S_IFMT : 0
        if kind == S_IFDIR {
            close(descriptor)
            throw DatasetError(FileError(path: path, operation: .open, code: EISDIR))
        }
        guard let file = gzdopen(descriptor, "rb") else {
            close(descriptor)
            throw DatasetError(FileError(path: path, operation: .open, code: ENOMEM))
        }
        gzbuffer(file, 128 << 10)
        self.path = path
        self.file = file
        fileLength = kind == S_IFREG ? Int(status.st_size) : nil
    }

    deinit { gzclose_r(file) }

    /// Reads until `buffer` is full or the data ends.
    /// - Returns: how many bytes were read.
    /// - Throws: `DatasetError` where reading fails or the gzip data is damaged or cut off.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(DatasetError) -> Int {
        var filled = 0
        while filled < buffer.count {
            let wanted = UInt32(clamping: min(buffer.count - filled, 1 << 30))
            let count = gzread(file, buffer.baseAddress.map { $0 + filled }, wanted)
            guard count >= 0 else { throw failure() }
            filled += Int(count)
            // At the end gzread tells a stream that was cut off only by this.
            if count < Int(wanted) {
                var code: Int32 = 0
                _ = gzerror(file, &code)
                guard code >= 0 else { throw failure() }
                if count == 0 || gzeof(file) != 0 { break }
            }
        }
        return filled
    }

    private func failure() -> DatasetError {
        let system = errno
        var code: Int32 = 0
        let reason = gzerror(file, &code).map { String(cString: $0) } ?? "unknown"
        if code == Z_ERRNO { return DatasetError(FileError(path: path, operation: .read, code: system)) }
        // zlib puts the name that it knows the file by first, `<fd:5>: `.
        let words = reason.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? reason
        return DatasetError(file: path, .damagedGzip(words))
    }
}
