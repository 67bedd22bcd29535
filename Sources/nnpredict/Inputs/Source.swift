import NNCommand
import NNFile

/// Something to predict from, as the command line or a folder names it.
enum Source {
    case file(String)
    case standardInput
    /// What was found where a file should be; it gets a row all the same.
    case unusable(String, any Failure)

    /// How it is called in the results.
    var path: String {
        switch self {
        case .file(let path): path
        case .standardInput: "-"
        case .unusable(let path, _): path
        }
    }

    /// Its bytes.
    func bytes() throws -> FileBytes {
        switch self {
        case .file(let path): try FileBytes(path: path)
        case .standardInput: try FileBytes(readStandardInput(), name: "-")
        case .unusable(_, let error): throw error
        }
    }

    /// What the arguments name: a file each, or all files of a folder.
    static func all(_ arguments: [String], recursive: Bool) -> [Source] {
        arguments.flatMap { argument -> [Source] in
            if argument == "-" { return [.standardInput] }
            guard isFolder(argument) else { return [.file(argument)] }
            let found = inside(argument, recursive)
            guard found.isEmpty else { return found }
            let advice = recursive ? "" : "; --recursive looks into the folders in it"
            return [.unusable(argument, InputError("\(argument): expected files in this folder, found none\(advice)"))]
        }
    }

    /// The files of a folder in the order of the bytes of their names, and of the folders in it where that is asked
    /// for; none that is hidden.
    static func inside(_ folder: String, _ recursive: Bool) -> [Source] {
        do throws(FileError) {
            return sources(try FolderListing(folder), recursive)
        } catch {
            return [.unusable(folder, error)]
        }
    }

    private static func sources(_ listing: FolderListing, _ recursive: Bool) -> [Source] {
        listing.flatMap { entry -> [Source] in
            let path = entry.path
            switch entry.kind {
            case .file: return [.file(path)]
            case .unreadableName:
                return [.unusable(path, InputError("\(path): expected a name in UTF-8, found other bytes"))]
            case .other: return [.unusable(path, InputError("\(path): expected a file, found a device or a pipe"))]
            // A link to a folder is not followed: it may lead back here.
            case .folder(let isLink):
                return recursive && !isLink ? inside(path, recursive) : []
            }
        }
    }
}
