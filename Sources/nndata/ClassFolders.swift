import NNCommand
import NNFile

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder for the files of each class.
struct ClassFolders {
    /// The path of each, by the index of the class.
    let paths: [String]

    /// Makes them where they are missing.
    ///
    /// - Throws: `FileError` where one can't be made, or the file system takes two names for the same.
    init(in folder: String, names: [String]) throws {
        var taken: Set<String> = []
        paths = names.enumerated().map { index, name in
            // A name that was there before is told apart by the index, in a way that no other name comes to.
            let name = taken.insert(name).inserted ? name.folderName : "\(name):\(index)".folderName + "%"
            return joinedPath(folder, name)
        }
        try Self.make(folder)
        var identities: [Identity: String] = [:]
        for path in paths {
            try Self.make(path)
            if let other = identities.updateValue(path, forKey: Identity(path)) {
                throw InputError(
                    "\(path): expected a folder of its own, found \(other), which this disk takes for the same")
            }
        }
    }

    /// Warns of files in the folders beside those that were written, which whoever reads the folders would take for
    /// examples.
    ///
    /// - Parameter counts: how many were written, by class.
    func warn(beside counts: [Int]) throws(FileError) {
        for (path, count) in zip(paths, counts) {
            let others = try FolderListing(path).count - count
            if others > 0 {
                Console.report("nndata: \(path): holds \(counted(others, "file")) that this data set doesn't have")
            }
        }
    }

    private static func make(_ folder: String) throws(FileError) {
        guard mkdir(folder, 0o777) == 0 || (errno == EEXIST && isFolder(folder)) else {
            throw FileError(path: folder, operation: .create)
        }
    }
}

/// What tells a folder from others.
private struct Identity: Hashable {
    let device: Int
    let number: Int

    init(_ path: String) {
        var status = stat()
        _ = stat(path, &status)
        (device, number) = (Int(truncatingIfNeeded: status.st_dev), Int(truncatingIfNeeded: status.st_ino))
    }
}
