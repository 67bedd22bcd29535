import NNCommand
import NNFile

/// The files of a folder in the order of the bytes of their names, and of the folders in it where that is asked for;
/// none that is hidden. Folders within are listed when a loop comes to them.
struct FolderFiles: Sequence {
    private let listing: FolderListing
    private let isRecursive: Bool

    /// Lists the folder itself.
    init(_ folder: String, recursive: Bool) throws(FileError) {
        listing = try FolderListing(folder)
        isRecursive = recursive
    }

    /// The folder.
    var path: String { listing.path }

    /// How many files there are, as far as the folder tells; nil where folders within would have to be listed.
    var knownCount: Int? {
        let folders = listing.folderCount
        return isRecursive && folders > 0 ? nil : listing.count - folders
    }

    /// The columns of the widest path of those that are known.
    var widestPath: Int {
        var widest = 0
        listing.forEachName { name in
            let isPlain = name.allSatisfy { (0x20..<0x7F).contains($0) }
            widest = Swift.max(widest, isPlain ? name.count : String(decoding: name, as: UTF8.self).escaped.columns)
        }
        return joinedPath(listing.path, "").escaped.columns + widest
    }

    func makeIterator() -> Iterator { Iterator(listing, isRecursive) }

    struct Iterator: IteratorProtocol {
        private let isRecursive: Bool
        /// The folders on the way from the first to the one that is being read.
        private var folders: [any IteratorProtocol<FolderEntry>]

        fileprivate init(_ listing: FolderListing, _ isRecursive: Bool) {
            self.isRecursive = isRecursive
            folders = [listing.makeIterator()]
        }

        mutating func next() -> Source? {
            while !folders.isEmpty {
                guard let entry = folders[folders.count - 1].next() else {
                    folders.removeLast()
                    continue
                }
                if let source = source(entry) { return source }
            }
            return nil
        }

        /// - Returns: nil for a folder, which is entered where it is to be.
        private mutating func source(_ entry: FolderEntry) -> Source? {
            let path = entry.path
            switch entry.kind {
            case .file: return .file(path)
            case .unreadableName:
                return .unusable(path, InputError("\(path): expected a name in UTF-8, found other bytes"))
            case .other: return .unusable(path, InputError("\(path): expected a file, found a device or a pipe"))
            // A link to a folder is not followed: it may lead back here.
            case .folder(let isLink):
                guard isRecursive, !isLink else { return nil }
                do throws(FileError) {
                    folders.append(try FolderListing(path).makeIterator())
                    return nil
                } catch {
                    return .unusable(path, error)
                }
            }
        }
    }
}
