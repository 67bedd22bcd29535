import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

@Suite("PyTorch's state dicts")
struct PyTorchTests {
    static let peer = PeerFiles("pytorch")
    static func path(_ name: String) -> String { peer.path(name) }
    static let types: [DataType] = [.float64, .float32, .float16, .bfloat16]

    @Test("PyTorch's files give the numbers, types and answers that PyTorch has of them")
    func agreesWithPyTorch() throws {
        #expect(try Self.peer.files.count >= 15)
        try Self.peer.agree(tolerance: 1e-6)
    }

    @Test("What is left out or added is noted")
    func notes() throws {
        let folder = try TemporaryFolder()
        func notes(_ name: String) throws -> [String] {
            try converted(Self.path(name), in: folder) { $0.reading.activations = [.relu, .sigmoid] }.report.notes
        }
        #expect(try notes("sequential.pt") == [])
        let checkpoint = try notes("checkpoint.pt")
        for key in ["epoch", "loss", "done", "optimizer"] {
            #expect(checkpoint.contains("left out: '\(key)', which is no part of a network"))
        }
        #expect(
            try notes("no-bias.pt") == [
                "layer 1 has no biases: zeros are taken", "layer 2 has no biases: zeros are taken",
            ])
    }

    @Test(
        "Files of PyTorch's that no model can express are refused by name",
        arguments: [
            ("sequential.pt", "layers of 4, 1 units; name an activation for each, as in --activations relu,sigmoid"),
            ("batch-norm.pt", "layers of 4, 1 units; name an activation for each"),
            ("before-1.6.pt", "a file of PyTorch before 1.6"),
        ])
    func refused(name: String, words: String) throws {
        try expectRefusal(of: Self.path(name), words: words)
    }

    @Test("From .nnm and back the model is the same, digest and all; twice gives the same bytes", arguments: types)
    func roundTrips(type: DataType) throws {
        var model = try manyActivations(type)
        model.metadata = ["author": "müller \"x\" \u{7}", "licence": ""]
        try expectRoundTrip(model, PyTorchFormat.self)
        for index in model.layers.indices { model.layers[index].name = "layer \(model.layers.count - index)" }
        try expectRoundTrip(model, PyTorchFormat.self)
        try expectRoundTrip(strangeNumbers(), PyTorchFormat.self)
    }

    @Test("Layers have the names of their tensors, but for the numbers that come by themselves")
    func names() throws {
        let folder = try TemporaryFolder()
        func names(_ file: String) throws -> [String] {
            try converted(Self.path(file), in: folder) {
                $0.reading.activations = [.relu, .softmax]
            }.model.layers.map(\.name)
        }
        #expect(try names("named.pth") == ["fc1", "head"])
        #expect(try names("dropout.pt") == ["0", "3"])
        #expect(try names("sequential.pt") == ["", ""])
        var model = try manyActivations()
        for index in model.layers.indices { model.layers[index].name = "Schicht ß.\(index)" }
        let path = try write(model, in: folder)
        #expect(try Self.tensors(path, by: "python3", "read_pt.py").map(\.name).first == "Schicht ß.0.weight")
    }

    private func write(_ model: Model, in folder: TemporaryFolder) throws -> String {
        try model.write(to: folder("model.nnm"))
        _ = try Conversion(from: folder("model.nnm"), to: folder("model.pt"), as: PyTorchFormat.self).run()
        return folder("model.pt")
    }

    @Test("Python's own zip and pickle read every tensor that we write, bit for bit and aligned", arguments: types)
    func independentReader(type: DataType) throws {
        let folder = try TemporaryFolder()
        let model = try manyActivations(type)
        let path = try write(model, in: folder)
        #expect(try Self.tensors(path, by: "python3", "read_pt.py") == PeerTensor.numbered(model))
    }

    @Test(
        "torch.load(weights_only=True) reads the same, mapped too",
        .needsPeer("torch"), arguments: types)
    func torchReads(type: DataType) throws {
        let folder = try TemporaryFolder()
        let model = try manyActivations(type)
        let path = try write(model, in: folder)
        #expect(try Self.tensors(path, by: Peers.python, "read_pytorch.py") == PeerTensor.numbered(model))
    }

    private static func tensors(_ file: String, by python: String, _ script: String) throws -> [PeerTensor] {
        let result = try Tool(path: "/usr/bin/env").run(python, path(script), file)
        #expect(result.exitCode == 0, "\(result)")
        return try JSONDecoder().decode([PeerTensor].self, from: Data(result.stdout.utf8))
    }
}

