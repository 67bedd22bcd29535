import NNFile

/// The files of a folder with one subfolder a class, which may have folders in it.
///
/// Classes are the subfolders in the order of their names, unless another order is given. Files are in the order of their
/// own names, the path in the subfolder, and then of the classes: so what `nndata export` has numbered comes back in its
/// order, and classes are mixed where they number their files alike. What is hidden, by a dot in front, doesn't count.
public struct LabelledFiles: Sendable {
    /// One of the files.
    public struct File: Sendable, Equatable {
        /// Where it is.
        public let path: String
        /// Its class.
        public let label: Int
    }

    /// The names of the classes, by index.
    public let classNames: [String]
    /// The files that are there to be read.
    public let files: [File]
    /// What can't be read, though it stands where a file would be: pipes and devices, links to folders, names that are no
    /// UTF-8; with what was expected of each.
    public let unusable: [(path: String, reason: String)]
    /// Files beside the subfolders, which have no class.
    public let unlabelled: [String]
    /// Whether no file is directly in a subfolder, as where the classes are one folder further down.
    public let areNested: Bool

    /// Looks through the folder.
    ///
    /// - Parameter classNames: the classes in order, each the name of a subfolder; nil for all there are.
    /// - Throws: `FileError` where a folder can't be read; `DatasetError` where there are no subfolders, or others than
    ///   classes.
    public init(
        folder: String, classNames: [String]? = nil, limits: DatasetLimits = DatasetLimits()
    ) throws {
        var (subfolders, unlabelled) = ([FolderEntry](), [String]())
        for entry in try FolderListing(folder) {
            if case .folder = entry.kind { subfolders.append(entry) } else { unlabelled.append(entry.path) }
        }
        guard !subfolders.isEmpty else {
            throw DatasetError(
                file: folder,
                .empty(
                    expected: "one subfolder a class",
                    found: unlabelled.isEmpty ? "an empty folder" : "files alone"))
        }
        guard subfolders.count <= limits.classes else {
            throw DatasetError(file: folder, .limit("classes", limit: limits.classes, found: subfolders.count))
        }
        let names = subfolders.map { String(ofFolder: $0.name) }
        let classes = classNames ?? names
        let indices = Dictionary(zip(classes, 0...), uniquingKeysWith: { first, _ in first })
        var search = Search()
        for (subfolder, name) in zip(subfolders, names) {
            guard let label = indices[name] else {
                throw DatasetError(
                    file: subfolder.path,
                    .empty(expected: "a folder named after a class, \(list(classes))", found: "'\(name)'"))
            }
            try search.add(subfolder.path, inside: "", label: label)
        }
        guard search.found.count <= limits.examples else {
            throw DatasetError(file: folder, .limit("files", limit: limits.examples, found: search.found.count))
        }
        self.classNames = classes
        self.unlabelled = unlabelled
        areNested = !search.found.isEmpty && search.found.allSatisfy { $0.name.text.utf8.contains(UInt8(ascii: "/")) }
        unusable = search.unusable
        files = search.found.sorted { ($0.name, $0.label) < ($1.name, $1.label) }
            .map { File(path: $0.path, label: $0.label) }
    }

    /// How many files each class has.
    public var counts: [Int] {
        files.reduce(into: [Int](repeating: 0, count: classNames.count)) { counts, file in counts[file.label] += 1 }
    }
}

/// The way through the subfolder of a class.
private struct Search {
    var found: [(name: Name, path: String, label: Int)] = []
    var unusable: [(path: String, reason: String)] = []

    /// A path below the subfolder, compared by bytes.
    struct Name: Comparable {
        let text: String
        static func < (a: Name, b: Name) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }
        static func == (a: Name, b: Name) -> Bool { a.text.utf8.elementsEqual(b.text.utf8) }
    }

    mutating func add(_ folder: String, inside prefix: String, label: Int) throws(FileError) {
        for entry in try FolderListing(folder) {
            switch entry.kind {
            case .file: found.append((Name(text: prefix + entry.name), entry.path, label))
            case .folder(isLink: false): try add(entry.path, inside: prefix + entry.name + "/", label: label)
            // It may lead back here.
            case .folder(isLink: true): unusable.append((entry.path, "expected a file, found a link to a folder"))
            case .other: unusable.append((entry.path, "expected a file, found a device or a pipe"))
            case .unreadableName: unusable.append((entry.path, "expected a name in UTF-8, found other bytes"))
            }
        }
    }
}
