import NNFile
import NNTestSupport
import Testing

@Suite("Line file")
struct LineFileTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("shows each line as soon as it is written, and nothing of what was there")
    func grows() throws {
        try folder.write("old\n", to: "log")
        let file = try LineFile(path: folder("log"))
        #expect(try text(of: folder("log")).isEmpty)
        for (line, all) in [("one", "one\n"), ("", "one\n\n"), ("zwei ü", "one\n\nzwei ü\n")] {
            try file.append(line)
            #expect(try text(of: folder("log")) == all)
        }
        #expect(try folder.names == ["log"])
    }

    private static let long = String(repeating: "x", count: 1 << 16)

    @Test(
        "that goes on keeps every whole line, and no part of one",
        arguments: [
            ("", "new\n"), ("one\n", "one\nnew\n"), ("one\ntwo\n", "one\ntwo\nnew\n"), ("one\ntw", "one\nnew\n"),
            ("tw", "new\n"),
        ])
    func goesOn(content: String, expected: String) throws {
        try folder.write(content, to: "log")
        try LineFile(goingOnWith: folder("log")).append("new")
        #expect(try text(of: folder("log")) == expected)
    }

    @Test("that goes on with nothing starts a file")
    func startsNew() throws {
        try LineFile(goingOnWith: folder("log")).append("new")
        #expect(try text(of: folder("log")) == "new\n")
    }

    @Test("that goes on looks as far back as a line may reach", arguments: [2, 65_535])
    func longLines(count: Int) throws {
        try folder.write(Self.long + "\n" + Self.long.prefix(count), to: "log")
        try LineFile(goingOnWith: folder("log")).append("new")
        #expect(try text(of: folder("log")) == Self.long + "\nnew\n")
    }

    @Test("leaves a file alone that has no lines")
    func noLines() throws {
        let content = Self.long + Self.long
        try folder.write(content, to: "log")
        #expect(throws: FileError.self) { try LineFile(goingOnWith: folder("log")) }
        #expect(try text(of: folder("log")) == content)
    }

    private static func file(_ path: String, goesOn: Bool) throws(FileError) -> LineFile {
        goesOn ? try LineFile(goingOnWith: path) : try LineFile(path: path)
    }

    @Test(
        "that goes on drops the lines at the end that are outdated, and none before one that isn't",
        arguments: [
            ("a\nx\nb\nx1\nx2\n", "a\nx\nb\n"), ("x\nx\n", ""), ("x", ""), ("a\nx\nb", "a\n"),
            ("a\n\nx\n", "a\n\n"), ("a\nb\na\n", "a\nb\na\n"),
            // Longer than what is read at a time, and lines across its edges.
            ("a\n" + String(repeating: "xyz 345\n", count: 30_001), "a\n"),
            ("a\nx" + long.dropFirst(2) + "\nx\n", "a\n"), ("a\n" + long + "\nx\n", "a\n" + long + "\n"),
        ])
    func drops(content: String, expected: String) throws {
        try folder.write(content, to: "log")
        let file = try LineFile(goingOnWith: folder("log")) { $0.first == UInt8(ascii: "x") }
        try file.append("x new")
        #expect(try text(of: folder("log")) == expected + "x new\n")
    }

    @Test("where none can be is told", arguments: [false, true])
    func badPlace(goesOn: Bool) throws {
        for path in [folder("none/log"), folder.path, ""] {
            let error = #expect(throws: FileError.self) { try Self.file(path, goesOn: goesOn) }
            #expect(error?.operation == .create && error?.reason == .cannotCreate)
        }
        let file = try Self.file("/dev/full", goesOn: goesOn)
        let error = #expect(throws: FileError.self) { try file.append("line") }
        #expect(error?.operation == .write && error?.reason == .inputOutput)
    }
}
