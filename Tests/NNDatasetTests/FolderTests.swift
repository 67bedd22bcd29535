import Foundation
import NNDataset
import NNFile
import Testing

@Suite("Folders of labelled files")
struct FolderTests {
    private func write(_ files: [String: String], in folder: TemporaryFolder) throws {
        for (name, content) in files {
            let url = URL(filePath: folder.path(name))
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(content.utf8).write(to: url)
        }
    }

    @Test("files come in the order of their names, and classes in that of the subfolders'")
    func order() throws {
        let folder = try TemporaryFolder()
        try write(
            [
                "b/2": "", "b/10": "", "a%2Fc/3": "", "a%2Fc/10": "", "a%2Fc/sub/1": "", "Z/é": "", "Z/.hidden": "",
                "beside.txt": "",
            ], in: folder)
        let files = try LabelledFiles(folder: folder.path("."))
        #expect(files.classNames == ["Z", "a/c", "b"])
        let expected = [("a%2Fc/10", 1), ("b/10", 2), ("b/2", 2), ("a%2Fc/3", 1), ("a%2Fc/sub/1", 1), ("Z/é", 0)]
        #expect(files.files.map(\.path) == expected.map { folder.path("./\($0.0)") })
        #expect(files.files.map(\.label) == expected.map(\.1) && files.counts == [1, 3, 2])
        #expect(files.unlabelled == [folder.path("./beside.txt")] && files.unusable.isEmpty)

        #expect(!files.areNested)
        let nested = try LabelledFiles(folder: folder.path("a%2Fc"))
        #expect(nested.classNames == ["sub"] && !nested.areNested && nested.unlabelled.count == 2)

        let named = try LabelledFiles(folder: folder.path("."), classNames: ["b", "none", "Z", "a/c"])
        #expect(named.counts == [2, 0, 1, 3] && named.classNames == ["b", "none", "Z", "a/c"])
    }

    @Test("what is no file among them is told, and links to folders aren't followed")
    func unusable() throws {
        let folder = try TemporaryFolder()
        try write(["a/1": ""], in: folder)
        #expect(mkfifo(folder.path("a/pipe"), 0o600) == 0)
        try FileManager.default.createSymbolicLink(atPath: folder.path("a/loop"), withDestinationPath: "..")
        try FileManager.default.createSymbolicLink(atPath: folder.path("a/link"), withDestinationPath: "1")
        let files = try LabelledFiles(folder: folder.path("."))
        #expect(files.files.map(\.path) == ["1", "link"].map { folder.path("./a/\($0)") })
        #expect(files.unusable.map(\.path) == ["loop", "pipe"].map { folder.path("./a/\($0)") })
        #expect(files.unusable.map(\.reason).allSatisfy { $0.hasPrefix("expected a file, found a ") })
    }

    @Test("a folder that doesn't hold classes is refused")
    func refuses() throws {
        let folder = try TemporaryFolder()
        try write(["flat/1": "", "other/cat/1": ""], in: folder)
        try FileManager.default.createDirectory(atPath: folder.path("empty"), withIntermediateDirectories: true)
        for (name, classes, reason, words) in [
            ("none", nil, FailureReason.missingInput, "can't be listed"),
            ("flat/1", nil, .missingInput, "can't be listed"),
            ("flat", nil, .malformedInput, "expected one subfolder a class, found files alone"),
            ("empty", nil, .malformedInput, "expected one subfolder a class, found an empty folder"),
            ("other", ["dog"], .malformedInput, "expected a folder named after a class, dog, found 'cat'"),
        ] as [(String, [String]?, FailureReason, String)] {
            var thrown: (any Error)?
            do { _ = try LabelledFiles(folder: folder.path(name), classNames: classes) } catch { thrown = error }
            let failure = try #require(thrown as? any Failure)
            #expect(failure.reason == reason && failure.description.contains(words), "\(failure)")
        }
    }

    @Test("files of the same bytes are found, on any number of threads", arguments: [1, 4])
    func equalFiles(_ threads: Int) throws {
        let folder = try TemporaryFolder()
        try write(
            ["a/1": "same", "a/2": "else", "b/3": "same", "b/4": "other length", "b/5": "same", "a/6": "", "b/7": ""],
            in: folder)
        let files = try LabelledFiles(folder: folder.path("."))
        let first = files.firstOfEqual(threads: threads)
        #expect(first == [0, 1, 0, 3, 0, 5, 5])
        #expect(
            files.repeated(first).map { $0.map { String($0.path.suffix(3)) } } == [
                ["a/1", "b/3", "b/5"], ["a/6", "b/7"],
            ])
    }
}
