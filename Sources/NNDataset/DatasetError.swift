import NNFile
import NNHDF5

/// Why a file doesn't serve as a labelled data set: the file, the place in it, what was expected and what was found.
public struct DatasetError: Failure, Equatable {
    /// The path of the file.
    public let file: String
    /// The path inside the file, or nil where the whole file is meant.
    public let place: String?
    /// What is wrong.
    public let problem: Problem

    /// What can be wrong.
    public enum Problem: Sendable, Equatable {
        /// The file as such, or something in it, can't be read or written.
        case hdf5(HDF5Error)
        /// The operating system refused.
        case system(FileError)
        /// No inputs and labels under names that are known; what the root of the file holds instead.
        case nothingFound(members: [String])
        /// One of inputs and labels without the other.
        case partnerMissing(expected: String)
        /// More than one answer to what the inputs and labels are.
        case ambiguous(choices: [String])
        /// A name was given for one of inputs and labels, and the other can't be told from it.
        case unnamed(option: String)
        /// No examples, or examples of no features.
        case empty(expected: String, found: String)
        /// Elements that aren't what they should be.
        case wrongType(expected: String, found: String)
        /// A shape that isn't one of those that are understood.
        case wrongShape(expected: String, found: [Int])
        /// More or fewer labels than examples.
        case labelCount(expected: Int, inputs: String, found: Int)
        /// NaN or infinite. Counted from 0, features in row-major order.
        case notFinite(example: Int, feature: Int, found: String)
        /// A label that can't be one. Counted from 0.
        case badLabel(example: Int, expected: String, found: String)
        /// The name of a class that can't be one. Counted from 0.
        case badClassName(index: Int, expected: String, found: String)
        /// Beyond one of `DatasetLimits`.
        case limit(String, limit: Int, found: Int)
        /// No IDX file.
        case notIDX(found: String)
        /// An IDX file of something else than what is read.
        case unsupportedIDX(expected: String, found: String)
        /// A file that ends before its header says so.
        case truncated(expected: Int, found: Int)
        /// A file that goes on after its header says that it ends.
        case trailingBytes(expected: Int)
        /// Damaged gzip data, in zlib's words.
        case damagedGzip(String)
        /// A line of a text file that isn't as it should be, counted from 1; the column by number and name, or nil where the
        /// whole line is meant.
        case text(line: Int, column: String?, expected: String, found: String)
        /// Another file, of which it is to go on, has something else.
        case disagreement(expected: String, with: String, found: String)
        /// Another file, or other contents, than when it was opened first.
        case changed
        /// An output that isn't a file that can be written at any place.
        case notRegularOutput
    }

    init(file: String, place: String? = nil, _ problem: Problem) {
        self.file = file
        self.place = place
        self.problem = problem
    }

    /// Wraps the error, whose words it keeps.
    public init(_ error: HDF5Error) {
        self.init(file: error.file, place: error.place, .hdf5(error))
    }

    /// Wraps the error, whose words it keeps.
    public init(_ error: FileError) {
        self.init(file: error.path, .system(error))
    }

    /// The kind of failure.
    public var reason: FailureReason {
        switch problem {
        case .hdf5(let error): error.reason
        case .system(let error): error.reason
        case .notRegularOutput: .cannotCreate
        default: .malformedInput
        }
    }

    /// One line: the file, the place, what was expected and found, and what to do.
    public var description: String {
        switch problem {
        case .hdf5(let error): error.description
        case .system(let error): error.description
        default: printable(file) + ": " + (place.map { printable($0) + ": " } ?? "") + message
        }
    }

    private var message: String {
        switch problem {
        case .hdf5(let error): error.description
        case .system(let error): error.description
        case .nothingFound(let members):
            "no inputs and labels under names that are known; the file holds \(list(members)); "
                + "name them with --inputs and --labels"
        case .partnerMissing(let expected):
            "expected \(printable(expected)) beside it, found none; name both with --inputs and --labels"
        case .ambiguous(let choices): "found \(list(choices)): say which with --inputs and --labels"
        case .unnamed(let option): "can't tell what goes with it: name that with \(option)"
        case .empty(let expected, let found): "expected \(expected), found \(found)"
        case .wrongType(let expected, let found): "expected \(expected), found \(found)"
        case .wrongShape(let expected, let found): "expected a shape of \(expected), found \(sizes(found))"
        case .labelCount(let expected, let inputs, let found):
            "expected \(expected) labels, as \(printable(inputs)) has examples, found \(found)"
        case .notFinite(let example, let feature, let found):
            "example \(example), feature \(feature): expected a finite number, found \(found)"
        case .badLabel(let example, let expected, let found), .badClassName(let example, let expected, let found):
            "\(place(example)): expected \(expected), found \(found)"
        case .limit(let what, let limit, let found): "expected at most \(limit) \(what), found \(found)"
        case .notIDX(let found): "expected an IDX file, found one that begins with \(found)"
        case .unsupportedIDX(let expected, let found): "expected \(expected), found \(found)"
        case .truncated(let expected, let found): "truncated: \(found) of \(expected) bytes"
        case .trailingBytes(let expected): "expected \(expected) bytes, found more"
        case .damagedGzip(let reason): "damaged gzip data: \(printable(reason))"
        case .text(let line, let column, let expected, let found):
            "line \(line)\(column.map { ", column \($0)" } ?? ""): expected \(expected), found \(found)"
        case .disagreement(let expected, let other, let found):
            "expected \(expected), as in \(printable(other)), found \(found)"
        case .changed: "was changed or replaced while it was being read"
        case .notRegularOutput: "can't be created: an HDF5 file can't be written to a pipe or a device"
        }
    }

    private func place(_ index: Int) -> String {
        if case .badClassName = problem { return "class \(index)" }
        return "example \(index)"
    }
}

/// A few names in words.
func list(_ names: [String]) -> String {
    guard !names.isEmpty else { return "nothing" }
    let shown = names.prefix(8).map { printable($0) }.joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
}

/// Runs `body` and wraps what it throws.
func wrappingHDF5<Result: ~Copyable>(
    _ body: () throws(HDF5Error) -> Result
) throws(DatasetError) -> Result {
    do throws(HDF5Error) {
        return try body()
    } catch {
        throw DatasetError(error)
    }
}
