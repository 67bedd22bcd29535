import Foundation
import NNTestSupport
import Testing

/// Files of a kilobyte that claim to hold more than any memory, in every place where a size can stand.
@Suite("Memory", .needsReleaseTools)
struct MemoryTests {
    private static let folder = Places.fixture("vectors/invalid")
    private static let claims =
        ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { $0.contains("TiB") || $0.contains("huge") }.sorted()

    /// Runs a tool on each file, and prints exit code and most memory in KiB. What wait4 tells includes what the parent
    /// had when the child began, so it must be one as small as Python.
    private static let script = """
        import os, sys
        silent = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
        for path in sys.argv[2:]:
            child = os.posix_spawn(sys.argv[1], [sys.argv[1], "verify", path], os.environ, file_actions=silent)
            _, status, usage = os.wait4(child, 0)
            print(os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1,
                usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1), os.path.basename(path))
        """

    @Test("a file that claims a terabyte is refused within 16 MiB", .enabled(if: !claims.isEmpty, "no vectors"))
    func claimsOfATerabyte() throws {
        #expect(Self.claims.count >= 20)
        let paths = Self.claims.map { Self.folder + "/" + $0 }
        let result = try Tool(path: "/usr/bin/env").run(
            ["python3", "-S", "-c", Self.script, Tool.nninspect.path] + paths)
        try #require(result.exitCode == 0, "\(result)")
        let lines = result.stdout.split(separator: "\n").map { $0.split(separator: " ") }
        #expect(lines.count == paths.count, "\(result)")
        for line in lines {
            #expect(line[0] == "1", "\(line[2]): exit code \(line[0])")
            #expect(try #require(Int(line[1])) <= 16 << 10, "\(line[2]): \(line[1]) KiB")
        }
    }

    /// Runs a program with its arguments, in the same way.
    private static let one = """
        import os, sys
        _, status, usage = os.wait4(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ), 0)
        print(os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1,
            usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1))
        """

    @Test("nndata works on a data set of 96 MB within 48 MiB")
    func dataSets() throws {
        let folder = try TemporaryFolder()
        let row = (2..<400).map { ",\($0 % 10)" }.joined()
        let header = (0..<399).map { "p\($0)," }.joined() + "label\n"
        let file = try folder.write(header, to: "a.csv")
        let handle = try #require(FileHandle(forWritingAtPath: file))
        try handle.seekToEnd()
        for block in 0..<60 {
            let rows = (0..<1000).map { "\(block),\($0)\(row)\n" }.joined()
            try handle.write(contentsOf: Data(rows.utf8))
        }
        try handle.close()
        for arguments in [
            ["import", "csv", file, "-o", folder("a.h5"), "-q"], ["info", folder("a.h5"), "--json"],
            ["split", folder("a.h5"), "-o", folder("b.h5"), "--test-output", folder("c.h5"), "-q"],
            ["merge", folder("b.h5"), folder("c.h5"), "-o", folder("d.h5"), "-q"],
        ] {
            let result = try Tool(path: "/usr/bin/env").run(
                ["python3", "-S", "-c", Self.one, Tool.nndata.path] + arguments)
            let words = try #require(result.stdout.split(separator: "\n").last).split(separator: " ")
            #expect(words[0] == "0", "\(arguments[0]): \(result)")
            #expect(try #require(Int(words[1])) <= 48 << 10, "\(arguments[0]): \(words[1]) KiB")
        }
    }
}
