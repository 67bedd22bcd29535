#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The names in a folder in the order of their bytes, without those that begin with a dot.
///
/// Made for folders of a million files: reading the folder looks at no file, a name takes its bytes and 16 more, and
/// what stands under it is looked at when a loop comes to it, where the folder itself doesn't tell.
public struct FolderListing: Sendable, Sequence {
    /// The folder.
    public let path: String
    /// All names, one behind the other.
    private let bytes: [UInt8]
    private let names: [Name]

    private struct Name: Sendable {
        let start: Int
        let length: UInt16
        /// What the folder tells: `DT_REG` and so on.
        let type: UInt8
    }

    /// Reads the folder.
    ///
    /// - Throws: `FileError` where it is missing, unreadable, or none.
    public init(_ path: String) throws(FileError) {
        guard let stream = opendir(path) else { throw FileError(path: path, operation: .list) }
        defer { closedir(stream) }
        var (bytes, names): ([UInt8], [Name]) = ([], [])
        while true {
            // The only way to tell the end from a failure.
            errno = 0
            guard let found = readdir(stream) else { break }
            let type = found.pointee.d_type
            withUnsafeMutablePointer(to: &found.pointee.d_name) { name in
                let name = UnsafeRawPointer(name)
                let length = strlen(name.assumingMemoryBound(to: CChar.self))
                guard length > 0, name.load(as: UInt8.self) != UInt8(ascii: ".") else { return }
                names.append(Name(start: bytes.count, length: UInt16(length), type: type))
                bytes.append(contentsOf: UnsafeRawBufferPointer(start: name, count: length))
            }
        }
        guard errno == 0 else { throw FileError(path: path, operation: .list) }
        bytes.withUnsafeBytes { bytes in names.sort { Self.precedes($0, $1, in: bytes) } }
        (self.path, self.bytes, self.names) = (path, bytes, names)
    }

    private static func precedes(_ a: Name, _ b: Name, in bytes: UnsafeRawBufferPointer) -> Bool {
        guard let start = bytes.baseAddress else { return false }
        let order = memcmp(start + a.start, start + b.start, Int(Swift.min(a.length, b.length)))
        return order != 0 ? order < 0 : a.length < b.length
    }

    /// How many names there are.
    public var count: Int { names.count }

    /// How many of them the folder itself tells to be folders.
    public var folderCount: Int { names.count { Int($0.type) == Int(DT_DIR) } }

    /// Lends the bytes of each name, whatever stands there.
    public func forEachName(_ body: (UnsafeRawBufferPointer) -> Void) {
        bytes.withUnsafeBytes { bytes in
            for name in names {
                body(UnsafeRawBufferPointer(rebasing: bytes[name.start..<name.start + Int(name.length)]))
            }
        }
    }

    public func makeIterator() -> some IteratorProtocol<FolderEntry> {
        names.lazy.map { entry($0) }.makeIterator()
    }

    private func entry(_ found: Name) -> FolderEntry {
        let bytes = bytes[found.start..<found.start + Int(found.length)]
        guard let name = String(validating: bytes, as: UTF8.self) else {
            let name = String(decoding: bytes, as: UTF8.self)
            return FolderEntry(path: joinedPath(path, name), name: name, kind: .unreadableName)
        }
        let path = joinedPath(path, name)
        let kind: FolderEntry.Kind =
            switch Int(found.type) {
            case Int(DT_REG): .file
            case Int(DT_DIR): .folder(isLink: false)
            // A link, or a file system that doesn't tell.
            case Int(DT_LNK), Int(DT_UNKNOWN): .init(at: path)
            default: .other
            }
        return FolderEntry(path: path, name: name, kind: kind)
    }
}
