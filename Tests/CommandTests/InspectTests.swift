import Foundation
import NNModel
import NNTestSupport
import Testing

/// nninspect on all that a file can hold.
@Suite struct InspectTests {
    private static let tiny = Places.fixture("golden/tiny-1.0.nnm")

    @Test("stats gives what a person computes by hand of the worked file")
    func stats() throws {
        let list = try #require(try Tool.nninspect.run("stats", "--json", Self.tiny).json as? [[String: Any]])
        #expect(list.count == 2)
        let weights = list[0]
        // 1.5 and −2: the mean −0.25, from which both are 1.75 away.
        #expect(weights["tensor"] as? String == "W[1]" && weights["shape"] as? [Int] == [1, 2])
        #expect(weights["min"] as? Double == -2 && weights["max"] as? Double == 1.5)
        #expect(weights["mean"] as? Double == -0.25 && weights["deviation"] as? Double == 1.75)
        #expect(weights["count"] as? Int == 2 && weights["zeros"] as? Int == 0 && weights["nan"] as? Int == 0)
        #expect(weights["codec"] as? String == "raw" && weights["stored"] as? Int == 8 && weights["raw"] as? Int == 8)
        #expect(try Tool.nninspect.run("stats", Self.tiny).stdout.contains("-0.2500"))
    }

    @Test("stats counts zeros, NaN and infinities, and leaves the latter out of the rest")
    func strangeNumbers() throws {
        let folder = try TemporaryFolder()
        let weights = Tensor([0, -0.0, .nan, .infinity, 2, 4] as [Float], shape: [1, 6])
        let biases = Tensor([Double.nan], shape: [1])
        let model = Model(
            input: Input(shape: [6]), layers: [DenseLayer(weights: weights, biases: biases, activation: .relu)],
            output: Output(meaning: .value))
        try model.write(to: folder("m.nnm"))
        let list = try #require(try Tool.nninspect.run("stats", "--json", folder("m.nnm")).json as? [[String: Any]])
        #expect(list[0]["zeros"] as? Int == 2 && list[0]["nan"] as? Int == 1 && list[0]["infinite"] as? Int == 1)
        #expect(list[0]["min"] as? Double == 0 && list[0]["max"] as? Double == 4 && list[0]["mean"] as? Double == 1.5)
        #expect(list[1]["nan"] as? Int == 1 && list[1]["min"] is NSNull)
    }

    @Test("verify --finite names the number that isn't, in every type", arguments: DataType.allCases)
    func finite(type: DataType) throws {
        let folder = try TemporaryFolder()
        let sound = try unusualModel(type)
        try sound.write(to: folder("sound.nnm"))
        #expect(try Tool.nninspect.run("verify", "--finite", folder("sound.nnm")).exitCode == 0)
        var model = sound
        let layer = model.layers[1]
        let nan: [UInt8] =
            switch type {
            case .float64: [0, 0, 0, 0, 0, 0, 0xF8, 0x7F]
            case .float32: [0, 0, 0xC0, 0x7F]
            case .float16: [0, 0x7E]
            case .bfloat16: [0xC0, 0x7F]
            case .int8: []
            }
        var (bytes, scales) = (layer.weights.withUnsafeBytes { Array($0) }, layer.weights.scales)
        for (i, byte) in nan.enumerated() { bytes[7 * type.size + i] = byte }
        if type == .int8 { scales[2] = .infinity }
        model.layers[1] = DenseLayer(
            weights: Tensor(bytes: bytes, dataType: type, shape: layer.weights.shape, scales: scales),
            biases: layer.biases, activation: layer.activation)
        try model.write(to: folder("nan.nnm"))
        #expect(try Tool.nninspect.run("verify", folder("nan.nnm")).exitCode == 0)
        let result = try Tool.nninspect.run("verify", "--finite", folder("nan.nnm"), "--json")
        #expect(result.exitCode == 1, "\(result)")
        let answer = try #require(result.json as? [String: Any])
        #expect(answer["rule"] as? String == "NNM-050")
        #expect(answer["chunk"] as? String == (type == .int8 ? "scales[2]" : "W[2]"), "\(result)")
        #expect(result.stderr.contains(type == .int8 ? "inf at index 2" : "nan at index 7"), "\(result)")
    }

