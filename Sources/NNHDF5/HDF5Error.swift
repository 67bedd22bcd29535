import NNFile

/// Why an HDF5 file, or something in it, can't be used: the file, the place in it, and what is wrong there.
public struct HDF5Error: Failure, Equatable {
    /// The path of the file.
    public let file: String
    /// The path inside the file, or nil where the whole file is meant.
    public let place: String?
    /// What is wrong.
    public let problem: Problem

    /// What can be wrong.
    public enum Problem: Sendable, Equatable {
        /// The operating system refused.
        case system(FileError)
        /// A pipe or a device: libhdf5 needs to move about in the file.
        case notRegularFile
        /// No bytes at all.
        case emptyFile
        /// No HDF5 signature where one may stand.
        case notHDF5
        /// The file ends before the length that its superblock states.
        case truncated(found: Int, expected: UInt64)
        /// Nothing of that name.
        case missing
        /// A group where a data set was expected, or the reverse.
        case wrongKind(expected: String, found: String)
        /// A link into another file.
        case externalLink(target: String)
        /// A link of a kind that only the program that made it can follow.
        case userDefinedLink
        /// A soft link to something that isn't there.
        case danglingLink(target: String)
        /// Soft links in a circle, or too many in a row.
        case tooManyLinks(limit: Int)
        /// A data set that is put together from others, maybe in other files.
        case virtualDataset
        /// A data set whose numbers stand in other files.
        case externalStorage
        /// Compressed by something other than deflate, shuffle and fletcher32.
        case unknownFilter(String)
        /// A shape or a size that can't be: it doesn't fit an Int, or has no dimensions.
        case impossibleShape(String)
        /// Beyond one of `HDF5Limits`.
        case limit(String, limit: Int, found: Int)
        /// The shape promises more than the file stores.
        case neverWritten(expected: String, found: String)
        /// Strings where numbers were expected, or the reverse, or something else altogether.
        case wrongType(expected: String, found: String)
        /// libhdf5 failed; its error stack, most specific entry first.
        case library(doing: String, stack: [String], writing: Bool)
    }

    /// An error of these parts.
    public init(file: String, place: String? = nil, _ problem: Problem) {
        self.file = file
        self.place = place
        self.problem = problem
    }

    /// A failure of libhdf5's, with its error stack; to be made inside the `withHDF5` of the call that failed.
    static func library(file: String, place: String?, doing: String, writing: Bool = false) -> HDF5Error {
        HDF5Error(file: file, place: place, .library(doing: doing, stack: errorStack(), writing: writing))
    }

    /// The kind of failure.
    public var reason: FailureReason {
        switch problem {
        case .system(let error): error.reason
        case .notRegularFile: .missingInput
        case .library(_, let stack, let writing):
            writing || Self.systemWords(stack) != nil ? .inputOutput : .malformedInput
        default: .malformedInput
        }
    }

    /// One line: the file, the place, what was expected and found.
    public var description: String {
        if case .system(let error) = problem { return error.description }
        return printable(file) + ": " + (place.map { printable($0) + ": " } ?? "") + message
    }

    private var message: String {
        switch problem {
        case .system(let error): error.description
        case .notRegularFile: "expected a regular file, found a pipe or a device"
        case .emptyFile: "expected an HDF5 file, found an empty one"
        case .notHDF5: "expected an HDF5 file, found no HDF5 signature in it"
        case .truncated(let found, let expected): "truncated: \(found) of \(expected) bytes"
        case .missing: "there is nothing of that name in the file"
        case .wrongKind(let expected, let found): "expected \(expected), found \(found)"
        case .externalLink(let target):
            "links to another file (\(printable(target))), which is not followed; copy the data set into this file"
        case .userDefinedLink: "a user-defined link, which is not followed"
        case .danglingLink(let target): "a soft link to \(printable(target)), which is not there"
        case .tooManyLinks(let limit): "more than \(limit) soft links in a row, maybe in a circle"
        case .virtualDataset: "a virtual data set, whose parts are not followed; copy it into a plain data set"
        case .externalStorage: "its numbers stand in other files, which are not opened; copy it into a plain data set"
        case .unknownFilter(let name):
            "compressed with \(name); only gzip (deflate), shuffle and fletcher32 are read; "
                + "`h5repack -f GZIP=4` rewrites it"
        case .impossibleShape(let text): text
        case .limit(let what, let limit, let found): "expected at most \(limit) \(what), found \(found)"
        case .neverWritten(let expected, let found):
            "expected \(expected) of data, found \(found): never wholly written"
        case .wrongType(let expected, let found): "expected \(expected), found \(found)"
        case .library(let doing, let stack, _):
            "can't \(doing): " + Self.summary(stack)
        }
    }

    /// The most specific entry says what happened, the ones above it only who called whom.
    private static func summary(_ stack: [String]) -> String {
        systemWords(stack) ?? stack.first ?? "libhdf5 gives no reason"
    }

    /// What the operating system said, which libhdf5 hands on among much else:
    /// `file write failed: time = …, errno = 28, error message = 'No space left on device', buf = …`.
    private static func systemWords(_ stack: [String]) -> String? {
        let mark = "error message = '"
        for entry in stack where entry.contains("errno = ") {
            let words = entry.split(separator: mark, maxSplits: 1).last?.prefix { $0 != "'" }
            if let words, entry.contains(mark), words != "Success" { return String(words) }
        }
        return nil
    }
}
