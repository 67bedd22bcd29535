import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// Files that nobody should believe (Fixtures/interchange/coreml/make_hostile.py), each with the words that it must be
/// refused with.
@Suite("Hostile .mlmodel files")
struct CoreMLHostileTests {
    static let peer = PeerFiles("coreml")

    @Test("there are many of them")
    func count() {
        #expect(Self.peer.verdicts.count >= 175)
    }

    @Test("each is refused in a sentence of its own", arguments: peer.verdicts)
    func refused(name: String, words: String) throws {
        try expectRefusal(of: Self.peer.path("hostile/\(name).mlmodel"), words: words)
    }

    /// Reads whatever the bytes are, without a look at what they begin with.
    private func open(_ bytes: some Sequence<UInt8>) throws -> Model {
        try CoreMLFormat.open(FileBytes(Array(bytes), name: "damaged.mlmodel"), ReadingOptions()).model
    }

    @Test("a sound file cut short is refused, wherever it is cut")
    func truncation() throws {
        for name in ["op-relu", "picture-rgb", "classes-numbers", "quantized-linear-8"] {
            let whole = try bytes(of: Self.peer.path("\(name).mlmodel"))
            _ = try open(whole)
            for length in whole.indices {
                #expect(throws: InterchangeError.self, "\(name), \(length) bytes") { try open(whole.prefix(length)) }
            }
        }
    }

    @Test("every damaged byte gives an error or a model, and never a crash")
    func damage() throws {
        for name in [
            "op-leaky-relu", "picture-bgr", "axes-transpose", "quantized-table-2", "norm-first", "log-softmax-lse",
            "classes-two", "batch", "exports/norm", "exports/sk-logistic-words",
        ] {
            let whole = try bytes(of: Self.peer.path("\(name).mlmodel"))
            var refused = 0
            for index in whole.indices {
                for bit in 0..<8 {
                    var damaged = whole
                    damaged[index] ^= 1 << bit
                    do {
                        let model = try open(damaged)
                        #expect(model.layers.allSatisfy { $0.weights.count > 0 }, "\(name), byte \(index), bit \(bit)")
                    } catch is InterchangeError {
                        refused += 1
                    }
                }
            }
            #expect(refused > whole.count, "\(name)")
        }
    }

    @Test(
        "a file is taken for Core ML by the fields that it begins with, and one of another kind isn't",
        arguments: [
            ("\u{8}\u{1}\u{12}\u{2}\u{A}\u{0}", true), ("\u{8}\u{4}\u{12}\u{1}", false),
            ("\u{8}\u{7}\u{12}\u{1}a\u{3A}\u{2}ab", false), ("\u{8}\u{1}", false), ("hello", false), ("", false),
        ])
    func match(content: String, isCoreML: Bool) {
        #expect(Array(content.utf8).withUnsafeBytes { CoreMLFormat.match($0) } == isCoreML)
    }

    @Test("no file of another format is taken for Core ML, and the other way round")
    func others() throws {
        for (folder, name) in [("onnx", "relu6.onnx"), ("onnx", "old-ir.onnx"), ("tflite", "op-relu.tflite")] {
            let file = try FileBytes(path: Places.fixture("interchange/\(folder)/\(name)"))
            #expect(try Formats.matching(file) != CoreMLFormat.self)
        }
        for name in ["op-relu", "classes", "picture-gray"] {
            let whole = try bytes(of: Self.peer.path("\(name).mlmodel"))
            // Where it is cut short, too.
            for length in [whole.count, whole.count / 2, 16] {
                let file = FileBytes(Array(whole.prefix(length)), name: name)
                #expect(try Formats.matching(file) == CoreMLFormat.self, "\(name), \(length) bytes")
            }
        }
    }

    @Test("activations from elsewhere must be the file's own")
    func activations() throws {
        let folder = try TemporaryFolder()
        let path = Self.peer.path("swish.mlmodel")
        _ = try converted(path, in: folder) { $0.reading.activations = [.swish, .identity] }
        let error = #expect(throws: InterchangeError.self) {
            try converted(path, in: folder) { $0.reading.activations = [.relu, .identity] }
        }
        #expect(error?.description.contains("the file has its own") == true)
    }
}
