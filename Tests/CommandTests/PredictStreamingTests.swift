import Foundation
import NNModel
import NNTestSupport
import Testing

@Suite("nnpredict, on many files")
struct PredictStreamingTests {
    /// Files of all kinds, large and small, good and bad, in folders and folders in them.
    private static func folder() throws -> (TemporaryFolder, model: String, count: Int) {
        let folder = try TemporaryFolder()
        let files = Array(Pictures.all.map(\.file).prefix(80))
        for (index, file) in files.enumerated() {
            let place = ["in", "in/sub", "in/sub/deep", "in/z"][index % 4]
            let whole = try bytes(of: Pictures.path(file))
            try folder.write(whole, to: "\(place)/\(file)")
            try folder.write(whole.prefix(whole.count / 2), to: "\(place)/half-\(file)")
        }
        return (folder, try TinyNetwork.softmax.write(to: folder), 2 * files.count)
    }

    @Test("rows come in the same order whatever the number of threads", arguments: ["csv", "ndjson", "json", "table"])
    func order(format: String) throws {
        let (folder, model, count) = try Self.folder()
        let run = { (threads: String) in
            try Tool.nnpredict.run([model, folder("in"), "-r", "--format", format, "--threads", threads])
        }
        let one = try run("1")
        #expect(one.exitCode == 65)
        for threads in ["2", "7", "1000000000"] {
            let several = try run(threads)
            #expect(several.output == one.output && several.stderr == one.stderr && several.exitCode == 65)
        }
        if format == "json" {
            let paths = try one.rows.map(\.path)
            let names = try FileManager.default.subpathsOfDirectory(atPath: folder("in")).filter { $0.contains(".") }
            #expect(paths.count == count && Set(paths) == Set(names.map { folder("in/\($0)") }))
            // Within each folder, files and folders in the order of the bytes of their names.
            let bytewise = paths.map { Array($0.utf8.map { $0 == UInt8(ascii: "/") ? 0 : $0 }) }
            #expect(zip(bytewise, bytewise.dropFirst()).allSatisfy { $0.lexicographicallyPrecedes($1) })
        }
    }

    @Test("an evaluation is the same whatever the number of threads")
    func evaluation() throws {
        let folder = try TemporaryFolder()
        let network = TinyNetwork.softmax
        _ = try PredictEvaluateTests.deal(network, names: network.names, into: folder)
        let model = try network.write(to: folder)
        let run = { (threads: String) in
            try Tool.nnpredict.run(model, "--evaluate", folder("test"), "--json", "--threads", threads)
        }
        let one = try run("1")
        #expect(one.exitCode == 0, "\(one)")
        for threads in ["2", "5"] { #expect(try run(threads).output == one.output) }
    }

    @Test(
        "a row is there as soon as it is known, while others are waited for", arguments: ["csv", "ndjson", "table"],
        ["1", "2"])
    func streaming(format: String, threads: String) throws {
        let folder = try TemporaryFolder()
        let model = try TinyNetwork.softmax.write(to: folder)
        let image = Pictures.path("rgb-8.png")
        #expect(mkfifo(folder("pipe"), 0o600) == 0)
        let tool = try RunningTool(
            .nnpredict, [model, image, folder("pipe"), image, "--format", format, "--threads", threads])
        // More than a line of titles.
        let isThere = tool.wait { tool.printed > (format == "ndjson" ? 1 : 40) + image.utf8.count }
        #expect(isThere && tool.isRunning)
        let pipe = try #require(FileHandle(forWritingAtPath: folder("pipe")))
        try pipe.write(contentsOf: bytes(of: image))
        try pipe.close()
        let result = try tool.end()
        #expect(result.exitCode == 0 && result.lines.count == (format == "ndjson" ? 3 : 4), "\(result)")
    }

    @Test("a disk that is full ends the run at once, with all its threads")
    func fullDisk() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let (folder, model, _) = try Self.folder()
        let command = "\"$0\" \"$1\" \"$2\" --format csv --threads 4 >/dev/full"
        let result = try Tool.shell.run("-c", command, Tool.nnpredict.path, model, folder("in"))
        #expect(result.exitCode == 74 && result.stderr.contains("standard output: can't be written"), "\(result)")
    }

    @Test(
        "on a terminal the table fits, and probabilities have bars", arguments: [40, 80, 120], ["", "1"])
    func terminal(columns: Int, noColor: String) throws {
        let folder = try TemporaryFolder()
        let model = try TinyNetwork.softmax.write(to: folder)
        let image = try bytes(of: Pictures.path("rgb-8.png"))
        for name in ["a.png", "写真.png", String(repeating: "long ", count: 30) + ".png"] {
            try folder.write(image, to: "in/\(name)")
        }
        let result = try Tool(path: "/usr/bin/env").run(
            [
                "python3", Places.fixture("feedback/terminal.py"), "\(columns)", "stdout", Tool.nnpredict.path, model,
                "in", "--top", "2",
            ], environment: ["TERM": "xterm-256color", "NO_COLOR": noColor], in: folder.path)
        let object = try #require(result.json as? [String: Any], "\(result)")
        let terminal = try #require(object["terminal"] as? String)
        #expect(object["code"] as? Int == 0 && object["other"] as? String == "")
        #expect(terminal.contains("\u{1B}[38;5;") == (noColor.isEmpty && columns >= 80), "\(terminal)")
        let lines = terminal.replacing(#/\u{1B}\[[0-9;]*m/#, with: "").split(separator: "\r\n").map(String.init)
        #expect(lines.count == 7 && lines.allSatisfy { $0.columns < columns }, "\(terminal)")
        #expect(lines.contains { $0.contains("█") } == (columns >= 80), "\(terminal)")
        #expect(lines.contains { $0.hasPrefix("…") })
        // The probabilities stand below each other.
        let ends = lines.dropFirst().compactMap { line in
            line.firstRange(of: #/\d\.\d{4}/#).map { String(line[..<$0.upperBound]).columns }
        }
        #expect(ends.count == 6 && Set(ends).count == 1, "\(terminal)")
    }
}
