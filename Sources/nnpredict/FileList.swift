import NNFile

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The files that a path on the command line stands for.
enum FileList {
    /// The path itself, or what a folder holds, sorted by the bytes of the names; hidden files are passed over, and
    /// subfolders but where `recursive`.
    /// - Throws: `FileError` where a folder can't be listed.
    static func files(at path: String, recursive: Bool) throws(FileError) -> [String] {
        guard isFolder(path) else { return [path] }
        var files: [String] = []
        for name in try names(in: path) where !name.hasPrefix(".") {
            let inner = path.hasSuffix("/") ? path + name : "\(path)/\(name)"
            if !isFolder(inner) {
                files.append(inner)
            } else if recursive, !isLink(inner) {
                files += try self.files(at: inner, recursive: true)
            }
        }
        return files
    }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// The names in a folder, sorted by their bytes.
    static func names(in folder: String) throws(FileError) -> [String] {
        guard let stream = opendir(folder) else { throw FileError(path: folder, operation: .list) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    /// A linked folder could lead back to where it stands.
    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
