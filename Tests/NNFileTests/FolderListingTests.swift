import Foundation
import NNFile
import NNTestSupport
import Testing

@Suite("Folders")
struct FolderListingTests {
    @Test("are listed in the order of the bytes, with what stands under each name, and without what is hidden")
    func kinds() throws {
        let folder = try TemporaryFolder()
        for name in ["b", "a", "a b", "ä", "Z", ".hidden"] { try folder.write("x", to: "in/\(name)") }
        try FileManager.default.createDirectory(atPath: folder("in/sub"), withIntermediateDirectories: true)
        #expect(mkfifo(folder("in/pipe"), 0o600) == 0)
        for (name, target) in [("to-file", "a"), ("to-folder", "sub"), ("to-nothing", "nowhere"), ("to-pipe", "pipe")] {
            try FileManager.default.createSymbolicLink(atPath: folder("in/\(name)"), withDestinationPath: target)
        }
        let listing = try FolderListing(folder("in"))
        let expected: [(String, FolderEntry.Kind)] = [
            ("Z", .file), ("a", .file), ("a b", .file), ("b", .file), ("pipe", .other), ("sub", .folder(isLink: false)),
            ("to-file", .file), ("to-folder", .folder(isLink: true)), ("to-nothing", .file), ("to-pipe", .other),
            ("ä", .file),
        ]
        #expect(listing.map(\.name) == expected.map(\.0))
        #expect(listing.map(\.kind) == expected.map(\.1))
        #expect(listing.map(\.path) == expected.map { folder("in/\($0.0)") })
        #expect(listing.count == 11)
        var names: [String] = []
        listing.forEachName { names.append(String(decoding: $0, as: UTF8.self)) }
        #expect(names == expected.map(\.0))
    }

    @Test("an own slash isn't doubled, a name that is no UTF-8 is told, and a folder may be empty")
    func paths() throws {
        let folder = try TemporaryFolder()
        #expect(try FolderListing(folder.path + "/").map(\.path) == [])
        try folder.write("x", to: "a")
        #expect(try FolderListing(folder.path + "/").map(\.path) == [folder("a")])
        guard try Tool.shell.run("-c", "cd \"$0\" && : >\"$(printf 'b\\377')\"", folder.path).exitCode == 0 else {
            return
        }
        #expect(try FolderListing(folder.path).map(\.kind) == [.file, .unreadableName])
    }

    @Test("a hundred thousand names come in order")
    func many() throws {
        let folder = try TemporaryFolder()
        let script = "cd \"$0\" && seq 100000 | xargs touch"
        #expect(try Tool.shell.run("-c", script, folder.path).exitCode == 0)
        let names = try FolderListing(folder.path).map(\.name)
        #expect(names == (1...100_000).map { "\($0)" }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    @Test("what is no folder is refused")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("x", to: "file")
        for (path, code) in [(file, ENOTDIR), (folder("none"), ENOENT)] {
            #expect(throws: FileError(path: path, operation: .list, code: code)) { try FolderListing(path) }
        }
        #expect(isFolder(folder.path) && !isFolder(file) && !isFolder(folder("none")))
    }
}
