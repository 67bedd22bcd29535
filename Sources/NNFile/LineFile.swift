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

    /// Creates the file, or empties the one that is there.
    ///
    /// - Throws: `FileError` where there is no such folder, no permission, or `path` is a folder.
    public init(path: String) throws(FileError) {
        descriptor = try Self.open(path, O_WRONLY | O_TRUNC)
        self.path = path
    }

    /// Goes on with a file, or creates it where there is none.
    ///
    /// - Parameter isOutdated: tells the lines at the end that go, by their bytes; the last one that it doesn't tell stays,
    ///   and so do all before it. What follows the last line without an end, as a loss of power can leave it, goes in any
    ///   case.
    /// - Throws: `FileError` where there is no such folder, no permission, or `path` is a folder or has no lines.
    public init(
        goingOnWith path: String, dropping isOutdated: (ArraySlice<UInt8>) -> Bool = { _ in false }
    ) throws(FileError) {
        descriptor = try Self.open(path, O_RDWR)
        self.path = path
        try removeLastLines(isOutdated)
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

    /// - Returns: a descriptor.
    private static func open(_ path: String, _ mode: Int32) throws(FileError) -> Int32 {
        let descriptor = systemOpen(path, mode | O_CREAT | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileError(path: path, operation: .create) }
        return descriptor
    }

    private func removeLastLines(_ isOutdated: (ArraySlice<UInt8>) -> Bool) throws(FileError) {
        guard let length else { return }
        var tail = Tail(descriptor: descriptor, path: path)
        // A file without an end of line is better left alone.
        guard var kept = try tail.lineStart(before: length) else {
            throw FileError(path: path, operation: .create, code: EINVAL)
        }
        while kept > 0, let start = try tail.lineStart(before: kept - 1), isOutdated(tail[start..<kept - 1]) {
            kept = start
        }
        guard kept == length || ftruncate(descriptor, off_t(kept)) == 0 else {
            throw FileError(path: path, operation: .write)
        }
    }
}

/// The end of a file, read backwards a block at a time.
private struct Tail {
    let descriptor: Int32
    let path: String
    private var start = 0
    private var block: [UInt8] = []
    /// Longer lines than this are none of ours.
    private static let length = 1 << 16

    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Where the line begins that reaches up to a place; nil where that is too far away.
    mutating func lineStart(before end: Int) throws(FileError) -> Int? {
        if let found = lineStartInBlock(before: end) { return found }
        start = max(0, end - Self.length)
        block = [UInt8](repeating: 0, count: end - start)
        guard pread(descriptor, &block, block.count, off_t(start)) == block.count else {
            throw FileError(path: path, operation: .read)
        }
        return lineStartInBlock(before: end)
    }

    private func lineStartInBlock(before end: Int) -> Int? {
        guard end >= start, end <= start + block.count else { return nil }
        if let last = block[..<(end - start)].lastIndex(of: UInt8(ascii: "\n")) { return start + last + 1 }
        return start == 0 ? 0 : nil
    }

    /// Bytes up to the place that was last asked for.
    subscript(range: Range<Int>) -> ArraySlice<UInt8> { block[range.lowerBound - start..<range.upperBound - start] }
}

private func systemOpen(_ path: String, _ mode: Int32) -> Int32 {
    open(path, mode, 0o666)
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
