import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

@Suite("GGUF files")
struct GGUFTests {
    static let peer = PeerFiles("gguf")
    static func path(_ name: String) -> String { peer.path(name) }
    static let types: [DataType] = [.float64, .float32, .float16, .bfloat16]

    @Test("The gguf package's files give the numbers and types that it has of them, and numpy's answers")
    func agreesWithGGUF() throws {
        #expect(try Self.peer.files.count >= 9)
        try Self.peer.agree()
    }

    @Test("Keys that say nothing of a network are left out, and named")
    func notes() throws {
        let folder = try TemporaryFolder()
        let report = try converted(Self.path("keys.gguf"), in: folder) {
            $0.reading.activations = [.relu, .sigmoid]
        }.report
        #expect(report.notes.count == 1)
        for key in ["general.name", "a.u8", "a.f64", "a.strings", "a.numbers"] {
            #expect(report.notes[0].contains(key))
        }
        try expectRefusal(of: Self.path("keys.gguf"), words: "--activations relu,sigmoid")
    }

    @Test("From .nnm and back the model is the same, digest and all; twice gives the same bytes", arguments: types)
    func roundTrips(type: DataType) throws {
        var model = try manyActivations(type)
        model.metadata = ["author": "müller \"x\" \u{7}", "licence": ""]
        try expectRoundTrip(model, GGUFFormat.self)
        for index in model.layers.indices { model.layers[index].name = "layer \(model.layers.count - index)" }
        try expectRoundTrip(model, GGUFFormat.self)
        // Too long for ggml: the tensors are numbered, and the names stand in the description.
        for index in model.layers.indices { model.layers[index].name = "\(index)" + String(repeating: "x", count: 60) }
        try expectRoundTrip(model, GGUFFormat.self)
        try expectRoundTrip(strangeNumbers(), GGUFFormat.self)
    }

    private func write(_ model: Model, in folder: TemporaryFolder) throws -> String {
        try model.write(to: folder("model.nnm"))
        _ = try Conversion(from: folder("model.nnm"), to: folder("model.gguf"), as: GGUFFormat.self).run()
        return folder("model.gguf")
    }

    @Test("The layout is the one that the format's document draws, byte for byte")
    func layout() throws {
        let folder = try TemporaryFolder()
        let layer = DenseLayer(
            weights: Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3]),
            biases: Tensor([7, 8] as [Float], shape: [2]),
            activation: .relu)
        let model = Model(input: Input(shape: [3]), layers: [layer], output: Output(meaning: .value))
        func u32(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
        func u64(_ value: UInt64) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
        func text(_ text: String) -> [UInt8] { u64(UInt64(text.utf8.count)) + text.utf8 }
        var wanted = Array("GGUF".utf8) + u32(3) + u64(2) + u64(2)
        wanted += text("general.architecture") + u32(8) + text("mlp")
        wanted += text("nnm.description") + u32(8) + text(#"{"activations": ["relu"]}"#)
        // The fastest axis first: 3 inputs, then 2 units.
        wanted += text("0.weight") + u32(2) + u64(3) + u64(2) + u32(0) + u64(0)
        wanted += text("0.bias") + u32(1) + u64(2) + u32(0) + u64(32)
        wanted += [UInt8](repeating: 0, count: -wanted.count & 31)
        wanted += [1, 2, 3, 4, 5, 6].flatMap { u32(Float($0).bitPattern) } + u64(0)
        wanted += [7, 8].flatMap { u32(Float($0).bitPattern) } + u64(0) + u64(0) + u64(0)
        #expect(try bytes(of: write(model, in: folder)) == wanted)
    }

    @Test(
        "gguf.GGUFReader reads every tensor that we write, bit for bit",
        .needsPeer("gguf"), arguments: types)
    func ggufReads(type: DataType) throws {
        struct Answer: Decodable {
            struct Tensor: Decodable {
                let type: String
                let dimensions: [Int]
            }
            let tensors: [Tensor]
            let keys: [String: String]
        }
        struct Bits: Decodable { let tensors: [PeerTensor] }
        let folder = try TemporaryFolder()
        let model = try manyActivations(type)
        let path = try write(model, in: folder)
        let result = try Peers.run(Self.path("read_gguf.py"), path)
        #expect(result.exitCode == 0, "\(result)")
        let answer = try JSONDecoder().decode(Answer.self, from: Data(result.stdout.utf8))
        let bits = try JSONDecoder().decode(Bits.self, from: Data(result.stdout.utf8)).tensors
        #expect(bits == PeerTensor.numbered(model))
        #expect(answer.tensors.map(\.dimensions) == model.layers.flatMap { [$0.weights.shape.reversed(), [$0.units]] })
        let names: [DataType: String] = [.float64: "F64", .float32: "F32", .float16: "F16", .bfloat16: "BF16"]
        #expect(answer.tensors.allSatisfy { $0.type == names[type] })
        #expect(answer.keys["general.architecture"] == "mlp")
        #expect(answer.keys["nnm.description"]?.hasPrefix(#"{"activations": ["#) == true)
    }
}

@Suite("Hostile GGUF files")
struct HostileGGUFTests {
    @Test("there are many of them")
    func count() {
        #expect(GGUFTests.peer.verdicts.count >= 60)
    }

    @Test("each is refused in one sentence that names the place", arguments: GGUFTests.peer.verdicts)
    func refused(name: String, words: String) throws {
        try expectRefusal(of: GGUFTests.path("hostile/\(name).gguf"), words: words)
    }

    @Test("every truncation of a sound file, and every damaged byte of its header, gives an error or a model")
    func damage() throws {
        func open(_ bytes: some Sequence<UInt8>) throws -> Model {
            let options = ReadingOptions(activations: [.relu, .sigmoid])
            return try GGUFFormat.open(FileBytes(Array(bytes), name: "damaged.gguf"), options).model
        }
        let whole = try bytes(of: GGUFTests.path("keys.gguf"))
        // Only the filling behind the last tensor, 4 bytes in 32, may be missing, and then all of it.
        for length in whole.indices where length != whole.count - 28 {
            #expect(throws: InterchangeError.self, "\(length) bytes") { try open(whole.prefix(length)) }
        }
        _ = try open(whole.dropLast(28))
        // There is no checksum, so that a changed number is a number; what counts is that nothing traps.
        var models = 0
        for index in whole.indices {
            for bit in 0..<8 {
                var damaged = whole
                damaged[index] ^= 1 << bit
                do {
                    _ = try open(damaged)
                    models += 1
                } catch {
                    #expect(error is InterchangeError)
                }
            }
        }
        #expect((1..<8 * whole.count).contains(models))
    }
}
