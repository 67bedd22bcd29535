import Foundation
import NNDataset
import NNTestSupport
import Testing

@Suite("nndata import")
struct DataImportTests {
    @Test(
        "of an .npz file gives numpy's numbers, whatever their type, order and byte order",
        arguments: ImportExpectations.all.npz.keys.sorted())
    func npz(_ name: String) throws {
        let expected = try #require(ImportExpectations.all.npz[name])
        let folder = try TemporaryFolder()
        let result = try Tool.nndata.run(
            ["import", "npz", ImportExpectations.path(name), "-o", folder("a.h5"), "--json"] + expected.options)
        #expect(result.exitCode == 0 && result.stderr.isEmpty, "\(result)")
        let found = try Contents(folder("a.h5"))
        #expect(found.type == expected.type && found.inputs == expected.inputs && found.labels == expected.labels)
        #expect(found.shape == (expected.shape.count == 1 ? expected.shape + [1] : expected.shape))
        #expect(found.classes == expected.classes)
        let json = try #require(result.json as? [String: Any])
        #expect(json["examples"] as? Int == expected.shape[0] && json["type"] as? String == expected.type)
        #expect((json["classes"] as? [[String: Any]])?.map { $0["name"] as? String } == expected.classes)
        let kind = expected.options.contains("test") ? "test" : "train"
        #expect(try Dataset(path: folder("a.h5")).inputsPath == "/\(kind)_set_x")
    }

    @Test(
        "of an .npz file refuses what makes no data set, and says where",
        arguments: ImportExpectations.all.badNPZ.keys.sorted())
    func badNPZ(_ name: String) throws {
        let expected = try #require(ImportExpectations.all.badNPZ[name])
        let folder = try TemporaryFolder()
        let result = try Tool.nndata.run(
            ["import", "npz", ImportExpectations.path(name), "-o", folder("a.h5")] + expected.options)
        #expect(result.exitCode == 65 && result.stdout.isEmpty, "\(result)")
        #expect(result.stderr.hasPrefix("nndata: \(ImportExpectations.path(name)): "), "\(result)")
        #expect(result.stderr.contains(expected.words) && result.stderr.split(separator: "\n").count == 1, "\(result)")
        #expect(try folder.names == [])
    }

    @Test("of a hostile archive is refused")
    func hostile() throws {
        let folder = try TemporaryFolder()
        let files = try FileManager.default.contentsOfDirectory(atPath: Places.fixture("interchange/npz/hostile"))
            .sorted()
        try #require(files.count > 20)
        for file in files where file.hasSuffix(".npz") {
            let path = Places.fixture("interchange/npz/hostile/\(file)")
            let result = try Tool.nndata.run(
                "import", "npz", path, "-o", folder("a.h5"), "--inputs", "W1", "--labels", "b1")
            // Some are arrays like others, of which no model can be made.
            guard result.exitCode != 0 else { continue }
            #expect(result.exitCode == 65 && result.stderr.hasPrefix("nndata: \(path): "), "\(result)")
            #expect(try folder.names.filter { $0 != "a.h5" } == [])
        }
    }

    @Test("of a CSV file takes the options of its help, and says what it took the file for")
    func csv() throws {
        let folder = try TemporaryFolder()
        for (name, expected) in ImportExpectations.all.csv.sorted(by: { $0.key < $1.key }) {
            let result = try Tool.nndata.run(
                ["import", "csv", ImportExpectations.path(name), "-o", folder("a.h5")] + expected.options)
            #expect(result.exitCode == 0 && result.stderr.isEmpty, "\(name): \(result)")
            #expect(try Contents(folder("a.h5")).inputs == expected.inputs, "\(name)")
        }
        let iris = ImportExpectations.path("header.csv")
        let result = try Tool.nndata.run("import", "csv", iris, "-o", folder("a.h5"))
        #expect(
            result.stdout == """
                with a header; labels are in column 3 ('species')
                \(folder("a.h5")): 4 examples of 2 features in 3 classes written

                """)
        let json = try Tool.nndata.run("import", "csv", iris, "-o", folder("a.h5"), "--json", "--shape", "1x2")
        let report = try #require(json.json as? [String: Any])
        #expect(report["header"] as? Bool == true && report["labelColumn"] as? String == "3 ('species')")
        #expect(try Contents(folder("a.h5")).shape == [4, 1, 2])
    }

    @Test("tells bad CSV files, command lines and places by the exit code")
    func failures() throws {
        let folder = try TemporaryFolder()
        let iris = ImportExpectations.path("header.csv")
        for (arguments, code, words) in [
            (
                ["csv", ImportExpectations.path("bad-ragged.csv"), "-o", folder("a.h5")], 65,
                "line 3: expected 3 fields"
            ),
            (["csv", iris], 64, "--output is missing"),
            (["csv", folder("none.csv"), "-o", folder("a.h5")], 66, "none.csv"),
            (["csv", iris, "-o", folder("none/a.h5")], 73, "can't be created"),
            (["csv", iris, "-o", folder("a.h5"), "--header", "--no-header"], 64, "contradict"),
            (["csv", iris, "-o", folder("a.h5"), "--separator", ",,"], 64, "--separator: expected a character"),
            (["csv", iris, "-o", folder("a.h5"), "--shape", "2x"], 64, "--shape: expected lengths"),
            (["csv", iris, "-o", folder("a.h5"), "--type", "int"], 64, "--type: expected uint8, float32 or float64"),
            (["csv", "/dev/null", "-o", folder("a.h5")], 65, "expected a file, which can be read twice, found a pipe"),
            (["csv", folder.path, "-o", folder("a.h5")], 66, "Is a directory"),
            (["npz", iris, "-o", folder("a.h5")], 65, "header.csv: expected a sound zip archive"),
            (["npz", iris, "-o", folder("a.h5"), "--inputs", "x"], 64, "--inputs and --labels go together"),
            (["npz", folder("none.npz"), "-o", folder("a.h5")], 66, "none.npz"),
            (["cvs", iris], 64, "did you mean csv?"),
        ] as [([String], Int32, String)] {
            let result = try Tool.nndata.run(["import"] + arguments)
            #expect(result.exitCode == code && result.stderr.contains(words), "\(arguments): \(result)")
        }
        #expect(try folder.names == [])
    }
}
