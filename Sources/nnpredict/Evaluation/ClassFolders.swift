import NNCommand
import NNFile
import NNModel

/// A folder of one subfolder a class.
struct ClassFolders {
    private let folders: [(path: String, label: Int)]

    /// Finds the class of each subfolder: by the model's name for it (or that as `folderName`), or by its index where
    /// the model names none. Files beside the subfolders have no class and are passed over.
    ///
    /// - Throws: `FileError`, or `InputError` where there are no subfolders, or one is none of the model's classes.
    init(_ folder: String, network: Network, modelPath: String) throws {
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
            let path = entry.path
            if names.isEmpty, let index = Int(entry.name), (0..<classCount).contains(index) { return (path, index) }
            guard let label = labels[entry.name] else {
                let expected = names.isEmpty ? "0 to \(classCount - 1)" : names.prefix(8).joined(separator: ", ")
                throw InputError(
                    "\(path): expected a folder named after a class of the model "
                        + "(\(expected)\(names.count > 8 ? ", …" : "")), found '\(entry.name)'")
            }
            return (path, label)
        }
        guard !folders.isEmpty else {
            throw InputError("\(folder): expected one subfolder a class, found none")
        }
    }

    /// All files, in the order of the folders' names.
    func sources(recursive: Bool) -> [(Source, label: Int)] {
        folders.flatMap { folder in Source.inside(folder.path, recursive).map { ($0, label: folder.label) } }
    }
}
