import Foundation
import NNTestSupport
import Testing

/// The descriptions of the format for other people's programs: `nnm.ksy` for Kaitai Struct, and lines for `file(1)`.
@Suite struct DescriptionTests {
    private static let file = ["/usr/bin/file", "/opt/homebrew/bin/file"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    @Test("nnm.ksy has the fields of the specification's tables, and finds in files what the independent reader finds")
    func kaitai() throws {
        let script = Places.root.appending(path: "Tests/Specification/check_ksy.py").path
        let names = try Vectors().valid
        let files = names.map(Vectors.path(of:)) + [Places.fixture("golden/tiny-1.0.nnm")]
        let result = try Tool(path: "/usr/bin/env").run(["python3", script] + files)
        #expect(result.exitCode == 0 && result.stdout.hasPrefix("ok: "), "\(result)")
        #expect(result.stdout.hasSuffix("\(files.count) files\n"), "\(result)")
    }

    @Test(
        "The lines for file(1) know a model file, its version and its chunks", .enabled(if: file != nil, "no file(1)"))
    func magic() throws {
        let lines = try text(of: Places.root.appending(path: "Specs/nnm-format.md").path).split(
            separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex { $0.hasPrefix("For `file(1)`") })
        let magic = lines[start...].dropFirst().drop { $0.isEmpty }.prefix { $0.hasPrefix("    ") }
        #expect(magic.count == 6)
        let folder = try TemporaryFolder()
        let path = try folder.write(magic.map { $0.dropFirst(4) + "\n" }.joined(), to: "magic")
        let tool = Tool(path: try #require(Self.file))

        for name in ["golden/tiny-1.0.nnm", "vectors/valid/tiny.nnm"] {
            #expect(
                try tool.run("-b", "-m", path, Places.fixture(name)).stdout
                    == "NNM neural network model version 1.0, 7 chunks\n")
        }
        let model = Places.fixture("golden/tiny-1.0.nnm")
        #expect(try tool.run("-b", "--mime-type", "-m", path, model).stdout == "application/x-nnm\n")
        #expect(try tool.run("-b", "--extension", "-m", path, model).stdout == "nnm\n")
        let newer = try tool.run("-b", "-m", path, Places.fixture("vectors/invalid/header-needs-2.0.nnm")).stdout
        #expect(newer.hasPrefix("NNM neural network model version 2.0, "))
        for name in ["transfer-line-feeds", "transfer-utf-8", "png", "empty", "text"] {
            let other = try tool.run("-b", "-m", path, Places.fixture("vectors/invalid/\(name).nnm")).stdout
            #expect(!other.contains("NNM"), "\(name): \(other)")
        }
    }
}
