import Foundation
import NNDataset
import NNFile
import NNImage
import NNTestSupport
import Testing

@Suite("nndata build")
struct DataBuildTests {
    /// What the notebook does with its files, word for word, on the files that it is given.
    private static let notebook = """
        import sys
        import numpy as np
        import h5py
        test = h5py.File(sys.argv[2], 'r')
        train = h5py.File(sys.argv[1], 'r')
        train_X_orig = np.array(list(train.values())[1])
        train_y_orig = np.array(list(train.values())[2])
        test_X_orig = np.array(list(test.values())[1])
        test_y_orig = np.array(list(test.values())[2])
        classes = np.array(list(train.values())[0])
        """

    private static let kinds = "circle,square,triangle"

    /// Builds `back.h5`, in the folder that is returned, of the pictures that export makes of a data set.
    private func rebuilt(_ path: String, classes: String, kind: String) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        #expect(try Tool.nndata.run("export", path, "-o", folder("pictures"), "-q").exitCode == 0)
        let size = try Dataset(path: path).inputShape.prefix(2).map(String.init).joined(separator: "x")
        let result = try Tool.nndata.run(
            "build", folder("pictures"), "-o", folder("back.h5"), "--size", size, "--classes", classes, "--kind", kind,
            "--json")
        #expect(result.exitCode == 0 && result.stderr.isEmpty, "\(result)")
        return folder
    }

    private func roundTrip(_ path: String, classes: String, kind: String) throws {
        let folder = try rebuilt(path, classes: classes, kind: kind)
        let (old, new) = (try Contents(path), try Contents(folder("back.h5")))
        #expect(new.shape == old.shape && new.type == old.type && new.inputs == old.inputs)
        #expect(new.labels == old.labels && new.classes == old.classes && new.attributes == ["bilinear", "stretch"])
    }

    private func notebookReads(_ path: String, classes: String, kind: String) throws {
        let folder = try rebuilt(path, classes: classes, kind: kind)
        let script =
            Self.notebook + """

                assert list(train.keys()) == [name for name in test.keys()], list(train.keys())
                assert train_X_orig.shape == test_X_orig.shape and train_X_orig.dtype == np.uint8
                assert np.array_equal(train_X_orig, test_X_orig) and np.array_equal(train_y_orig, test_y_orig)
                assert classes.tolist() == np.array(list(test.values())[0]).tolist()
                inputs = list(train.values())[1]
                assert inputs.compression == 'gzip' and inputs.shuffle and inputs.chunks is not None
                """
        let checked = try Peers.run("-c", script, folder("back.h5"), path)
        #expect(checked.exitCode == 0, "\(checked)")
    }

    @Test("of what export wrote gives the same pixels, labels and classes, in the same order")
    func drawings() throws {
        try roundTrip(Places.drawings, classes: Self.kinds, kind: "test")
    }

    @Test("of the notebook's pictures, too", .needsCats)
    func cats() throws {
        try roundTrip(TestData.catsTrain, classes: "non-cat,cat", kind: "train")
        try roundTrip(TestData.catsTest, classes: "non-cat,cat", kind: "test")
    }

    @Test("writes what the notebook's own code reads", .needsPeer("h5py"))
    func notebookReadsDrawings() throws {
        try notebookReads(Places.drawings, classes: Self.kinds, kind: "test")
    }

    @Test("writes of the notebook's pictures what its own code reads", .needsPeer("h5py"), .needsCats)
    func notebookReadsCats() throws {
        try notebookReads(TestData.catsTrain, classes: "non-cat,cat", kind: "train")
        try notebookReads(TestData.catsTest, classes: "non-cat,cat", kind: "test")
    }

    /// A folder of two classes with pictures of one grey each, named so that classes alternate.
    private func pictures(_ count: Int, in folder: TemporaryFolder, named name: String = "in") throws -> String {
        for index in 0..<count {
            let image = Image(
                size: ImageSize(height: 5, width: 4), format: .grey,
                pixels: [UInt8](repeating: UInt8(index), count: 20))
            try folder.write(try image.pngData(), to: "\(name)/\(index % 2 == 0 ? "even" : "odd")/\(100 + index).png")
        }
        return folder(name)
    }

    @Test("splits by the seed, each class alike, into files that don't depend on the threads")
    func split() throws {
        let folder = try TemporaryFolder()
        let input = try pictures(40, in: folder)
        var files: [[UInt8]] = []
        for (seed, threads) in [("7", "1"), ("7", "3"), ("8", "3")] {
            let result = try Tool.nndata.run(
                "build", input, "-o", folder("train.h5"), "--size", "5x4x1", "--test-split", "0.25", "--test-output",
                folder("test.h5"), "--seed", seed, "--threads", threads, "--json")
            #expect(result.exitCode == 0 && result.stderr.isEmpty, "\(result)")
            let json = try #require(result.json as? [String: Any])
            #expect(json["examples"] as? Int == 30 && json["testExamples"] as? Int == 10)
            let classes = try #require(json["classes"] as? [[String: Any]])
            #expect(classes.map { $0["name"] as? String } == ["even", "odd"])
            #expect(classes.map { $0["testExamples"] as? Int } == [5, 5])
            files.append(try bytes(of: folder("train.h5")) + bytes(of: folder("test.h5")))
        }
        #expect(files[0] == files[1] && files[1] != files[2])
        let (train, test) = (try Contents(folder("train.h5")), try Contents(folder("test.h5")))
        #expect(train.shape == [30, 5, 4, 1] && test.shape == [10, 5, 4, 1])
        // Every picture is in one of them, with its class.
        let greys = { (part: Contents) in stride(from: 0, to: part.inputs.count, by: 20).map { Int(part.inputs[$0]) } }
        #expect((greys(train) + greys(test)).sorted() == Array(0..<40))
        for part in [train, test] { #expect(zip(greys(part), part.labels).allSatisfy { $0 % 2 == Int($1) }) }
        #expect(try Dataset(path: folder("test.h5")).inputsPath == "/test_set_x")
    }

    @Test("reports files of the same content, warns where classes differ, and keeps them on one side of a split")
    func repeated() throws {
        let folder = try TemporaryFolder()
        let input = try pictures(20, in: folder)
        for (from, to) in [("even/100", "even/copy"), ("even/102", "odd/copy"), ("odd/101", "odd/other")] {
            try folder.write(bytes(of: "\(input)/\(from).png"), to: "in/\(to).png")
        }
        for seed in 0..<6 {
            let result = try Tool.nndata.run(
                "build", input, "-o", folder("train.h5"), "--size", "5x4x1", "--test-split", "0.5", "--test-output",
                folder("test.h5"), "--seed", "\(seed)", "--json")
            #expect(result.exitCode == 0, "\(result)")
            let paths = [["even/100", "even/copy"], ["odd/101", "odd/other"], ["even/102", "odd/copy"]].map {
                $0.map { "\(input)/\($0).png" }
            }
            #expect((try result.json as? [String: Any])?["repeated"] as? [[String]] == paths)
            #expect(
                result.stderr == "nndata: of the same content, and yet of different classes: "
                    + "\(paths[2].joined(separator: ", "))\n")
            let greys = try ["train.h5", "test.h5"].map { name in
                let part = try Contents(folder(name))
                return Set(stride(from: 0, to: part.inputs.count, by: 20).map { Int(part.inputs[$0]) })
            }
            #expect(greys[0].isDisjoint(with: greys[1]))
        }
    }

    @Test("writes nothing where a file can't be used, names all of those, and leaves them out where told to")
    func damaged() throws {
        let folder = try TemporaryFolder()
        let input = try pictures(6, in: folder)
        try folder.write("old", to: "out.h5")
        try folder.write("no picture", to: "in/even/notes.txt")
        try folder.write(bytes(of: "\(input)/odd/101.png").dropLast(20), to: "in/odd/cut.png")
        try folder.write([], to: "in/odd/empty")
        try folder.write("beside", to: "in/readme")
        #expect(mkfifo(folder("in/odd/pipe"), 0o600) == 0)
        let arguments = ["build", input, "-o", folder("out.h5"), "--size", "5x4x1"]
        let result = try Tool.nndata.run(arguments)
        #expect(result.exitCode == 65 && result.stdout.isEmpty, "\(result)")
        let lines = result.stderr.split(separator: "\n").map(String.init)
        for name in ["even/notes.txt", "odd/cut.png", "odd/empty", "odd/pipe"] {
            #expect(lines.count { $0.hasPrefix("nndata: \(input)/\(name): ") } == 1, "\(name): \(result)")
        }
        #expect(lines.first == "nndata: \(input)/readme: left out, since it is in no subfolder and so of no class")
        #expect(
            lines.last == "nndata: \(input): nothing written, since 4 of 10 files can't be used; "
                + "--skip-damaged leaves them out")
        #expect(try text(of: folder("out.h5")) == "old")
        #expect(try folder.names == ["in", "out.h5"])

        let large = try Tool.nndata.run(arguments + ["--max-pixels", "19"])
        #expect(
            large.exitCode == 65
                && large.stderr.contains(
                    "100.png: PNG: expected at most 19 pixels, found 5x4; --max-pixels allows more"),
            "\(large)")

        let skipping = try Tool.nndata.run(arguments + ["--skip-damaged", "--json"])
        #expect(skipping.exitCode == 0, "\(skipping)")
        let json = try #require(skipping.json as? [String: Any])
        let skipped = try #require(json["skipped"] as? [[String: String]])
        #expect(
            skipped.map { $0["path"] }
                == ["odd/pipe", "odd/cut.png", "odd/empty", "even/notes.txt"].map { "\(input)/\($0)" })
        #expect(json["unlabelled"] as? [String] == ["\(input)/readme"] && json["examples"] as? Int == 6)
        #expect(try Contents(folder("out.h5")).labels == [0, 1, 0, 1, 0, 1])
    }

    @Test("tells of classes without files, and of classes that may be one folder further down")
    func suspicious() throws {
        let folder = try TemporaryFolder()
        for part in ["train", "test"] { _ = try pictures(4, in: folder, named: "in/\(part)") }
        let nested = try Tool.nndata.run("build", folder("in"), "-o", folder("a.h5"), "--size", "5x4", "-q")
        #expect(nested.exitCode == 0, "\(nested)")
        #expect(
            nested.stderr == "nndata: \(folder("in")): the classes are test, train, which hold folders alone; "
                + "if those are the classes, build from one of these\nnndata: of the same content, and yet of different "
                + "classes: " + nested.stderr.split(separator: "classes: ", maxSplits: 1)[1])
        let empty = try Tool.nndata.run(
            "build", folder("in/train"), "-o", folder("a.h5"), "--size", "5x4", "-q", "--classes", "odd,none,even")
        #expect(empty.exitCode == 0 && empty.stderr == "nndata: \(folder("in/train")): no files of the class 'none'\n")
        #expect(try Contents(folder("a.h5")).classes == ["odd", "none", "even"])
    }

    @Test("stores how pictures are resized, and prepares them as prediction does", arguments: ["lanczos", "area"])
    func resizing(_ filter: String) throws {
        let folder = try TemporaryFolder()
        for (name, file) in [("a", "rgb.png"), ("b", "grey-alpha.png")] {
            let source = Places.fixture("images/good/\(file)")
            guard FileManager.default.fileExists(atPath: source) else { continue }
            try folder.write(bytes(of: source), to: "in/\(name)/1")
        }
        let jpeg = try #require(
            FileManager.default.contentsOfDirectory(atPath: Places.fixture("images/good")).sorted().first {
                $0.hasSuffix(".jpg")
            })
        try folder.write(bytes(of: Places.fixture("images/good/\(jpeg)")), to: "in/c/2")
        let result = try Tool.nndata.run(
            "build", folder("in"), "-o", folder("a.h5"), "--size", "9x7", "--resize", "crop", "--filter", filter, "-q")
        #expect(result.exitCode == 0 && result.stderr.isEmpty && result.stdout.isEmpty, "\(result)")
        let found = try Contents(folder("a.h5"))
        #expect(found.attributes == [filter, "crop"])
        let picture = try Image(decoding: FileBytes(path: folder("in/c/2"))).prepared(
            ImageSize(height: 9, width: 7), color: .rgb, filter: filter == "area" ? .area : .lanczos, fit: .crop)
        #expect(found.inputs.suffix(9 * 7 * 3) == picture.pixels.map(Double.init)[...])
    }

    @Test("tells what is wrong with a command line before it looks at anything")
    func usage() throws {
        let folder = try TemporaryFolder()
        for (arguments, words) in [
            (["x"], "--output is missing"), (["x", "-o", "a.h5"], "--size is missing"),
            (["x", "-o", "a.h5", "--size", "64"], "--size: expected HEIGHTxWIDTH"),
            (["x", "-o", "a.h5", "--size", "64x64x2"], "--size: expected HEIGHTxWIDTH"),
            (["x", "-o", "a.h5", "--size", "0x64"], "--size: expected HEIGHTxWIDTH"),
            (["x", "-o", "a.h5", "--size", "8x8", "--test-split", "0.2"], "--test-output is missing"),
            (["x", "-o", "a.h5", "--size", "8x8", "--test-split", "1", "--test-output", "b.h5"], "between 0 and 1"),
            (["x", "-o", "a.h5", "--size", "8x8", "--test-output", "a.h5"], "the same file"),
            (["x", "-o", "a.h5", "--size", "8x8", "--threads", "0"], "--threads: expected 1 or more"),
            (["x", "-o", "a.h5", "--size", "8x8", "--resize", "zoom"], "--resize: expected stretch, fit or crop"),
        ] as [([String], String)] {
            let result = try Tool.nndata.run(["build"] + arguments, in: folder.path)
            #expect(result.exitCode == 64 && result.stderr.contains(words), "\(result)")
        }
        let missing = try Tool.nndata.run("build", folder("none"), "-o", folder("a.h5"), "--size", "8x8")
        #expect(missing.exitCode == 66 && missing.stderr.contains("can't be listed: No such file"), "\(missing)")
        let input = try pictures(2, in: folder)
        let nowhere = try Tool.nndata.run("build", input, "-o", folder("none/a.h5"), "--size", "8x8")
        #expect(nowhere.exitCode == 73, "\(nowhere)")
    }
}
