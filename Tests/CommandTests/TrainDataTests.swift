import Foundation
import NNDataset
import NNModel
import NNTestSupport
import Testing

/// What nntrain makes of data sets that are larger than `--memory`, or stand in several files.
@Suite("nntrain's data")
struct TrainDataTests {
    private static let shapes = Places.fixture("datasets/shapes_train.h5")
    private static let shapesTest = Places.fixture("datasets/shapes_test.h5")
    private static let pictures = (1...3).map { Places.fixture("datasets/joined/pictures-\($0).h5") }
    /// 600 examples of 12,288 bytes come to 7.4 MB: this holds two windows of 153.
    private static let little = ["--memory", "7M"]

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Trains; returns the model.
    private func train(_ paths: [String], _ options: [String] = [], as name: String) throws -> ModelFile {
        let result = try Tool.nntrain.run(paths + ["--layers", "5,3", "-q", "-o", folder(name)] + options)
        try #require(result.exitCode == 0, "\(result)")
        #expect(result.stderr.isEmpty, "\(result)")
        return try ModelFile(path: folder(name))
    }

    private func digest(_ file: ModelFile) throws -> String {
        try Tool.nninspect.run("digest", file.path).stdout.split(separator: " ")[0].description
    }

    @Test("a data set larger than --memory gives the same bytes every time, which depend on --memory")
    func streamed() throws {
        let options = ["--epochs", "2", "--seed", "3", "--test", Self.shapesTest]
        let first = try train([Self.shapes], options + Self.little, as: "first.nnm")
        _ = try train([Self.shapes], options + Self.little, as: "again.nnm")
        #expect(try bytes(of: folder("first.nnm")) == bytes(of: folder("again.nnm")))
        let larger = try train([Self.shapes], options + ["--memory", "10M"], as: "larger.nnm")
        let whole = try train([Self.shapes], options, as: "whole.nnm")
        #expect(try Set([first, larger, whole].map(digest)).count == 3)
        #expect(try first.metadata()["training.memory"] == "7M" && larger.metadata()["training.memory"] == "10M")
        #expect(try whole.metadata()["training.memory"] == nil)
        // The iterations are the same; and the hash is that of the file, read in whatever way.
        for key in ["training.iterations", "training.examples", "training.data-sha256", "test.data-sha256"] {
            #expect(try first.metadata()[key] == whole.metadata()[key])
        }
    }

    @Test("what fits in --memory is trained on as ever, whatever --memory says")
    func fits() throws {
        let expected = try train([Self.shapes], ["--epochs", "1"], as: "default.nnm")
        for memory in ["16M", "2g", "1T", "12000000", "100000K"] {
            let model = try train([Self.shapes], ["--epochs", "1", "--memory", memory], as: "model.nnm")
            #expect(try bytes(of: model.path) == bytes(of: expected.path))
        }
    }

    @Test("preprocessing that is found in the data is the same, streamed or not", arguments: [[shapes], pictures])
    func standardized(_ paths: [String]) throws {
        let options = ["--normalize", "standardize", "--iterations", "1", "--batch-size", "8"]
        let whole = try train(paths, options, as: "whole.nnm").model()
        // For the small files some kilobytes beyond what reading takes.
        let memory = paths.count == 1 ? "7M" : "2051K"
        let streamed = try train(paths, options + ["--memory", memory], as: "streamed.nnm")
        #expect(try streamed.metadata()["training.memory"] == memory)
        #expect(try streamed.model().input == whole.input)
        #expect(whole.input.scaling.offsets.count == 3)
    }

    @Test("a test set that doesn't fit is measured as one that does")
    func streamedTest() throws {
        // The smaller set to learn from, in memory both times; the larger one to be measured on.
        func test(_ memory: String) throws -> [String: Double] {
            let result = try Tool.nntrain.run(
                Self.shapesTest, "--test", Self.shapes, "--layers", "5,3", "--epochs", "2", "--json", "-q", "--memory",
                memory,
                "-o", folder("model.nnm"))
            try #require(result.exitCode == 0, "\(result)")
            #expect(try ModelFile(path: folder("model.nnm")).metadata()["training.memory"] == nil)
            return try #require((result.json as? [String: Any])?["test"] as? [String: Double])
        }
        let (whole, streamed) = (try test("16M"), try test("7M"))
        #expect(whole["accuracy"] == streamed["accuracy"])
        #expect(abs(try #require(whole["cost"]) - #require(streamed["cost"])) < 1e-12)
    }

