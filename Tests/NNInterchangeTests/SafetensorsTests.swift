import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

@Suite("Safetensors")
struct SafetensorsTests {
    static let peer = PeerFiles("safetensors")

    @Test("gives the numbers that the reference implementation wrote, and numpy's answers")
    func agreesWithPeer() throws {
        #expect(try Self.peer.files.count >= 10)
        try Self.peer.agree()
    }

    @Test(
        "From .nnm and back the model is the same, digest and all; twice gives the same bytes",
        arguments: [DataType.float64, .float32, .float16, .bfloat16])
    func roundTrip(type: DataType) throws {
        var model = try manyActivations(type)
        model.metadata = ["author": "müller \"x\" \u{7}", "licence": ""]
        try expectRoundTrip(model, SafetensorsFormat.self)
        // Names whose alphabet is not the order of the layers.
        for index in model.layers.indices { model.layers[index].name = "layer \(model.layers.count - index)" }
        try expectRoundTrip(model, SafetensorsFormat.self)
        try expectRoundTrip(strangeNumbers(), SafetensorsFormat.self)
    }

    @Test("numbers that stand anywhere in a file are lent aligned, as inner loops want them")
    func alignment() throws {
        let header = #"{"0.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"#
        for spaces in 0..<8 {
            let text = header + String(repeating: " ", count: spaces)
            let numbers = Tensor([Float(0.5), -3], shape: [2]).withUnsafeBytes { Array($0) }
            let bytes = [UInt8(text.utf8.count)] + [UInt8](repeating: 0, count: 7) + Array(text.utf8) + numbers
            let model = try SafetensorsFormat.open(
                FileBytes(bytes, name: "spaced"), ReadingOptions(activations: [.identity])
            ).model
            let weights = model.layers[0].weights
            #expect(weights.scalars(as: Float.self) == [0.5, -3])
            weights.withUnsafeBytes { #expect(Int(bitPattern: $0.baseAddress) % 4 == 0) }
        }
    }

    @Test("names tensors as PyTorch's Sequential does where layers have none, and else by theirs")
    func names() throws {
        func names(_ change: (inout Model) -> Void) throws -> [String] {
            let folder = try TemporaryFolder()
            var model = try manyActivations()
            model.layers = Array(model.layers[..<3])
            model.output.classNames = []
            change(&model)
            try model.write(to: folder("m.nnm"))
            _ = try Conversion(from: folder("m.nnm"), to: folder("m.safetensors"), as: SafetensorsFormat.self).run()
            let file = try bytes(of: folder("m.safetensors"))
            let length = file[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
            #expect(length % 8 == 0)
            let header = try #require(
                try JSONSerialization.jsonObject(with: Data(file[8..<8 + length])) as? [String: Any])
            let metadata = header["__metadata__"] as? [String: String]
            #expect(metadata?["format"] == "pt")
            return header.keys.filter { $0 != "__metadata__" }.sorted()
        }
        // The first has no activation, and so no number of its own for one.
        let numbered = ["0.bias", "0.weight", "1.bias", "1.weight", "3.bias", "3.weight"]
        #expect(try names { _ in } == numbered)
        let named = try names { model in
            for (index, name) in ["in", "mid", "out"].enumerated() { model.layers[index].name = name }
        }
        #expect(named == ["in.bias", "in.weight", "mid.bias", "mid.weight", "out.bias", "out.weight"])
        #expect(try names { model in for index in 0..<3 { model.layers[index].name = "same" } } == numbered)
    }

    @Test("keeps metadata, and notes what it can't keep, and an order that letters gave")
    func notes() throws {
        let folder = try TemporaryFolder()
        let (model, report) = try converted(Self.peer.path("metadata.safetensors"), in: folder) {
            $0.reading.activations = [.relu, .tanh, .softmax]
        }
        #expect(model.metadata["author"] == "somebody" && model.metadata["format"] == nil)
        #expect(report.notes.count == 1 && report.notes[0].contains("no printable ASCII"))
        #expect(model.layers.map(\.name) == ["fc1", "fc2", "fc10"])
        let (shaped, order) = try converted(Self.peer.path("by-shapes.safetensors"), in: folder) {
            $0.reading.activations = [.relu, .sigmoid]
        }
        #expect(shaped.layers.map(\.name) == ["out", "in"])
        #expect(order.notes.contains { $0.contains("out, in") })
        let none = #expect(throws: InterchangeError.self) {
            try converted(Self.peer.path("sequential.safetensors"), in: folder)
        }
        #expect(none?.problem == .noActivations(layerSizes: [5, 4, 1]))
    }

    @Test("each hostile file is refused in one sentence that names the place", arguments: peer.verdicts)
    func refused(name: String, words: String) throws {
        let folder = try TemporaryFolder()
        let path = Self.peer.path("hostile/\(name).safetensors")
        let ownActivations = name.hasPrefix("activation") || name.hasPrefix("description")
        let error = #expect(throws: InterchangeError.self) {
            try converted(path, in: folder) { if !ownActivations { $0.reading.activations = [.relu] } }
        }
        let text = error?.description ?? ""
        #expect(text.hasPrefix(path) && text.contains(words), "\(text)")
        #expect(error?.reason == .malformedInput)
        #expect(try folder.names.isEmpty)
    }

    @Test("there are many of them, and every truncation of a sound file is refused too")
    func damage() throws {
        #expect(Self.peer.verdicts.count >= 50)
        let whole = try bytes(of: Self.peer.path("sequential.safetensors"))
        for length in whole.indices {
            #expect(throws: InterchangeError.self) {
                try SafetensorsFormat.open(
                    FileBytes(Array(whole[..<length]), name: "cut"), ReadingOptions(activations: [.relu, .sigmoid]))
            }
        }
    }

    @Test(
        "the reference implementation opens what is written",
        .needsPeer("safetensors"))
    func peerOpens() throws {
        let folder = try TemporaryFolder()
        let model = try manyActivations()
        try model.write(to: folder("m.nnm"))
        _ = try Conversion(from: folder("m.nnm"), to: folder("m.safetensors"), as: SafetensorsFormat.self).run()
        let script = """
            import json, sys
            from safetensors import safe_open
            with safe_open(sys.argv[1], "np") as f:
                print(json.dumps({k: f.get_tensor(k).astype("f8").ravel().tolist() for k in f.keys()}))
            """
        let tensors = try #require(
            try Peers.run("-c", script, folder("m.safetensors")).json as? [String: [Double]])
        #expect(tensors.count == 2 * model.layers.count)
        #expect(tensors["0.weight"]?.map { Float($0) } == model.layers[0].weights.scalars(as: Float.self))
    }
}
