import Foundation
import NNModel
import NNTestSupport
import Testing

/// The tools as a person meets them: exit codes, one-line errors, and what is left behind.
@Suite struct CommandTests {
    private static let train = Places.fixture("datasets/shapes_train.h5")
    private static let test = Places.fixture("datasets/shapes_test.h5")

    @Test("Training, inspection and evaluation fit together")
    func wholePath() throws {
        let folder = try TemporaryFolder()
        let model = folder("model.nnm")
        let trained = try Tool.nntrain.run(
            Self.train, "--test", Self.test, "--epochs", "1", "--json", "-o", model)
        #expect(trained.exitCode == 0, "\(trained)")
        let summary = try #require(trained.json as? [String: Any])
        let accuracy = try #require((summary["test"] as? [String: Any])?["accuracy"] as? Double)
        #expect(try Tool.nninspect.run("verify", model).exitCode == 0)
        let evaluated = try Tool.nnpredict.run(model, "--evaluate", Self.test, "--json")
        #expect(evaluated.exitCode == 0, "\(evaluated)")
        let measured = try #require((evaluated.json as? [String: Any])?["accuracy"] as? Double)
        #expect(abs(measured - accuracy) < 0.02)

        // Where the numbers come from, as others compute it.
        let metadata = try ModelFile(path: model).metadata()
        for (key, path) in [("training", Self.train), ("test", Self.test)] {
            let sum = try Tool(path: "/usr/bin/env").run("sha256sum", path).stdout.prefix(64)
            #expect(metadata["\(key).data-sha256"] == String(sum) && metadata["\(key).data"] != nil)
        }

        // The same run gives the same bytes, in another folder, too.
        let elsewhere = try TemporaryFolder()
        let train = try elsewhere.write(bytes(of: Self.train), to: URL(filePath: Self.train).lastPathComponent)
        let test = try elsewhere.write(bytes(of: Self.test), to: URL(filePath: Self.test).lastPathComponent)
        let again = elsewhere("again.nnm")
        _ = try Tool.nntrain.run(train, "--test", test, "--epochs", "1", "-q", "-o", again)
        #expect(try bytes(of: again) == bytes(of: model))
    }

    @Test(
        "Bad input to nntrain gives its exit code and one line",
        arguments: [
            (["missing.h5"], 66, "missing.h5"), (["/"], 66, "Is a directory"),
            ([Places.fixture("datasets/bad-text.h5")], 65, "bad-text.h5"),
            ([Places.fixture("datasets/bad-empty.h5")], 65, "bad-empty.h5"),
            ([Places.fixture("datasets/bad-no-labels.h5")], 65, "bad-no-labels.h5"),
            ([Places.fixture("datasets/bad-label-count.h5")], 65, "labels"),
            ([Places.fixture("datasets/bad-label-beyond-classes.h5")], 65, "expected a class"),
            ([Places.fixture("datasets/bad-input-NaN.h5")], 65, "NaN"),
            ([train, "--first-layer", "dual"], 64, "first layer"), ([train, "--layers", "0"], 64, "--layers"),
            ([train, "--check-gradients=0"], 64, "counted from 1"),
            ([train, "--layers", "7,30"], 65, "last layer"),
            ([train, "--iterations", "1", "--epochs", "1"], 64, "exclude"), ([train, "--laers", "7"], 64, "--layers"),
            ([train, "--optimizer", "adamax"], 64, "gradient-descent, momentum, nesterov, rmsprop, adam or adamw"),
            ([train, "--momentum", "0.9"], 64, "--momentum: expected --optimizer momentum or nesterov, found adam"),
            ([train, "--optimizer", "rmsprop", "--momentum", "0.9"], 64, "found rmsprop"),
            (
                [train, "--optimizer", "nesterov", "--momentum", "1"], 64,
                "--momentum: expected a number from 0 to below 1"
            ),
            ([train, "--optimizer", "momentum", "--momentum=-0.1"], 64, "--momentum: expected a number from 0"),
            ([train, "--weight-decay=-1"], 64, "--weight-decay: expected a number from 0"),
            ([train, "--weight-decay", "nan"], 64, "--weight-decay: expected a number"),
        ])
    func badTraining(arguments: [String], code: Int32, words: String) throws {
        let folder = try TemporaryFolder()
        let result = try Tool.nntrain.run(arguments + ["-o", folder("model.nnm")])
        #expect(result.exitCode == code, "\(result)")
        #expect(result.stderr.contains(words) && result.stderr.split(separator: "\n").count == 1, "\(result)")
        #expect(try folder.names.isEmpty)
    }