    @Test("digest is the header's, agrees with sha256sum part by part, and says no where it isn't right")
    func digest() throws {
        let folder = try TemporaryFolder()
        let result = try Tool.nninspect.run("digest", "--json", Self.tiny)
        let answer = try #require(result.json as? [String: Any], "\(result)")
        let header = try bytes(of: Self.tiny)[56..<88].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        #expect(answer["ok"] as? Bool == true && answer["digest"] as? String == header)
        #expect(try Tool.nninspect.run("digest", Self.tiny).stdout.hasPrefix(header + "  "))
        // W[1] is 8 bytes at 832, as the specification's worked file shows.
        let weights = try folder.write(bytes(of: Self.tiny)[832..<840], to: "W1")
        let sum = try Tool(path: "/usr/bin/env").run("sha256sum", weights).stdout.prefix(64)
        let parts = try #require(answer["parts"] as? [[String: String]])
        #expect(parts.map { $0["name"] } == ["INPT", "LAYR", "OUTP", "W[1]", "b[1]"])
        #expect(parts[3]["sha256"] == String(sum))

        var surgery = try ModelFileSurgery(path: Self.tiny)
        surgery.header(surgery.bytes[60] ^ 1, at: 60)
        let wrong = try Tool.nninspect.run("digest", try folder.write(surgery.bytes, to: "wrong.nnm"), "--json")
        #expect(wrong.exitCode == 1 && wrong.stderr.contains("NNM-024"), "\(wrong)")
        #expect(try (wrong.json as? [String: Any])?["ok"] as? Bool == false)
        #expect(try Tool.nninspect.run("digest", Places.fixture("images/bad/text.jpg")).exitCode == 65)
    }

    @Test("layout draws each part where it stands, and lists what it doesn't know")
    func layout() throws {
        let folder = try TemporaryFolder()
        try unusualModel().write(to: folder("m.nnm"), compression: .none)
        var surgery = try ModelFileSurgery(path: folder("m.nnm"))
        surgery.header(0x80, at: 24)
        let path = try folder.write(surgery.bytes, to: "odd.nnm")
        let text = try Tool.nninspect.run("layout", path).stdout
        #expect(text.contains("optional features: 0x80, unknown to this version"))
        #expect(text.contains("chunk zzZz: unknown to this version, 4 bytes, safe to copy"))
        // W[1], 16,000 bytes of about 18,600, fills more than four fifths of 60 columns.
        let bars = text.split(separator: "\n").filter { $0.contains("|") }
        let bar = try #require(bars.first { $0.hasPrefix("W[1]") })
        #expect(bar.count { $0 == "#" } >= 48 && bars.allSatisfy { $0.contains("#") })
        let list = try #require(try Tool.nninspect.run("layout", "--json", path).json as? [[String: Any]])
        // The chunks and the header before them make the file.
        #expect(list.compactMap { $0["length"] as? Int }.reduce(96, +) == surgery.bytes.count)
        #expect(list.filter { $0["known"] as? Bool == false }.compactMap { $0["chunk"] as? String } == ["zzZz"])
        let summary = try #require(try Tool.nninspect.run(path, "--json").json as? [String: Any])
        #expect(summary["optionalFeatures"] as? String == "0x80")
        #expect(summary["unknownChunks"] as? [String] == ["zzZz"])
        #expect((summary["verification"] as? [[String: Any]])?.compactMap { $0["seed"] as? String } == ["0", "1"])
        #expect(try Tool.nninspect.run(path).stdout.contains("2 checks"))
    }

