import NNCommand
import NNDataset
import NNImage

/// The files of a folder on their way into a data set.
struct Pictures {
    let files: LabelledFiles
    /// Whether each file is to test with.
    let isTest: [Bool]
    /// Those that can't be used, each with what is wrong.
    private(set) var failures: [(path: String, error: String)] = []
    /// Examples written to train with, by class.
    var trainCounts: [Int] = []
    /// Examples written to test with, by class.
    var testCounts: [Int] = []

    init(files: LabelledFiles, isTest: [Bool]) {
        self.files = files
        self.isTest = isTest
    }

    /// Reports a file that can't be used.
    mutating func fail(_ path: String, _ error: String) {
        Console.report("nndata: \(path): \(error)")
        failures.append((path, error))
    }
}

/// What is wrong with a file, in one line without its path.
struct PictureError: Error, CustomStringConvertible {
    let description: String

    private init(_ error: any Error, of path: String) {
        let (text, prefix) = ("\(error)", "\(path): ")
        var rest = text.utf8[...]
        if rest.starts(with: prefix.utf8) { rest = rest.dropFirst(prefix.utf8.count) }
        var advice = ""
        if let error = error as? ImageError, case .tooLarge = error.problem { advice = "; --max-pixels allows more" }
        description = String(decoding: rest, as: UTF8.self) + advice
    }

    /// Runs `body`, which reads the file at `path`.
    static func catching<Output>(_ path: String, _ body: () throws -> Output) -> Result<Output, PictureError> {
        do {
            return .success(try body())
        } catch {
            return .failure(PictureError(error, of: path))
        }
    }
}