    @Test("a gradient check needs no more of the data than --memory holds")
    func gradientCheck() throws {
        let result = try Tool.nntrain.run(
            [Self.shapes, "--layers", "3,3", "--hidden-activation", "tanh", "--iterations", "2", "--check-gradients=2"]
                + Self.little + ["--json", "-q", "-o", folder("model.nnm")])
        #expect(result.exitCode == 0, "\(result)")
        let check = try #require((result.json as? [String: Any])?["gradientCheck"] as? [[String: Any]])
        #expect(check.count == 1)
    }

    @Test("several files are trained on as the one that numpy makes of them, and all are named")
    func several() throws {
        let joined = try train(Self.pictures, as: "joined.nnm")
        let whole = try train([Places.fixture("datasets/joined/pictures.h5")], as: "whole.nnm")
        #expect(try digest(joined) == digest(whole))
        let metadata = try joined.metadata()
        for (index, path) in Self.pictures.enumerated() {
            let suffix = index == 0 ? "" : ".\(index + 1)"
            let sum = try Tool(path: "/usr/bin/env").run("sha256sum", path).stdout.prefix(64)
            #expect(metadata["training.data-sha256\(suffix)"] == String(sum))
            #expect(metadata["training.data\(suffix)"] == "pictures-\(index + 1).h5")
        }
        #expect(metadata["training.data.4"] == nil && metadata["training.examples"] == "64")

        let streamed = try train(Self.pictures, ["--batch-size", "4", "--memory", "2051K"], as: "streamed.nnm")
        #expect(try streamed.metadata()["training.memory"] == "2051K")
        #expect(try streamed.metadata()["training.data.3"] == "pictures-3.h5")
    }

    @Test(
        "what doesn't go is told in one line",
        arguments: [
            ([shapes, "--memory", "0"], 64, "--memory: expected a size such as 512M or 2G"),
            ([shapes, "--memory=-5M"], 64, "found '-5M'"), ([shapes, "--memory", "M"], 64, "found 'M'"),
            ([shapes, "--memory", "5MB"], 64, "found '5MB'"), ([shapes, "--memory", "1.5G"], 64, "found '1.5G'"),
            ([shapes, "--memory", "9999999999T"], 64, "found '9999999999T'"),
            ([shapes, "--memory", "1K"], 64, "--memory: expected 7M or more for"),
            (
                [shapes, "--memory", "7M", "--batch-size", "full"], 64,
                "--batch-size: expected at most 153 examples, of which --memory 7M holds two batches, found 600; "
                    + "--memory 11M would do"
            ),
            ([shapes, "--memory", "7M", "--batch-size", "154"], 64, "--memory 8M would do"),
            (
                [pictures[0], Places.fixture("datasets/joined/other-type.h5")], 65,
                "other-type.h5: /train_set_x: expected"
            ),
            ([pictures[0], Places.fixture("datasets/joined/other-classes.h5")], 65, "expected the classes red, green"),
            ([pictures[0], "missing.h5"], 66, "missing.h5"),
        ] as [([String], Int32, String)])
    func refused(arguments: [String], code: Int32, words: String) throws {
        let result = try Tool.nntrain.run(arguments + ["--layers", "5,3", "-o", folder("model.nnm")])
        #expect(result.exitCode == code, "\(result)")
        #expect(result.stderr.contains(words) && result.stderr.split(separator: "\n").count == 1, "\(result)")
        #expect(try folder.names.isEmpty)
    }

