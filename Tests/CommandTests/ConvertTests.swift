import Foundation
import NNModel
import NNTestSupport
import Testing

/// nnconvert as a person meets it.
@Suite struct ConvertTests {
    private static let tiny = Places.fixture("golden/tiny-1.0.nnm")
    private static func numpyFile(_ name: String) -> String { Places.fixture("interchange/npz/\(name).npz") }

    @Test("--set and --strip leave every tensor's bytes, the digest and unknown chunks as they were")
    func edits() throws {
        for compression in Compression.allCases {
            let folder = try TemporaryFolder()
            let model = try unusualModel()
            try model.write(to: folder("in.nnm"), compression: compression)
            let before = try ModelFile(path: folder("in.nnm"))
            let cases: [([String], [String: String], Bool)] = [
                (["--set", "author=me", "--set=note=a = b, ü"], ["author": "me", "note": "a = b, ü"], true),
                (["--strip", "history"], ["author": "somebody"], false),
                (["--strip", "metadata"], [:], true),
                (["--strip", "metadata", "--set", "x=", "--strip", "history"], ["x": ""], false),
            ]
            for (arguments, metadata, hasHistory) in cases {
                let result = try Tool.nnconvert.run([folder("in.nnm"), folder("out.nnm")] + arguments)
                #expect(result.exitCode == 0, "\(result)")
                let after = try ModelFile(path: folder("out.nnm"))
                try after.verify()
                #expect(after.storedTensors == before.storedTensors && after.header.digest == before.header.digest)
                #expect(try after.metadata() == metadata && (after.history() != nil) == hasHistory)
                #expect(try after.verification() == model.verification)
                #expect(try after.model().extras == model.extras)
            }
        }
    }

