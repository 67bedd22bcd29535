import NNCommand
import NNDataset

/// What became of a folder of pictures.
struct BuildReport {
    private let pictures: Pictures
    private let repeated: [[LabelledFiles.File]]
    private let hasTest: Bool

    init(_ pictures: Pictures, repeated: [[LabelledFiles.File]], hasTest: Bool) {
        self.pictures = pictures
        self.repeated = repeated
        self.hasTest = hasTest
    }

    private var names: [String] { pictures.files.classNames }

    /// A table, and what people should know of files that repeat or are left out.
    func text(output: String, testOutput: String?, size: PictureSize?) -> String {
        var text = classTable(names, pictures.trainCounts, testOutput == nil ? nil : pictures.testCounts)
        if !repeated.isEmpty {
            let count = repeated.reduce(0) { $0 + $1.count - 1 }
            text +=
                "files that repeat the content of another one\(hasTest ? ", and are on its side" : ""): \(grouped(count))\n"
        }
        let shape = (size?.shape ?? []).map(String.init).joined(separator: " × ")
        for (path, counts) in [(output, pictures.trainCounts), (testOutput, pictures.testCounts)] {
            guard let path else { continue }
            text += "\(path.escaped): \(counted(counts.reduce(0, +), "example")) of \(shape) written\n"
        }
        return text
    }

    /// The same for programs.
    var json: JSON {
        let classes = names.indices.map { index in
            JSON.object([
                ("index", .integer(index)), ("name", .string(names[index])),
                ("examples", .integer(pictures.trainCounts[index])),
                ("testExamples", .integer(pictures.testCounts[index])),
            ])
        }
        return .object([
            ("examples", .integer(pictures.trainCounts.reduce(0, +))),
            ("testExamples", .integer(pictures.testCounts.reduce(0, +))), ("classes", .array(classes)),
            ("repeated", .array(repeated.map { .array($0.map { .string($0.path) }) })),
            (
                "skipped",
                .array(
                    pictures.failures.map { .object([("path", .string($0.path)), ("error", .string($0.error))]) })
            ),
            ("unlabelled", .array(pictures.files.unlabelled.map { .string($0) })),
        ])
    }
}
