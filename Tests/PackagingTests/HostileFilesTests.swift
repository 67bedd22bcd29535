import Foundation
import NNTestSupport
import Testing

/// Every hostile file of every format, given to the released nnconvert as anybody would: it has a second and 64 MiB, and
/// says in one line of its own what is wrong. The tests of each format say which words these are.
@Suite("Hostile files", .needsReleaseTools)
struct HostileFilesTests {
    /// The folders with the names of their files; Fixtures/interchange/<format>/make_hostile.py writes them.
    private static let corpora: [(format: String, files: [String])] = {
        let root = Places.fixture("interchange")
        let formats = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        return formats.sorted().compactMap { format in
            let files = try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(format)/hostile")
            return files.map { (format, $0.filter { $0 != "verdicts.json" }.sorted()) }
        }
    }()

    /// What came of a file.
    private struct Run: Decodable {
        let name: String
        /// −1 where a signal ended the tool.
        let exitCode: Int
        let kibibytes: Int
        /// Of the processors, its own and its children's.
        let seconds: Double
        let message: String
    }

    /// Converts each file with a gibibyte of addresses, so that whoever asks for more memory than a file can mean is found
    /// out. What wait4 tells includes what the parent had when the child began, so it must be one as small as Python.
    private static let script = """
        import json, os, resource, sys
        tool, target, *paths = sys.argv[1:]
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
        runs = []
        for path in paths:
            actions = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                       (os.POSIX_SPAWN_OPEN, 2, target + ".log", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)]
            child = os.posix_spawn(tool, [tool, path, target + ".nnm"], os.environ, file_actions=actions)
            _, status, usage = os.wait4(child, 0)
            with open(target + ".log", encoding="utf-8") as log:
                message = log.read()
            runs.append({
                "name": os.path.basename(path), "message": message.replace(path, "FILE"),
                "exitCode": os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1,
                "kibibytes": usage.ru_maxrss // (1024 if sys.platform == "darwin" else 1),
                "seconds": usage.ru_utime + usage.ru_stime})
        print(json.dumps(runs))
        """

    @Test("are five hundred and more, of every format that strangers send")
    func count() {
        #expect(Self.corpora.count >= 6)
        #expect(Self.corpora.reduce(0) { $0 + $1.files.count } >= 500)
    }

    @Test(
        "are each refused with exit code 65 and one clear line, within 64 MiB and a second",
        arguments: corpora.map(\.format))
    func refused(format: String) throws {
        let files = try #require(Self.corpora.first { $0.format == format }).files
        let folder = try TemporaryFolder()
        let paths = files.map { Places.fixture("interchange/\(format)/hostile/\($0)") }
        let result = try Tool(path: "/usr/bin/env").run(
            ["python3", "-S", "-c", Self.script, Tool.nnconvert.path, folder("out")] + paths)
        try #require(result.exitCode == 0, "\(result)")
        let runs = try JSONDecoder().decode([Run].self, from: Data(result.output))
        #expect(runs.map(\.name) == files)
        for run in runs {
            #expect(run.exitCode == 65, "\(run)")
            #expect(run.kibibytes < 64 << 10, "\(run)")
            #expect(run.seconds < 1, "\(run)")
            #expect(run.message.hasPrefix("nnconvert: FILE: ") && run.message.hasSuffix("\n"), "\(run)")
            #expect(run.message.split(separator: "\n", omittingEmptySubsequences: false).count == 2, "\(run)")
            #expect((30..<1_500).contains(run.message.utf8.count), "\(run)")
            // No character that steers a terminal or turns text around.
            #expect(
                run.message.dropLast().unicodeScalars.allSatisfy {
                    ![.control, .format].contains($0.properties.generalCategory)
                }, "\(run)")
        }
        // Some are damaged in several ways that come to the same: a key that is there twice, with and without an escape.
        let sentences = Set(runs.map(\.message))
        #expect(10 * sentences.count >= 9 * runs.count, "\(sentences.count) sentences for \(runs.count) files")
        #expect(try folder.names == ["out.log"])
    }
}