@Suite("Hostile files of PyTorch's kind")
struct HostilePyTorchTests {
    @Test("there are many of them")
    func count() {
        #expect(PyTorchTests.peer.verdicts.count >= 100)
    }

    @Test("each is refused in one sentence that names the place", arguments: PyTorchTests.peer.verdicts)
    func refused(name: String, words: String) throws {
        try expectRefusal(of: PyTorchTests.path("hostile/\(name).pt"), words: words)
    }

    @Test("every truncation of a sound file, and every damaged byte, gives an error or the same model")
    func damage() throws {
        let options = ReadingOptions(activations: [.relu, .sigmoid])
        func open(_ bytes: some Sequence<UInt8>) throws -> Model {
            try PyTorchFormat.open(FileBytes(Array(bytes), name: "damaged.pt"), options).model
        }
        let whole = try bytes(of: PyTorchTests.path("sequential.pt"))
        let sound = try open(whole)
        for length in whole.indices {
            #expect(throws: InterchangeError.self, "\(length) bytes") { try open(whole.prefix(length)) }
        }
        for index in whole.indices {
            for bit in 0..<8 {
                var damaged = whole
                damaged[index] ^= 1 << bit
                guard let model = try? open(damaged) else { continue }
                #expect(model.layers == sound.layers, "byte \(index), bit \(bit)")
            }
        }
    }

    @Test("no bytes that a pickle may consist of are more than an error")
    func pickles() throws {
        // Under the checksum of the archive: the pickle itself is changed, and everything packed again by no one else.
        let sound = try bytes(of: PyTorchTests.path("big-endian.pt"))
        let start = try #require(sound.firstRange(of: [0x80, 0x02, 0x63])).lowerBound
        let end = try #require(sound.firstRange(of: Array("PK\u{3}\u{4}".utf8), after: start))
        var random = SplitMix64(seed: 3)
        var (errors, models) = (0, 0)
        for _ in 0..<3_000 {
            var pickle = Array(sound[start..<end])
            for _ in 0...Int(random.next() % 3) {
                pickle[Int(random.next() % UInt64(pickle.count))] = UInt8(truncatingIfNeeded: random.next())
            }
            let file = storedArchive([
                ("a/data.pkl", pickle), ("a/data/0", [UInt8](repeating: 0, count: 80)),
                ("a/data/1", [UInt8](repeating: 0, count: 16)), ("a/data/2", [UInt8](repeating: 0, count: 16)),
                ("a/data/3", [UInt8](repeating: 0, count: 4)),
            ])
            do throws(InterchangeError) {
                _ = try PyTorchFormat.open(
                    FileBytes(file, name: "random.pt"), ReadingOptions(activations: [.relu, .sigmoid]))
                models += 1
            } catch {
                #expect(error.reason == .malformedInput)
                errors += 1
            }
        }
        #expect(errors > 1_000 && models > 10)
    }
}

extension Array where Element == UInt8 {
    /// Where a pattern begins behind a place.
    fileprivate func firstRange(of pattern: [UInt8], after start: Int) -> Int? {
        self[(start + 1)...].firstRange(of: pattern)?.lowerBound
    }
}

/// A zip archive of stored members.
private func storedArchive(_ members: [(name: String, content: [UInt8])]) -> [UInt8] {
    func number(_ value: Int, _ size: Int) -> [UInt8] { (0..<size).map { UInt8(value >> (8 * $0) & 0xFF) } }
    func checksum(_ bytes: [UInt8]) -> Int {
        var register: UInt32 = .max
        for byte in bytes {
            register ^= UInt32(byte)
            for _ in 0..<8 { register = register & 1 == 1 ? register >> 1 ^ 0xEDB8_8320 : register >> 1 }
        }
        return Int(~register)
    }
    var (body, directory) = ([UInt8](), [UInt8]())
    for (name, content) in members {
        var fields = number(20, 2) + number(0, 4) + number(0, 2) + number(0x21, 2) + number(checksum(content), 4)
        fields += number(content.count, 4) + number(content.count, 4) + number(name.utf8.count, 2) + number(0, 2)
        directory += Array("PK\u{1}\u{2}".utf8) + number(20, 2) + fields + [UInt8](repeating: 0, count: 10)
        directory += number(body.count, 4) + Array(name.utf8)
        body += Array("PK\u{3}\u{4}".utf8) + fields + Array(name.utf8) + content
    }
    var end = Array("PK\u{5}\u{6}".utf8) + number(0, 4) + number(members.count, 2) + number(members.count, 2)
    end += number(directory.count, 4) + number(body.count, 4) + number(0, 2)
    return body + directory + end
}