    @Test("Unknown chunks survive an edit; one that isn't safe to copy does not survive another type of numbers")
    func unknownChunks() throws {
        let folder = try TemporaryFolder()
        try unusualModel().write(to: folder("in.nnm"))
        var surgery = try ModelFileSurgery(path: folder("in.nnm"))
        for (name, survives) in [("zzZz", true), ("zzZZ", false)] {
            surgery.rename("zzZz", name)
            let path = try folder.write(surgery.bytes, to: "\(name).nnm")
            #expect(try Tool.nninspect.run("verify", path).exitCode == 0)
            let edited = try Tool.nnconvert.run(path, folder("edited.nnm"), "--set", "a=b", "-q")
            #expect(edited.exitCode == 0 && edited.stderr.isEmpty, "\(edited)")
            #expect(try ModelFile(path: folder("edited.nnm")).unknownChunks.map(\.type.description) == [name])
            let converted = try Tool.nnconvert.run(path, folder("half.nnm"), "--dtype", "float16")
            #expect(converted.exitCode == 0, "\(converted)")
            #expect(converted.stderr.contains("left out: zzZZ") == !survives, "\(converted)")
            #expect(
                try ModelFile(path: folder("half.nnm")).unknownChunks.map(\.type.description)
                    == (survives ? [name] : []))
        }
    }

    @Test("--dtype stores other numbers, makes the checks afresh, and tells what it costs")
    func types() throws {
        let folder = try TemporaryFolder()
        let model = try unusualModel()
        try model.write(to: folder("in.nnm"))
        // Half a step of the type at the largest magnitude, which is below 0.5; for int8, a 254th of it.
        let steps: [(DataType, Double)] = [(.float16, 0x1p-13), (.bfloat16, 0x1p-10), (.int8, 0.5 / 254)]
        for (type, step) in steps {
            let path = folder("\(type.name).nnm")
            let result = try Tool.nnconvert.run(folder("in.nnm"), path, "--dtype", type.name, "--json")
            #expect(result.exitCode == 0, "\(result)")
            let answer = try #require(result.json as? [String: Any])
            let cost = try #require(answer["quantization"] as? [String: Any])
            let layers = try #require(cost["layers"] as? [[String: Any]])
            let written = try Model(path: path)
            #expect(written.layers.allSatisfy { $0.weights.dataType == type })
            for (index, (old, new)) in zip(model.layers, written.layers).enumerated() {
                let errors = zip(old.weights.scalars(as: Double.self), new.weights.scalars(as: Double.self))
                    .map { abs($0 - $1) }
                let largest = try #require(layers[index]["largest"] as? Double)
                // JSON's numbers come back as near as Foundation reads them.
                #expect(abs(largest - (errors.max() ?? 0)) <= 1e-15 && largest > 0 && largest <= step * 1.001)
            }
            #expect(written.verification.count == 2 && written.verification != model.verification)
            #expect(try Tool.nnpredict.run(path, "--selftest").exitCode == 0)
            #expect(written.metadata["conversion.dtype"] == type.name && written.metadata["author"] == "somebody")
            #expect(written.history != nil)
            let proof = try #require(answer["proof"] as? [String: Any])
            #expect(proof["exact"] as? Bool == false && proof["examples"] as? Int == 16)
        }
        // The type that it has already is no change at all.
        let same = try Tool.nnconvert.run(
            folder("in.nnm"), folder("same.nnm"), "--dtype", "float32", "--set", "author=somebody")
        #expect(same.exitCode == 0, "\(same)")
        #expect(try bytes(of: folder("same.nnm")) == bytes(of: folder("in.nnm")))
    }

    @Test("--compress stores the same model in fewer bytes, or as it is")
    func compression() throws {
        let folder = try TemporaryFolder()
        try unusualModel().write(to: folder("in.nnm"), compression: .none)
        for (value, codec) in [("none", Codec.raw), ("fast", .planes), ("best", .planes)] {
            #expect(
                try Tool.nnconvert.run(folder("in.nnm"), folder("out.nnm"), "--compress", value, "-q").exitCode == 0)
            let file = try ModelFile(path: folder("out.nnm"))
            #expect(file.chunks.first { $0.name == "W[1]" }?.codec == codec)
            #expect(try file.header.digest == ModelFile(path: folder("in.nnm")).header.digest)
        }
        // Best where nothing is said and nothing is edited.
        _ = try Tool.nnconvert.run(folder("in.nnm"), folder("default.nnm"), "-q")
        #expect(try bytes(of: folder("default.nnm")) == bytes(of: folder("out.nnm")))
    }

    @Test("IN and OUT may be one file, also through a link")
    func inPlace() throws {
        let folder = try TemporaryFolder()
        try unusualModel().write(to: folder("m.nnm"), compression: .none)
        let digest = try ModelFile(path: folder("m.nnm")).header.digest
        try FileManager.default.createSymbolicLink(atPath: folder("link.nnm"), withDestinationPath: "m.nnm")
        for arguments in [["m.nnm", "m.nnm", "--set", "a=b"], ["m.nnm", "link.nnm"], ["link.nnm", "m.nnm"]] {
            #expect(try Tool.nnconvert.run(arguments + ["-q"], in: folder.path).exitCode == 0)
            #expect(try ModelFile(path: folder("m.nnm")).header.digest == digest)
            #expect(try folder.names == ["link.nnm", "m.nnm"])
        }
    }

    @Test("npz both ways: what one writes the other reads, activations told where there are none, classes named")
    func npz() throws {
        let folder = try TemporaryFolder()
        let classes = try folder.write("no cat\ncat\n", to: "classes.txt")
        let made = try Tool.nnconvert.run(
            Self.numpyFile("no-activations"), folder("m.nnm"), "--activations", "relu,sigmoid", "--classes", classes)
        #expect(made.exitCode == 0 && made.stdout.contains("npz to nnm, 2 layers"), "\(made)")
        let summary = try #require(try Tool.nninspect.run(folder("m.nnm"), "--json").json as? [String: Any])
        #expect(summary["classes"] as? [String] == ["no cat", "cat"])
        let metadata = try #require(summary["metadata"] as? [String: String])
        #expect(metadata["source.format"] == "npz" && metadata["source.file"] == "no-activations.npz")
        #expect(metadata["tool"]?.hasPrefix("nnconvert ") == true)
        #expect(try Tool.nnconvert.run(folder("m.nnm"), folder("m.npz"), "-q").exitCode == 0)
        // From the archive, whatever its name says, into a name that says nothing.
        try FileManager.default.moveItem(atPath: folder("m.npz"), toPath: folder("m.nnm.bin"))
        #expect(try Tool.nnconvert.run(folder("m.nnm.bin"), folder("back"), "--to", "nnm", "-q").exitCode == 0)
        #expect(try ModelFile(path: folder("back")).header.digest == ModelFile(path: folder("m.nnm")).header.digest)
    }

    @Test("ONNX is written with preprocessing beside the network or in it, and gives the same model either way")
    func onnx() throws {
        let folder = try TemporaryFolder()
        try unusualModel().write(to: folder("m.nnm"))
        for (option, nodes) in [([], 0), (["--with-preprocessing"], 1)] {
            let made = try Tool.nnconvert.run([folder("m.nnm"), folder("m.onnx")] + option)
            #expect(made.exitCode == 0 && made.stdout.contains("nnm to onnx, 2 layers"), "\(made)")
            #expect(made.stderr.contains("left out: history, verification, unknown chunks"), "\(made)")
            // The name of the division's result.
            let content = try bytes(of: folder("m.onnx"))
            let prepared = Array("\u{12}\u{8}prepared".utf8)
            #expect(content.indices.count { content[$0...].starts(with: prepared) } == nodes)
            let back = try Tool.nnconvert.run(folder("m.onnx"), folder("back.nnm"), "-q")
            #expect(back.exitCode == 0 && back.stderr.isEmpty, "\(back)")
            let (one, other) = (try Model(path: folder("m.nnm")), try Model(path: folder("back.nnm")))
            #expect(one.layers == other.layers && one.input == other.input && one.output == other.output)
            #expect(other.metadata["author"] == "somebody" && other.metadata["source.format"] == "onnx")
        }
    }

    @Test("JSON has the documented keys, and nothing else stands on standard output")
    func json() throws {
        let folder = try TemporaryFolder()
        let result = try Tool.nnconvert.run(Self.tiny, folder("m.npz"), "--json")
        let answer = try #require(result.json as? [String: Any], "\(result)")
        #expect(
            Set(answer.keys) == [
                "input", "output", "from", "to", "layers", "parameters", "dtypes", "bytes", "proof", "quantization",
                "evaluation", "notes",
            ])
        #expect(answer["from"] as? String == "nnm" && answer["to"] as? String == "npz")
        #expect(answer["bytes"] as? Int == (try bytes(of: folder("m.npz")).count))
        let proof = try #require(answer["proof"] as? [String: Any])
        #expect(Set(proof.keys) == ["tensors", "exact", "examples", "worst", "tolerance"])
        #expect(proof["exact"] as? Bool == true && proof["worst"] as? Double == 0 && proof["examples"] as? Int == 16)
        #expect(answer["notes"] as? [String] == ["left out: metadata"] && result.stderr.isEmpty)
        // Over a device there is nothing to read back, and nothing to replace.
        #expect(try Tool.nnconvert.run(Self.tiny, "/dev/null", "--to", "npz", "-q").exitCode == 0)
    }

    @Test("Class names must be as many as there are classes")
    func classes() throws {
        let folder = try TemporaryFolder()
        let three = try folder.write("a\nb\nc", to: "classes.txt")
        let result = try Tool.nnconvert.run(Self.tiny, folder("m.nnm"), "--classes", three)
        #expect(result.exitCode == 65 && result.stderr.contains("expected 2 class names"), "\(result)")
        let two = try folder.write("ä\r\n猫\r\n", to: "classes.txt")
        #expect(try Tool.nnconvert.run(Self.tiny, folder("m.nnm"), "--classes", two, "-q").exitCode == 0)
        #expect(try ModelFile(path: folder("m.nnm")).output.classNames == ["ä", "猫"])
    }

    @Test("--evaluate gives what nnpredict says of both models, and keeps the output away where it can't be done")
    func evaluates() throws {
        let folder = try TemporaryFolder()
        let (train, test) = (Places.fixture("datasets/shapes_train.h5"), Places.fixture("datasets/shapes_test.h5"))
        let trained = try Tool.nntrain.run(
            train, "--layers", "8,3", "--epochs", "20", "--optimizer", "adam", "--learning-rate", "0.0001", "-q", "-o",
            folder("a.nnm"))
        #expect(trained.exitCode == 0, "\(trained)")
        // Of a foreign file and to one, which nnpredict doesn't read.
        _ = try Tool.nnconvert.run(folder("a.nnm"), folder("a.safetensors"), "-q")
        let result = try Tool.nnconvert.run(
            folder("a.safetensors"), folder("b.gguf"), "--dtype", "bfloat16", "--evaluate", test, "--json")
        let object = try #require(try result.json as? [String: Any])["evaluation"] as? [String: Any]
        #expect(object?["path"] as? String == test && object?["examples"] as? Int == 180)
        _ = try Tool.nnconvert.run(folder("b.gguf"), folder("b.nnm"), "-q")
        for (key, model) in [("before", "a.nnm"), ("after", "b.nnm")] {
            let score = try #require(object?[key] as? [String: Any])
            let own = try Tool.nnpredict.run(folder(model), "--evaluate", test, "--json").json as? [String: Any]
            #expect(score["cost"] as? Double == own?["cost"] as? Double && score["cost"] as? Double != nil)
            let accuracy = try #require(score["accuracy"] as? Double)
            #expect(accuracy == own?["accuracy"] as? Double && accuracy > 0.4, "better than by chance")
        }
        let table = try Tool.nnconvert.run(folder("a.nnm"), folder("c.nnm"), "--dtype", "int8", "--evaluate", test)
        #expect(table.exitCode == 0 && table.stdout.contains("before") && table.stdout.contains("%"), "\(table)")

        let names = try folder.names
        let wrong: [(data: String, code: Int32, words: String)] = [
            (folder("none.h5"), 66, "none.h5: "), (folder("a.nnm"), 65, "a.nnm: "),
            (Places.fixture("datasets/bad-empty.h5"), 65, "bad-empty.h5: "),
        ]
        for (data, code, words) in wrong {
            let result = try Tool.nnconvert.run(folder("a.nnm"), folder("d.nnm"), "--dtype", "int8", "--evaluate", data)
            #expect(result.exitCode == code && result.stderr.contains(words), "\(result)")
            #expect(result.stderr.hasPrefix("nnconvert: ") && result.stderr.split(separator: "\n").count == 1)
        }
        #expect(try folder.names == names)
    }

    @Test("The formats are listed")
    func formats() throws {
        let table = try Tool.nnconvert.run("--list-formats")
        #expect(table.exitCode == 0 && table.stdout.contains(".nnm") && table.stdout.contains(".npz"))
        let list = try #require(try Tool.nnconvert.run("--list-formats", "--json").json as? [[String: Any]])
        #expect(
            list.compactMap { $0["name"] as? String }
                == [
                    "nnm", "npz", "pytorch", "keras", "keras-h5", "safetensors", "coreml", "onnx", "gguf", "tflite",
                    "fann", "c", "json",
                ])
    }

    @Test(
        "What goes wrong has its code, one line, and leaves nothing behind",
        arguments: [
            ([tiny], 64, "missing argument: OUT"), ([tiny, "OUT.txt"], 64, "--to FORMAT"),
            ([tiny, "OUT.nnm", "--dtype", "float8"], 64, "--dtype"),
            ([tiny, "OUT.nnm", "--set", "novalue"], 64, "--set"),
            ([tiny, "OUT.nnm", "--set", "=v"], 64, "--set"), ([tiny, "OUT.nnm", "--set", "kéy=v"], 64, "--set"),
            ([tiny, "OUT.nnm", "--strip", "weights"], 64, "--strip"),
            ([tiny, "OUT.npz", "--set", "a=b"], 64, "holds neither"),
            ([tiny, "OUT.npz", "--strip", "history"], 64, "--strip goes with nnm"),
            ([tiny, "OUT.nnm", "--with-preprocessing"], 64, "goes with keras, keras-h5, coreml, onnx"),
            ([tiny, "OUT.nnm", "--activation", "relu"], 64, "did you mean --activations?"),
            ([tiny, "OUT.nnm", "--activations", "tanh"], 65, "has its own"),
            ([tiny, "OUT.nnm", "--from", "npz"], 65, "sound zip archive"),
            ([numpyFile("float32"), "OUT.nnm", "--from", "nnm"], 65, "NNM-001"),
            (["missing.nnm", "OUT.nnm"], 66, "missing.nnm"), (["/", "OUT.nnm"], 66, "Is a directory"),
            ([numpyFile("no-activations"), "OUT.nnm"], 65, "--activations relu,sigmoid"),
            ([Places.fixture("images/bad/picture.gif"), "OUT.nnm"], 65, "expected a model in one of the formats"),
            ([Places.fixture("vectors/invalid/no-OUTP.nnm"), "OUT.nnm"], 65, "NNM-013"),
            ([Places.fixture("vectors/invalid/cut-to-1-bytes.nnm"), "OUT.nnm"], 65, "NNM-003"),
            ([tiny, "none/OUT.nnm"], 73, "No such file"), ([tiny, "/dev/full", "--to", "npz"], 74, "No space left"),
            ([tiny, "OUT.nnm", "--classes", "missing.txt"], 66, "missing.txt"),
            ([tiny, "OUT.nnm", "--classes", numpyFile("float32")], 65, "expected UTF-8 text"),
            (
                [tiny, "OUT.nnm", "--classes", "/dev/null", "--set", String(repeating: "k", count: 256) + "=v"], 64,
                "--set"
            ),
        ])
    func failures(arguments: [String], code: Int32, words: String) throws {
        let folder = try TemporaryFolder()
        let result = try Tool.nnconvert.run(arguments, in: folder.path)
        #expect(result.exitCode == code && result.stderr.contains(words), "\(result)")
        #expect(result.stderr.split(separator: "\n").count == 1 && result.stdout.isEmpty, "\(result)")
        #expect(try folder.names.isEmpty)
    }

    @Test(
        "Numbers that a type can't hold are refused by name, and so are answers that change too much: the old file stays"
    )
    func proofs() throws {
        let folder = try TemporaryFolder()
        func write(_ weights: [Float]) throws -> String {
            let layer = DenseLayer(
                weights: Tensor(weights, shape: [1, 2]), biases: Tensor([Float(0)], shape: [1]), activation: .sigmoid)
            // Of which the first layer sees next to nothing in the first element.
            let input = Input(shape: [2], range: 0...1, scaling: Scaling(offsets: [0, 0], divisors: [1e6, 1]))
            try Model(input: input, layers: [layer], output: Output(meaning: .value)).write(to: folder("in.nnm"))
            return folder("in.nnm")
        }
        try folder.write("the old file", to: "out.nnm")
        for (weights, type, words) in [
            ([Float(1e6), 1], "float16", "W[1]: 1000000.0 at index 0 does not fit"),
            ([1, .nan], "int8", "W[1]: nan at index 1 does not fit"),
        ] {
            let result = try Tool.nnconvert.run(try write(weights), folder("out.nnm"), "--dtype", type)
            #expect(result.exitCode == 65 && result.stderr.contains(words), "\(result)")
        }
        // The step of the row is 1000 ÷ 127, so that the weight that matters becomes 0.
        let steep = try write([1000, 3])
        let result = try Tool.nnconvert.run(steep, folder("out.nnm"), "--dtype", "int8")
        #expect(result.exitCode == 1 && result.stderr.contains("could not be proven: predictions differ"), "\(result)")
        #expect(result.stderr.split(separator: "\n").count == 1 && result.stdout.isEmpty, "\(result)")
        #expect(try text(of: folder("out.nnm")) == "the old file")
        #expect(try folder.names == ["in.nnm", "out.nnm"])
    }
}
