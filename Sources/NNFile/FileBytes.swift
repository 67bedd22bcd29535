#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of a file, mapped where that pays and read where it doesn't.
///
/// Files of more than 1 MiB are mapped, so that opening costs nothing and pages come as they are touched. Smaller ones
/// are read, which is as fast and safe against a file that shrinks while it is open (a mapping would then raise
/// SIGBUS: whoever maps a file relies on nobody truncating it).
public final class FileBytes: Sendable {
    /// The path that the bytes came from, for messages.
    public let path: String
    private let storage: Storage

    private struct Storage: @unchecked Sendable {
        let bytes: UnsafeRawBufferPointer
        let isMapped: Bool
    }

    /// The whole file.
    ///
    /// - Parameter limit: the most bytes that a pipe or a device may yield, since those have no length to check first.
    ///   A regular file may be longer.
    /// - Throws: `FileError` where the file is missing, unreadable or a folder, or reading fails.
    public convenience init(path: String, limit: Int = 1 << 31) throws(FileError) {
        try self.init(OpenFile(path), limit: limit)
    }

    /// The whole of a file that another file names, which nobody should trust: a regular file, and no symbolic link to
    /// one.
    ///
    /// - Throws: `FileError` of the code `ELOOP` where it is a link, and `EINVAL` where it is a pipe or a device.
    package convenience init(namedByFile path: String) throws(FileError) {
        try self.init(OpenFile(path, isNamedByFile: true), limit: 0)
    }

    private init(_ file: borrowing OpenFile, limit: Int) throws(FileError) {
        path = file.path
        if let length = file.length, length > Self.mappingThreshold {
            let address = mmap(nil, length, PROT_READ, MAP_PRIVATE, file.descriptor, 0)
            guard let address, address != MAP_FAILED else { throw FileError(path: path, operation: .read) }
            storage = Storage(bytes: UnsafeRawBufferPointer(start: address, count: length), isMapped: true)
        } else {
            storage = Storage(bytes: try Self.readAll(file, limit: limit), isMapped: false)
        }
    }

    /// Bytes that are in memory already, under a name for messages.
    public init(_ bytes: [UInt8], name: String) {
        path = name
        let copy = Self.allocate(bytes.count)
        copy.copyBytes(from: bytes)
        storage = Storage(bytes: UnsafeRawBufferPointer(copy), isMapped: false)
    }

    deinit {
        if storage.isMapped, let start = storage.bytes.baseAddress {
            munmap(UnsafeMutableRawPointer(mutating: start), storage.bytes.count)
        } else {
            storage.bytes.deallocate()
        }
    }

    /// The length in bytes.
    public var count: Int { storage.bytes.count }

    /// Lends the bytes; the pointer must not outlive the call.
    public func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(storage.bytes)
    }

    /// Tells the system that a part of a mapped file has been passed over: its pages no longer count as this process's
    /// memory. They stay in the system's cache, from where they come again if they are touched again.
    ///
    /// - Parameter range: bytes of the file.
    package func giveBack(_ range: Range<Int>) {
        guard storage.isMapped, !range.isEmpty, let start = storage.bytes.baseAddress else { return }
        // Linux maps the pages around one that is touched along with it, those before it as well.
        let first = range.lowerBound / Self.pagesTogether * Self.pagesTogether
        madvise(UnsafeMutableRawPointer(mutating: start) + first, range.upperBound - first, Int32(MADV_DONTNEED))
    }

    /// Bytes of the pages that Linux maps at one touch, unless somebody has set it otherwise.
    private static let pagesTogether = 1 << 16
    private static let mappingThreshold = 1 << 20

    private static func readAll(_ file: borrowing OpenFile, limit: Int) throws(FileError) -> UnsafeRawBufferPointer {
        let most = max(limit, file.length ?? 0)
        // One byte more than the length tells a file that grew since, and makes room for an empty one.
        var buffer = allocate(min(file.length ?? 1 << 16, most) + 1)
        var filled = 0
        do throws(FileError) {
            while true {
                filled += try file.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
                guard filled <= most else { throw FileError(path: file.path, operation: .read, code: EFBIG) }
                if filled < buffer.count { break }
                let larger = allocate(min(buffer.count * 2, most + 1))
                larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
                buffer.deallocate()
                buffer = larger
            }
        } catch {
            buffer.deallocate()
            throw error
        }
        return UnsafeRawBufferPointer(start: buffer.baseAddress, count: filled)
    }

    private static func allocate(_ count: Int) -> UnsafeMutableRawBufferPointer {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 64)
        prepareToFill(memory)
        return memory
    }
}
