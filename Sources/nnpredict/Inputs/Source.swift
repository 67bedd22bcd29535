import NNFile

/// Something to predict from, as the command line or a folder names it.
enum Source: Sendable {
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
}