    @Test("diff finds every part that differs, and none where only the encoding does")
    func diff() throws {
        let folder = try TemporaryFolder()
        let model = try unusualModel()
        try model.write(to: folder("a.nnm"), compression: .none)
        try model.write(to: folder("b.nnm"), compression: .best)
        let same = try Tool.nninspect.run("diff", folder("a.nnm"), folder("b.nnm"))
        #expect(same.exitCode == 0 && same.stdout == "the same model\n", "\(same)")

        var other = model
        other.input.scaling = Scaling(offsets: [1], divisors: [255])
        other.output.classNames[2] = "d"
        other.layers[0].activation = .leakyRelu(slope: 0.2)
        other.metadata = ["author": "else", "new": "1"]
        other.history = nil
        other.verification = []
        other.extras = []
        var numbers = model.layers[1].weights.scalars(as: Float.self)
        (numbers[3], numbers[50]) = (numbers[3] + 0.5, numbers[50] - 0.25)
        other.layers[1] = DenseLayer(
            weights: Tensor(numbers, shape: [3, 40]), biases: model.layers[1].biases, activation: .softmax)
        try other.write(to: folder("b.nnm"))
        let result = try Tool.nninspect.run("diff", folder("a.nnm"), folder("b.nnm"), "--json")
        #expect(result.exitCode == 1, "\(result)")
        let answer = try #require(result.json as? [String: Any])
        let parts = try #require(answer["differences"] as? [[String: Any]])
        let names = parts.map { "\($0["part"] ?? ""): \($0["name"] ?? "")" }
        #expect(
            names == [
                "input: offsets", "layers: layer 1, activation", "output: classes", "metadata: author",
                "metadata: new", "history: table", "verification: checks", "unknown: zzZz",
            ])
        #expect(parts[1]["a"] as? String == "relu" && parts[1]["b"] as? String == "leaky-relu:0.2")
        let tensors = try #require(answer["tensors"] as? [[String: Any]])
        #expect(tensors.map { $0["same"] as? Bool } == [true, true, false, true])
        #expect(tensors[2]["differing"] as? Int == 2 && abs((tensors[2]["largest"] as? Double ?? 0) - 0.5) < 1e-6)
        let text = try Tool.nninspect.run("diff", folder("a.nnm"), folder("b.nnm"))
        #expect(text.exitCode == 1 && text.stdout.contains("2 of 120") && text.stderr.isEmpty, "\(text)")

        // Another architecture, and another type of the same numbers.
        #expect(try Tool.nninspect.run("diff", folder("a.nnm"), Self.tiny, "-q").exitCode == 1)
        try model.converted(to: .float64).write(to: folder("c.nnm"))
        let wider = try Tool.nninspect.run("diff", folder("a.nnm"), folder("c.nnm"), "--json")
        let first = try ((wider.json as? [String: Any])?["tensors"] as? [[String: Any]])?.first
        #expect(wider.exitCode == 1 && first?["same"] as? Bool == false && first?["differing"] as? Int == 0)
        #expect(try Tool.nninspect.run("diff", folder("a.nnm"), folder("missing.nnm")).exitCode == 66)
    }

    @Test("dump gives every type in a form that numpy has, and with --raw what is stored")
    func dump() throws {
        let folder = try TemporaryFolder()
        for (type, descr, rawDescr) in [
            (DataType.float64, "<f8", "<f8"), (.float32, "<f4", "<f4"), (.float16, "<f2", "<f2"),
            (.bfloat16, "<f4", "<u2"), (.int8, "<f4", "|i1"),
        ] {
            let model = try unusualModel(type)
            try model.write(to: folder("m.nnm"))
            let arguments = ["dump", folder("m.nnm"), "--layer", "2", "--tensor", "W", "--format", "npy"]
            let plain = try Tool.nninspect.run(arguments).output
            let raw = try Tool.nninspect.run(arguments + ["--raw"]).output
            func header(_ bytes: [UInt8]) -> String { String(decoding: bytes[10..<128], as: UTF8.self) }
            #expect(header(plain).hasPrefix("{'descr': '\(descr)', 'fortran_order': False, 'shape': (3, 40), }"))
            #expect(header(raw).hasPrefix("{'descr': '\(rawDescr)', "))
            let weights = model.layers[1].weights
            #expect(Array(raw.dropFirst(128)) == weights.withUnsafeBytes { Array($0) })
            if descr == "<f4" {
                #expect(Array(plain.dropFirst(128)) == weights.scalars(as: Float.self).withUnsafeBytes { Array($0) })
            }
        }
        // int8 beside its scales: each number is their product.
        let list = try #require(
            try Tool.nninspect.run("dump", folder("m.nnm"), "--layer", "2", "--raw", "--json").json as? [[String: Any]])
        #expect(list.compactMap { $0["tensor"] as? String } == ["W", "b", "scales"])
        let numbers = try #require(list[0]["values"] as? [[Int]])
        let scales = try #require(list[2]["values"] as? [Double])
        let weights = try Model(path: folder("m.nnm")).layers[1].weights.scalars(as: Float.self)
        #expect(Float(scales[1]) * Float(numbers[1][5]) == weights[45] && numbers.joined().contains(127))
        #expect(try Tool.nninspect.run("dump", Self.tiny, "--tensor", "scales").exitCode == 64)
    }
}
