import Foundation

/// Where the benchmarks find programs and data.
enum Places {
    static let root = URL(filePath: #filePath).appending(path: "../../../../..").standardized
    static let scratch = root.appending(path: ".build/bench-files")
    static let peers = root.appending(path: "Tests/Benchmarks/peers")

    static let tools = variable("NN_TOOLS").map { URL(filePath: $0) } ?? root.appending(path: ".build/release")
    /// The Python of the virtual environment that `make bench-peers` makes.
    static let python = root.appending(path: ".build/bench-peers/bin/python").path

    /// Another program of this package.
    static func beside(_ name: String) -> String {
        URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: name).path
    }

    private static let data =
        variable("NN_TEST_DATA").map { URL(filePath: $0) } ?? root.appending(path: "../shared/data").standardized
    private static let catsTrain = data.appending(path: "cats/train_catvnoncat.h5").path
    private static let hasCats = FileManager.default.isReadableFile(atPath: catsTrain)

    /// Pictures of two classes in the seed's layout: the cats, or else the drawings that come with the project.
    static let dataName = hasCats ? "the cats" : "the drawings of Fixtures/datasets (set NN_TEST_DATA for the cats)"
    static let train = hasCats ? catsTrain : root.appending(path: "Fixtures/datasets/shapes_train.h5").path
    static let test =
        hasCats
        ? data.appending(path: "cats/test_catvnoncat.h5").path
        : root.appending(path: "Fixtures/datasets/shapes_test.h5").path

    private static func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
