import NNCommand
import NNFile
import NNModel

/// A folder of one subfolder a class.
struct ClassFolders {
    private let folders: [(files: FolderFiles, label: Int)]

    /// Finds the class of each subfolder: by the model's name for it (or that as `folderName`), or by its index where
    /// the model names none. Files beside the subfolders have no class and are passed over.
    ///
    /// - Throws: `FileError`, or `InputError` where there are no subfolders, or one is none of the model's classes.
    init(_ folder: String, recursive: Bool, network: Network, modelPath: String) throws {
        guard let classCount = network.classCount else {
            throw InputError("\(modelPath): expected an output of classes for a folder of classes, found numbers")
        }
        let names = network.output.classNames
        var labels: [String: Int] = [:]
        for (index, name) in names.enumerated() { labels[name.folderName] = index }
        // A folder made by hand bears the name as it is.
        for (index, name) in names.enumerated() { labels[name] = index }
        folders = try FolderListing(folder).compactMap { entry in
            guard case .folder = entry.kind else { return nil }
            let label = names.isEmpty ? Int(entry.name) : labels[entry.name]
            guard let label, (0..<classCount).contains(label) else {
                let expected = names.isEmpty ? "0 to \(classCount - 1)" : names.prefix(8).joined(separator: ", ")
                throw InputError(
                    "\(entry.path): expected a folder named after a class of the model "
                        + "(\(expected)\(names.count > 8 ? ", …" : "")), found '\(entry.name)'")
            }
            return (try FolderFiles(entry.path, recursive: recursive), label)
        }
        guard !folders.isEmpty else {
            throw InputError("\(folder): expected one subfolder a class, found none")
        }
    }

    /// How many files there are; nil where folders within would have to be listed.
    var knownCount: Int? {
        folders.reduce(0) { sum, folder in
            guard let sum, let count = folder.files.knownCount else { return nil }
            return sum + count
        }
    }

    /// All files, in the order of the folders' names.
    var sources: some Sequence<(source: Source, label: Int, folder: String)> {
        folders.lazy.flatMap { folder in
            folder.files.lazy.map { (source: $0, label: folder.label, folder: folder.files.path) }
        }
    }
}
