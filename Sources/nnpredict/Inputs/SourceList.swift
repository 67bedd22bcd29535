import NNCommand
import NNFile

/// All that the arguments name: a file each, or the files of a folder.
struct SourceList: Sequence {
    private let parts: [Part]

    private enum Part {
        case single(Source)
        case folder(String, FolderFiles, advice: String)
    }

    /// Lists the folders among the arguments, but not those within.
    init(_ arguments: [String], recursive: Bool) {
        parts = arguments.map { argument in
            if argument == "-" { return .single(.standardInput) }
            guard isFolder(argument) else { return .single(.file(argument)) }
            do throws(FileError) {
                let files = try FolderFiles(argument, recursive: recursive)
                return .folder(argument, files, advice: recursive ? "" : "; --recursive looks into the folders in it")
            } catch {
                return .single(.unusable(argument, error))
            }
        }
    }

    /// Files as they are named, folders or not.
    init(files: [String]) {
        parts = files.map { .single($0 == "-" ? .standardInput : .file($0)) }
    }

    /// How many there are; nil where folders within would have to be listed.
    var knownCount: Int? {
        var sum = 0
        for part in parts {
            switch part {
            case .single: sum += 1
            case .folder(_, let files, _):
                guard let count = files.knownCount else { return nil }
                sum += Swift.max(1, count)
            }
        }
        return sum
    }

    /// The columns of the widest path of those that are known.
    var widestPath: Int {
        parts.map { part in
            switch part {
            case .single(let source): source.path.escaped.columns
            case .folder(let path, let files, _): Swift.max(path.escaped.columns, files.widestPath)
            }
        }.max() ?? 0
    }

    func makeIterator() -> some IteratorProtocol<Source> {
        parts.lazy.flatMap { part -> AnySequence<Source> in
            switch part {
            case .single(let source): return AnySequence(CollectionOfOne(source))
            case .folder(let path, let files, let advice):
                return AnySequence {
                    var rest = files.makeIterator()
                    let none = InputError("\(path): expected files in this folder, found none\(advice)")
                    return OneMore(first: rest.next() ?? .unusable(path, none), rest: rest)
                }
            }
        }.makeIterator()
    }
}

/// What was taken from an iterator, and what is left of it.
private struct OneMore<Rest: IteratorProtocol>: IteratorProtocol {
    var first: Rest.Element?
    var rest: Rest

    mutating func next() -> Rest.Element? {
        guard let taken = first else { return rest.next() }
        first = nil
        return taken
    }
}
