import NNCommand
import NNFile
import NNInterchange
import NNModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How right a model is about the examples of a data set before it is converted, and how right afterwards: as the
/// `nnpredict` beside this program finds, so that its figures and these are the same.
struct Evaluation {
    /// What `nnpredict --evaluate` says of a model.
    struct Score {
        /// The mean cost of an example.
        let cost: Double
        /// The share of the examples whose class is found; nil where the output has no classes.
        let accuracy: Double?
        let exampleCount: Int
    }

    /// The data set: an HDF5 file, or a folder with a subfolder for each class.
    let path: String
    let before: Score
    let after: Score

    /// - Parameters:
    ///   - source: what was read.
    ///   - result: what the output holds.
    /// - Throws: `InterchangeError` with the words of nnpredict, where it can't use the data set.
    init(on path: String, of source: Model, and result: Model) throws(InterchangeError) {
        self.path = path
        let folder = try ScratchFolder()
        before = try Self.score(source, on: path, in: folder, "before.nnm")
        after = try Self.score(result, on: path, in: folder, "after.nnm")
    }

    private static func score(
        _ model: Model, on path: String, in folder: borrowing ScratchFolder, _ name: String
    ) throws(InterchangeError) -> Score {
        let file = folder.path + "/" + name
        do throws(ModelFileError) {
            try model.file(compression: .none, path: file).write(to: file)
        } catch {
            throw InterchangeError(file, .model(error))
        }
        let (output, code, errors) = try run(["--json", "--quiet", "--evaluate=\(path)", "--", file], on: path)
        guard code == 0 else {
            let name = "nnpredict: "
            let line = errors.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
            let words = line.hasPrefix(name) ? String(line.dropFirst(name.count)) : line
            throw InterchangeError(
                path,
                .reported(
                    words.isEmpty ? "\(path): nnpredict ended without an answer" : words,
                    code.flatMap { FailureReason(exitCode: $0) } ?? .malformedInput))
        }
        let answer = try? output.withUnsafeBytes { try JSONReader.read($0) }
        guard let answer, let count = answer["examples"]?.integer else {
            throw InterchangeError(path, .reported("\(path): nnpredict answered something else", .malformedInput))
        }
        return Score(
            cost: answer["cost"]?.number() ?? .nan, accuracy: answer["accuracy"]?.number(), exampleCount: count)
    }

    private static func run(
        _ arguments: [String], on path: String
    ) throws(InterchangeError) -> (output: [UInt8], code: Int32?, errors: String) {
        do throws(FileError) {
            return try ChildProcess(ownFolder() + "/nnpredict", arguments).finish()
        } catch {
            throw InterchangeError(
                path, .reported("\(path): evaluating on it takes nnpredict, and \(error)", error.reason))
        }
    }
}

extension Evaluation {
    var text: String {
        func percent(_ share: Double?) -> String { share.map { "\(decimal(100 * $0, places: 2))%" } ?? "" }
        var table = Table([(path.escaped, .left), ("cost", .right), ("accuracy", .right)])
        for (name, score) in [("before", before), ("after", after)] {
            table.add([name, decimal(score.cost, places: 6), percent(score.accuracy)])
        }
        return table.text
    }

    var json: JSON {
        func object(_ score: Score) -> JSON {
            .object([("cost", .number(score.cost)), ("accuracy", score.accuracy.map { .number($0) } ?? .null)])
        }
        return .object([
            ("path", .string(path)), ("examples", .integer(before.exampleCount)), ("before", object(before)),
            ("after", object(after)),
        ])
    }
}

/// A folder for files that nobody else is to see, which goes with them.
private struct ScratchFolder: ~Copyable {
    let path: String

    init() throws(InterchangeError) {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/nnconvert-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw InterchangeError(parent, .system(FileError(path: parent, operation: .write)))
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        for name in ["before.nnm", "after.nnm"] { unlink(path + "/" + name) }
        rmdir(path)
    }
}