    @Test("the memory that an error asks for is enough", arguments: ["full", "154"])
    func advice(_ size: String) throws {
        let options = ["--epochs", "1", "--batch-size", size]
        let refused = try Tool.nntrain.run(
            [Self.shapes, "--layers", "5,3", "-o", folder("model.nnm")] + options + Self.little)
        let advice = try #require(refused.stderr.firstMatch(of: /--memory ([0-9]+M) would do/)).1
        _ = try train([Self.shapes], options + ["--memory", String(advice)], as: "model.nnm")
    }

    /// The pictures in compressed chunks, which take more memory to read than those of the fixtures.
    private func writeChunked(to path: String) throws {
        let data = try Dataset(path: Self.pictures[0], kind: .train)
        var writer = try DatasetWriter<UInt8>(
            path: path, kind: .test, inputShape: data.inputShape, classNames: ["red", "green", "blue"])
        for label in 0..<3 { try writer.append(repeatElement(9, count: data.featureCount), label: label) }
        try writer.commit()
    }

    @Test(
        "a test file for which no memory is left is told with how much would do",
        arguments: [("2051K", ["--batch-size", "4"]), ("2100K", []), ("3M", [])] as [(String, [String])])
    func adviceForTests(memory: String, options: [String]) throws {
        let test = folder("test.h5")
        try writeChunked(to: test)
        func train(_ memory: String) throws -> ToolResult {
            try Tool.nntrain.run(
                [Self.pictures[0], "--test", test, "--layers", "5,3", "--epochs", "1", "-q", "--memory", memory]
                    + options + ["-o", folder("model.nnm")])
        }
        let refused = try train(memory)
        let pattern =
            /nntrain: --memory: expected ([0-9]+M) or more for (.+) beside the examples to learn from, found (.+) \(/
        let match = try #require(refused.stderr.firstMatch(of: pattern), "\(refused)")
        #expect(refused.exitCode == 64 && match.2 == test && match.3 == memory, "\(refused)")
        let enough = try train(String(match.1))
        #expect(enough.exitCode == 0, "\(enough)")
    }

    @Test("chunks that are longer than what fits in memory are warned of, and read")
    func longChunks() throws {
        let result = try Tool.nntrain.run(
            Self.shapes, "--layers", "5,3", "--iterations", "2", "--batch-size", "4", "--memory", "4M", "-q", "-o",
            folder("model.nnm"))
        #expect(result.exitCode == 0, "\(result)")
        #expect(
            result.stderr.contains("warning") && result.stderr.contains("found 40: reading is faster with --memory 5M"),
            "\(result)")
    }

    @Test("NaN among inputs that don't fit is named with its place, before or during training")
    func notANumber() throws {
        let path = Places.fixture("datasets/bad-input-NaN.h5")
        // A hundred bytes beyond what reading takes.
        let options = ["--memory", "\(2 << 20 + 150)", "--batch-size", "1", "-q", "-o", folder("model.nnm")]
        for more in [[], ["--normalize", "standardize"]] {
            let result = try Tool.nntrain.run([path] + options + more)
            #expect(result.exitCode == 65, "\(result)")
            #expect(result.stderr.contains("bad-input-NaN.h5: /train_set_x: example"), "\(result)")
            #expect(result.stderr.contains("found NaN") && result.stderr.split(separator: "\n").count == 1, "\(result)")
        }
        #expect(try folder.names.isEmpty)
    }

    @Test("a file that is cut short during training ends it with its name")
    func cutShort() throws {
        let path = try folder.write(bytes(of: Self.shapes), to: "train.h5")
        let script = """
            "$1" "$2" --layers 5,3 --memory 7M --epochs 1000000 --report-every 1 -o "$3" > "$4" &
            until test -s "$4"; do sleep 0.05; done
            truncate -s 100000 "$2"
            wait $!
            """
        let result = try Tool.shell.run(
            "-c", script, "sh", Tool.nntrain.path, path, folder("model.nnm"), folder("output"))
        #expect(result.exitCode == 65 || result.exitCode == 74, "\(result)")
        #expect(result.stderr.contains("train.h5: /train_set_x: can't read it"), "\(result)")
        #expect(result.stderr.split(separator: "\n").count == 1, "\(result)")
        #expect(try !folder.names.contains("model.nnm"))
    }
}