    @Test(
        "The model tells the optimizer and those of its constants that count",
        arguments: [
            ("gradient-descent", [], "0.01", nil, nil), ("momentum", [], "0.01", "0.9", nil),
            ("nesterov", ["--momentum", "0.5", "--weight-decay", "0.125"], "0.01", "0.5", "0.125"),
            ("rmsprop", ["--weight-decay", "0"], "0.001", nil, nil), ("adam", [], "0.001", nil, nil),
            ("adamw", ["--learning-rate", "0.002"], "0.002", nil, "0.01"),
            ("adamw", ["--weight-decay", "0"], "0.001", nil, nil),
        ] as [(String, [String], String, String?, String?)])
    func optimizers(name: String, options: [String], rate: String, momentum: String?, decay: String?) throws {
        let folder = try TemporaryFolder()
        let model = folder("model.nnm")
        let trained = try Tool.nntrain.run(
            [Self.train, "--epochs", "1", "--layers", "3,3", "-q", "-o", model, "--optimizer", name] + options)
        #expect(trained.exitCode == 0, "\(trained)")
        let metadata = try ModelFile(path: model).metadata()
        #expect(metadata["training.optimizer"] == name && metadata["training.learning-rate"] == rate)
        #expect(metadata["training.momentum"] == momentum && metadata["training.weight-decay"] == decay)
    }

    @Test("An output that can't be created or written is told by its code")
    func badOutput() throws {
        let folder = try TemporaryFolder()
        let absent = try Tool.nntrain.run(Self.train, "-o", folder("none/model.nnm"))
        #expect(absent.exitCode == 73, "\(absent)")
        let full = try Tool.nntrain.run(Self.train, "--epochs", "1", "-q", "-o", "/dev/full")
        #expect(full.exitCode == 74, "\(full)")
    }

    @Test("A truncated JPEG among good ones costs its own row only")
    func truncatedAmongGood() throws {
        let folder = try TemporaryFolder()
        let model = folder("model.nnm")
        #expect(try Tool.nntrain.run(Self.train, "--epochs", "1", "-q", "-o", model).exitCode == 0)
        let good = try FileManager.default.contentsOfDirectory(atPath: Places.fixture("images/good")).sorted()[0]
        let result = try Tool.nnpredict.run(
            model, Places.fixture("images/good/\(good)"), Places.fixture("images/bad/cut-in-half.jpg"), "--json")
        #expect(result.exitCode == 65, "\(result)")
        let rows = try #require(result.json as? [[String: Any]])
        #expect(rows.count == 2 && rows[0]["class"] != nil && rows[1]["error"] != nil)

        let raw = try folder.write([UInt8](repeating: 0, count: 100), to: "pixels")
        let wrongSize = try Tool.nnpredict.run(model, "--raw", "64x64x3", raw, "--json")
        #expect(wrongSize.exitCode == 65 && wrongSize.stdout.contains("expected 12288 bytes"), "\(wrongSize)")
        #expect(try Tool.nnpredict.run(model, folder("missing.png")).exitCode == 66)
        #expect(try Tool.nnpredict.run(Self.train, raw).exitCode == 65)
    }

    @Test("verify says no, with a place, for each byte that is flipped and each truncation")
    func verify() throws {
        let folder = try TemporaryFolder()
        let whole = try bytes(of: Places.fixture("golden/tiny-1.0.nnm"))
        // Every 7th byte here; the library's tests flip every bit of it.
        for index in stride(from: 0, to: whole.count, by: 7) {
            var damaged = whole
            damaged[index] ^= 0x10
            for content in [damaged, Array(whole.prefix(index))] {
                let path = try folder.write(content, to: "damaged.nnm")
                let result = try Tool.nninspect.run("verify", path, "--json")
                #expect(result.exitCode == 1 && result.stdout.contains("\"ok\": false"), "\(index)")
            }
        }
    }

    @Test(
        "The examples of the library compile, as they stand",
        arguments: ["README.md", "Sources/NNModel/NNModel.docc/FromAFileToAPrediction.md"])
    func embedding(path: String) throws {
        let page = try text(of: Places.root.appending(path: path).path)
        // The examples of a page are one program.
        let examples = page.matches(of: /```swift\n((?s).*?)```/).map { String($0.output.1) }
        try #require(!examples.isEmpty)
        let folder = try TemporaryFolder()
        let source = try folder.write(examples.joined(separator: "\n"), to: "main.swift")
        // The modules lie beside the program that runs the tests.
        let products = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let maps = [
            Places.root.appending(path: "Sources/NNCZlib/module.modulemap"),
            products.appending(path: "NNCKernels.build/module.modulemap"),
        ]
        let result = try Tool(path: "/usr/bin/env").run(
            ["swiftc", "-typecheck", "-swift-version", "6", "-I", products.appending(path: "Modules").path, source]
                + maps.flatMap { ["-Xcc", "-fmodule-map-file=\($0.path)"] })
        #expect(result.exitCode == 0, "\(result)")
    }

    @Test("The library predicts by the formula of the specification")
    func predicting() throws {
        let model = try Model(path: Places.fixture("golden/tiny-1.0.nnm"))
        let predict = try Predictor<Float>(model)
        let pixels = [Float](repeating: 128, count: model.input.featureCount)
        let answer = Answer(predict(pixels).activations, output: model.output)
        // 1.5 · 128 − 2 · 128 + 0.25 = −63.75, so the first class, all but certainly.
        guard case .classes(let index, let probabilities) = answer else {
            Issue.record("no classes")
            return
        }
        #expect(index == 0 && probabilities[1] < 1e-27)
    }
}
