import Foundation
import NNModel
import NNTestSupport
import Testing

/// What the library tells of models, whole and damaged, as `Fixtures/embedding/describe.c` prints it.
@Suite("What the C library tells", .onlyOnLinux, .needsReleaseTools, .needs("gcc", "pkg-config"))
struct LibraryContentsTests {
    private let installed: InstalledLibrary
    private let describe: String
    private let folder: TemporaryFolder

    init() throws {
        installed = try InstalledLibrary()
        describe = try installed.buildExample("describe")
        folder = try TemporaryFolder()
    }

    private func describe(_ path: String, _ options: String...) throws -> ToolResult {
        try installed.run(describe, [path] + options, timeout: 20)
    }

    @Test("All that a model holds is told", arguments: [Compression.none, .best])
    func everything(compression: Compression) throws {
        let model = Network.small.withVerification(seeds: [1, 2])
        let path = folder("model.nnm")
        try model.write(to: path, compression: compression)
        let result = try describe(path)
        #expect(result.exitCode == 0 && result.stderr.isEmpty, "\(result)")
        let lines = result.stdout.split(separator: "\n")
        // Worked out by hand from what `Network.small` says.
        #expect(lines[0] == "format 1.0, \(try bytes(of: path).count) bytes, 2 layers, 43 parameters, 6 -> 3")
        #expect(lines[1].wholeMatch(of: /digest [0-9a-f]{64}/) != nil)
        #expect(
            lines[2...10] == [
                "input 'pixels' 1 2 3 from -100 to 100 filter 4 fit 3",
                "scaling 1 4", "scaling 2 50", "scaling 3 6",
                "output 'animal' meaning 1, 3 units, 3 classes, threshold 0.25",
                "class 'cat'", "class 'dog'", "class 'Käfer'",
                "layer 1 'hidden' 4 x 6 3 leaky-relu 0.25 W 1 b 1",
            ])
        #expect(lines[12] == "b[1] -1 -0.625 -0.25 0.125")
        #expect(lines[13] == "layer 2 '' 3 x 4 16 softmax W 1 b 1")
        #expect(lines[14] == "W[2] -1 -0.125 0.75 -0.5 0.375 -0.875 0 0.875 -0.375 0.5 -0.75 0.125")
        #expect(lines[15] == "b[2] -1 0.375 -0.375")
        #expect(
            lines[16...] == [
                "2 checks hold", "metadata empty 0 ''", "metadata note 9 'two\0parts'", "metadata tool 7 'nntrain'",
            ])
    }

    @Test(
        "Numbers of every data type are told as they are stored",
        arguments: [
            (DataType.float32, "W 1 b 1"), (.float64, "W 2 b 2"), (.float16, "W 3 b 3"), (.bfloat16, "W 4 b 4"),
        ])
    func dataTypes(type: DataType, codes: String) throws {
        let path = folder("model.nnm")
        try Network.single().converted(to: type).write(to: path)
        let result = try describe(path)
        #expect(result.stdout.contains("layer 1 '' 2 x 2 0 identity \(codes)\nW[1] 3 -1 0.5 2\nb[1] 0.25 -4\n"))
    }

    @Test("Numbers in int8 are told times their scale")
    func int8() throws {
        var model = Network.single()
        let weights = Tensor(bytes: [12, 0xFC, 1, 4], dataType: .int8, shape: [2, 2], scales: [0.25, 0.5])
        model.layers[0] = DenseLayer(weights: weights, biases: model.layers[0].biases, activation: .identity)
        let path = folder("model.nnm")
        try model.write(to: path)
        let result = try describe(path)
        #expect(result.stdout.contains("layer 1 '' 2 x 2 0 identity W 5 b 1\nW[1] 3 -1 0.5 2\nb[1] 0.25 -4\n"))
    }

    @Test("A model with an activation of a later version is shown, and predicting with it needs a newer library")
    func unknownActivation() throws {
        let path = folder("model.nnm")
        try Network.single(.unrecognized(code: 99, parameters: [1.5])).write(to: path)
        let shown = try describe(path)
        #expect(shown.exitCode == 65, "\(shown)")
        #expect(shown.stdout.contains("layer 1 '' 2 x 2 99 unrecognized 1.5 W 1 b 1\nW[1] 3 -1 0.5 2\n"), "\(shown)")
        #expect(shown.stderr.contains("layer 1 has the activation 'unrecognized 99"), "\(shown)")
        #expect(shown.stderr.contains("a newer version of the library"), "\(shown)")
    }

    @Test("A check of the file's own that doesn't hold is a failure of its own kind")
    func failedCheck() throws {
        var model = Network.single()
        // 3·1 − 1·1 + 0.25 = 2.25 and 0.5·1 + 2·1 − 4 = −1.5, but not with the second output that is expected here.
        model.verification = [
            VerificationCheck(source: .values([1, 1]), tolerance: 1e-6, expected: [2.25, -1.5]),
            VerificationCheck(source: .values([1, 1]), tolerance: 1e-6, expected: [2.25, -1.4]),
        ]
        let path = folder("model.nnm")
        try model.write(to: path)
        let result = try describe(path)
        #expect(result.exitCode == 1 && result.stderr.contains("verification 2: "), "\(result)")
    }

    @Test("A vector for each rule is refused by it, with its byte and place")
    func invalid() throws {
        let data = Foundation.Data(try bytes(of: Places.fixture("vectors/verdicts.json")))
        let table = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
        var told: Set<String> = []
        for (name, verdict) in table.sorted(by: { $0.key < $1.key }) {
            guard let verdict = verdict as? [String: Any], let rule = verdict["rule"] as? String,
                let offset = verdict["offset"] as? Int, let place = verdict["place"] as? String,
                told.insert(rule).inserted
            else { continue }
            let result = try describe(Places.fixture("vectors/" + name), "check", "everything")
            #expect(result.exitCode == 65 && result.output.isEmpty, "\(name): \(result)")
            #expect(
                result.stderr.contains("(\(rule))\nrule \(rule), byte \(offset), in \(place)\n"), "\(name): \(result)")
        }
        #expect(told.count == 44)
    }

    @Test("Damage is found when the caller asked for it: at the first touch, on opening, or never")
    func checking() throws {
        let whole = try bytes(of: Places.fixture("golden/tiny-1.0.nnm"))
        var damaged = whole
        // W[1] of the worked file, whose chunk begins at 0x320.
        damaged[0x340] ^= 1
        let path = try folder.write(damaged, to: "damaged.nnm")
        let onTouch = try describe(path)
        #expect(onTouch.exitCode == 65 && onTouch.stdout.contains("layer 1"), "\(onTouch)")
        #expect(onTouch.stderr.contains("rule NNM-016, byte 800, in W[1]\n"), "\(onTouch)")
        let onOpening = try describe(path, "check", "everything")
        #expect(onOpening.exitCode == 65 && onOpening.output.isEmpty, "\(onOpening)")
        #expect(onOpening.stderr.contains("rule NNM-016, byte 800, in W[1]\n"), "\(onOpening)")
        let never = try describe(path, "check", "none")
        #expect(never.exitCode == 0 && never.stdout.contains("W[1] 1.5000001192092896 -2\n"), "\(never)")
    }

    @Test(
        "A file of another kind, one of text mode, a cut one and one of a later version each have an error of their own"
    )
    func kinds() throws {
        let whole = try bytes(of: Places.fixture("golden/tiny-1.0.nnm"))
        var later = whole
        later[8] = 2
        later.replaceSubrange(92..<96, with: crc32(later.prefix(92)))
        let cases: [(name: String, bytes: [UInt8], says: [String])] = [
            ("other", Array("\u{89}PNG\r\n".utf8), ["rule NNM-001, byte 0"]),
            ("text", whole.filter { $0 != 0x0D }, ["rule NNM-002, byte 0", "text mode"]),
            ("cut", Array(whole.prefix(500)), ["rule NNM-003, byte 500", "truncated: 500 of 992 bytes"]),
            ("later", later, ["rule NNM-006, byte 8", "version 2.0", "a newer version of the library"]),
        ]
        for (name, bytes, texts) in cases {
            let result = try describe(try folder.write(bytes, to: "\(name).nnm"))
            #expect(result.exitCode == 65, "\(name): \(result)")
            for text in texts { #expect(result.stderr.contains(text), "\(name): \(result)") }
        }
    }

    @Test("Tensors that stand raw in a larger file, in the type that is asked for, are views into its mapping")
    func mapping() throws {
        let program = try installed.buildExample("mapped")
        let weights = Tensor([Float](repeating: 0.5, count: 1 << 19), shape: [1 << 10, 1 << 9])
        var model = Network.single()
        model.input = Input(shape: [1 << 9])
        model.layers = [
            DenseLayer(
                weights: weights, biases: Tensor([Float](repeating: 0, count: 1 << 10), shape: [1 << 10]),
                activation: .identity)
        ]
        let path = folder("model.nnm")
        for (compression, type, isSingleMapped, isDoubleMapped) in [
            (Compression.none, DataType.float32, true, false), (.none, .float64, false, true),
            (.best, .float32, false, false),
        ] {
            try model.converted(to: type).write(to: path, compression: compression)
            let result = try installed.run(program, [path])
            let lines = result.stdout.split(separator: "\n")
            #expect(result.exitCode == 0 && lines.count == 2, "\(result)")
            #expect(lines[0].hasPrefix("float: ") && lines[0].hasSuffix(path) == isSingleMapped, "\(result)")
            #expect(lines[1].hasPrefix("double: ") && lines[1].hasSuffix(path) == isDoubleMapped, "\(result)")
        }
    }

    @Test("A model that is larger than the budget is refused")
    func budget() throws {
        let path = folder("model.nnm")
        try Network.small.write(to: path)
        #expect(try describe(path, "budget", "100000").exitCode == 0)
        let result = try describe(path, "budget", "300")
        #expect(result.exitCode == 65 && result.stderr.contains("rule NNM-020"), "\(result)")
    }

    /// zlib's CRC-32 bit by bit, after its definition in the specification.
    private func crc32(_ bytes: some Sequence<UInt8>) -> [UInt8] {
        var value = UInt32.max
        for byte in bytes {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
        return withUnsafeBytes(of: (~value).littleEndian) { Array($0) }
    }
}
