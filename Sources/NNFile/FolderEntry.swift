#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A name in a folder, and what stands there.
public struct FolderEntry: Sendable, Equatable {
    /// What stands at a path.
    public enum Kind: Sendable, Equatable {
        /// A file; or what can't be looked at, so that opening it tells why.
        case file
        case folder(isLink: Bool)
        /// A device, a pipe, a socket: opening one could wait for ever.
        case other
        /// No UTF-8: nothing could be opened under the name as it is shown.
        case unreadableName
    }

    /// The path of the folder, a slash, and the name.
    public let path: String
    /// The name alone.
    public let name: String
    /// What stands there; of a link, what it leads to.
    public let kind: Kind
}

/// Whether a folder stands at `path`.
public func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}

/// The path of a name in a folder.
public func joinedPath(_ folder: String, _ name: String) -> String {
    folder.utf8.last == UInt8(ascii: "/") ? folder + name : "\(folder)/\(name)"
}

extension FolderEntry.Kind {
    /// What stands at a path that a folder names.
    init(at path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            self = .file
            return
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: self = .file
        case S_IFDIR:
            var own = stat()
            self = .folder(isLink: lstat(path, &own) == 0 && own.st_mode & S_IFMT == S_IFLNK)
        default: self = .other
        }
    }
}

/// The bytes in a file; nil where nothing can be looked at.
public func fileLength(_ path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
}
