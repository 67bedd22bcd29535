import Foundation
import NNModel
import NNTestSupport
import Testing

/// Every conformance vector, whose verdict was declared by the script that made it, against both readers.
@Suite struct VectorTests {
    /// Files of each codec and of most kinds of records, small enough to try every bit.
    static let damaged = [
        "tiny", "least", "all-chunks", "planes-float32", "sparse-float16", "deflate-bfloat16", "planes-int8",
        "sparse-float64", "records-compressed", "unknown-compressed", "int8-layers", "input-image-area-fit-3",
        "verification-values",
    ]

    @Test("The library's verdict on every vector is the table's, with rule, byte and place")
    func library() throws {
        let vectors = try Vectors()
        #expect(vectors.verdicts.count == vectors.names.count)
        for (name, verdict) in zip(vectors.names, vectors.verdicts) {
            let found = try Verdict(judging: Vectors.bytes(of: name))
            #expect(found == verdict, "\(name): \(found) instead of \(verdict)")
        }
    }

    @Test("So is that of the reader that was written from the specification alone")
    func independent() throws {
        let vectors = try Vectors()
        let found = try Vectors.independent(vectors.names.map(Vectors.bytes(of:)), "--places")
        try #require(found.count == vectors.names.count)
        for (name, (found, verdict)) in zip(vectors.names, zip(found, vectors.verdicts)) {
            #expect(found == verdict.description, "\(name)")
        }
    }

    @Test("There are vectors for every rule, valid ones of every codec, data type and activation, and no other files")
    func complete() throws {
        let vectors = try Vectors()
        #expect(vectors.valid.count >= 70 && vectors.names.count - vectors.valid.count >= 230)
        for rule in Rule.allCases where rule != .finite {
            let count = vectors.verdicts.count { $0.description.hasPrefix(rule.id) }
            #expect(count >= 3, "\(rule.id) has \(count)")
        }
        var combinations: Set<String> = []
        var activations: Set<String> = []
        for name in vectors.valid {
            let file = try ModelFile(path: Vectors.path(of: name))
            for chunk in file.chunks {
                guard let tensor = chunk.tensor else { continue }
                combinations.insert("\(chunk.codec) \(tensor.dataType.name)")
            }
            for layer in file.layers where layer.activation.isRecognized {
                activations.insert(String("\(layer.activation)".prefix { $0 != "(" }))
            }
        }
        #expect(combinations.count == 4 * 5, "\(combinations.sorted())")
        #expect(activations.count >= 18, "\(activations.sorted())")
        let found = try ["valid", "invalid"].flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: Places.fixture("vectors/\(folder)"))
                .map { "\(folder)/\($0)" }
        }
        #expect(found.sorted() == vectors.names)
    }

    @Test("The script makes these very files, wherever it runs")
    func reproducible() throws {
        let folder = try TemporaryFolder()
        for name in ["make_vectors.py", "valid_cases.py", "invalid_cases.py", "writer.py"] {
            try folder.write(Vectors.bytes(of: name), to: name)
        }
        let python = Tool(path: "/usr/bin/env")
        // Other builds of zlib compress in other ways.
        guard try !python.run("python3", "-c", "import zlib; print(zlib.ZLIB_RUNTIME_VERSION)").stdout.contains("ng")
        else { return }
        let made = try python.run(["python3", "-B", folder("make_vectors.py")], in: folder.path)
        #expect(made.exitCode == 0, "\(made)")
        for name in try Vectors().names + ["verdicts.json"] {
            let same = try bytes(of: folder(name)) == Vectors.bytes(of: name)
            #expect(same, "\(name)")
        }
    }

    @Test("Both readers catch every flip of a bit", .needsRelease, arguments: damaged)
    func flips(name: String) throws {
        let whole = try Vectors.bytes(of: "valid/\(name).nnm")
        let files = (0..<whole.count * 8).map { bit in
            var file = whole
            file[bit / 8] ^= 1 << (bit % 8)
            return file
        }
        try refuse(files, name)
    }

    @Test("Both readers catch every truncation, and say how much is there", arguments: damaged)
    func truncations(name: String) throws {
        let whole = try Vectors.bytes(of: "valid/\(name).nnm")
        let files = whole.indices.map { Array(whole.prefix($0)) }
        let verdicts = try refuse(files, name)
        for (length, verdict) in verdicts.enumerated() {
            #expect(verdict == (length == 0 ? "NNM-001 0 signature" : "NNM-003 \(length) header"), "\(name)")
        }
    }

    @Test("Both readers refuse a file of a kilobyte that claims a tebibyte before they take memory for it")
    func claims() throws {
        // The largest of these files has 20 KiB; a reader that believed one would need its limit of 2 GiB or more.
        let vectors = try Vectors()
        let names = vectors.names.filter { name in
            ["TiB", "2-63", "2-64", "huge", "4294967295"].contains { name.contains($0) } && name.hasPrefix("invalid/")
        }
        #expect(names.count >= 60)
        let script = """
            import resource, sys, nnm_reader
            resource.setrlimit(resource.RLIMIT_DATA, (64 << 20, 64 << 20))
            for path in sys.argv[1:]:
                try:
                    nnm_reader.read(path)
                    print("ok")
                except nnm_reader.NNMError as error:
                    print(error.rule)
            """
        let result = try Vectors.python(script, names.map(Vectors.path(of:)))
        #expect(result.exitCode == 0, "\(result)")
        let lines = result.stdout.split(separator: "\n")
        #expect(lines.count == names.count && lines.allSatisfy { $0.hasPrefix("NNM-") }, "\(result)")
    }

    /// Expects that both readers refuse each of the files, by the same rule at the same byte; gives the verdicts.
    @discardableResult
    private func refuse(_ files: [[UInt8]], _ name: String) throws -> [String] {
        let independent = try Vectors.independent(files, "--places")
        try #require(independent.count == files.count)
        return try zip(files, independent).enumerated().map { index, pair in
            let ours = try Verdict(judging: pair.0).description
            #expect(ours.hasPrefix("NNM-") && ours == pair.1, "\(name), \(index): \(ours) and \(pair.1)")
            return ours
        }
    }
}
