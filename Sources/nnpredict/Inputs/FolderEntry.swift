import NNFile

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A name in a folder, and what stands there.
struct FolderEntry {
    enum Kind {
        case file
        case folder(isLink: Bool)
        /// A device, a pipe, a socket: opening one could wait for ever.
        case other
        /// No UTF-8: nothing could be opened under the name as it is shown.
        case unreadableName
    }

    let name: String
    let kind: Kind
}

/// Whether a folder stands at `path`.
func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// What a folder holds, in the order of the bytes of the names; nothing whose name begins with a dot.
func folderEntries(_ path: String) throws(FileError) -> [FolderEntry] {
    guard let stream = opendir(path) else { throw FileError(path: path, operation: .list) }
    defer { closedir(stream) }
    var entries: [(bytes: [UInt8], entry: FolderEntry)] = []
    while true {
        // The only way to tell the end from a failure.
        errno = 0
        guard let found = readdir(stream) else { break }
        let bytes = withUnsafeMutablePointer(to: &found.pointee.d_name) { name in
            name.withMemoryRebound(to: UInt8.self, capacity: 1) {
                Array(UnsafeBufferPointer(start: $0, count: length($0)))
            }
        }
        guard bytes.first != UInt8(ascii: ".") else { continue }
        if let name = String(validating: bytes, as: UTF8.self) {
            entries.append((bytes, FolderEntry(name: name, kind: kind(joined(path, name)))))
        } else {
            entries.append((bytes, FolderEntry(name: String(decoding: bytes, as: UTF8.self), kind: .unreadableName)))
        }
    }
    guard errno == 0 else { throw FileError(path: path, operation: .list) }
    return entries.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }.map(\.entry)
}

/// What stands at a path that a folder names; what can't be looked at is taken for a file, so that opening it tells why.
private func kind(_ path: String) -> FolderEntry.Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .file }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR:
        var own = stat()
        return .folder(isLink: lstat(path, &own) == 0 && own.st_mode & S_IFMT == S_IFLNK)
    default: return .other
    }
}

private func length(_ text: UnsafePointer<UInt8>) -> Int {
    var count = 0
    while text[count] != 0 { count += 1 }
    return count
}
