import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// Files that nobody should believe (Fixtures/interchange/onnx/make_hostile.py), each with the words that it must be
/// refused with.
@Suite("Hostile .onnx files")
struct ONNXHostileTests {
    static let verdicts: [(name: String, words: String)] = {
        let path = ONNXFiles.path("hostile/verdicts.json")
        let table = try? JSONDecoder().decode([String: String].self, from: Data(bytes(of: path)))
        return (table ?? [:]).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }()

    @Test("there are many of them")
    func count() {
        #expect(Self.verdicts.count >= 180)
    }

    @Test("each is refused in one sentence that names the place", arguments: verdicts)
    func refused(name: String, words: String) throws {
        let folder = try TemporaryFolder()
        let path = ONNXFiles.path("hostile/\(name).onnx")
        let error = #expect(throws: InterchangeError.self) { try converted(path, in: folder) }
        let text = error?.description ?? ""
        #expect(!words.isEmpty && text.hasPrefix(path) && text.contains(words), "\(text)")
        #expect(error?.reason == .malformedInput)
        #expect(try folder.names.isEmpty)
    }

    /// Reads whatever the bytes are, without a look at what they begin with.
    private func open(_ bytes: some Sequence<UInt8>) throws -> Model {
        try ONNXFormat.open(FileBytes(Array(bytes), name: "damaged.onnx"), ReadingOptions()).model
    }

    @Test("a sound file cut short is refused wherever it is cut, but where only metadata or names are missing")
    func truncation() throws {
        for name in ["op-relu-13", "gelu-torch", "preprocess-channels", "float16-field"] {
            let whole = try bytes(of: ONNXFiles.path("\(name).onnx"))
            let sound = try open(whole)
            for length in whole.indices {
                guard let model = try? open(whole.prefix(length)) else { continue }
                #expect(model.layers == sound.layers, "\(name), \(length) bytes")
            }
        }
    }

    @Test("every damaged byte gives an error or a model, and never a crash")
    func damage() throws {
        for name in ["op-leaky-relu-0.2-7", "gelu-tanh", "preprocess-channels-first", "norm-first", "bfloat16-field"] {
            let whole = try bytes(of: ONNXFiles.path("\(name).onnx"))
            var refused = 0
            for index in whole.indices {
                for bit in 0..<8 {
                    var damaged = whole
                    damaged[index] ^= 1 << bit
                    do {
                        let model = try open(damaged)
                        #expect(model.layers.allSatisfy { $0.weights.count > 0 }, "\(name), byte \(index), bit \(bit)")
                    } catch let error as InterchangeError {
                        refused += 1
                        #expect(!error.description.contains("\n") || damaged.contains(0x0A))
                    }
                }
            }
            #expect(refused > whole.count, "\(name)")
        }
    }

    @Test(
        "a file is taken for ONNX by the fields that it begins with, and one of another kind isn't",
        arguments: [
            ("\u{8}\u{7}\u{3A}\u{2}ab", true), ("\u{8}\u{7}\u{12}\u{1}a\u{3A}\u{2}ab", true), ("\u{8}\u{7}", false),
            ("\u{8}\u{1}\u{12}\u{1}a", false), ("\u{8}\u{1}\u{12}\u{1}a\u{52}\u{1}a", false), ("hello", false),
            ("", false),
        ])
    func match(content: String, isONNX: Bool) {
        #expect(Array(content.utf8).withUnsafeBytes { ONNXFormat.match($0) } == isONNX)
    }

    @Test("activations from elsewhere must be the file's own")
    func activations() throws {
        let folder = try TemporaryFolder()
        let path = ONNXFiles.path("swish.onnx")
        _ = try converted(path, in: folder) { $0.reading.activations = [.swish, .identity] }
        let error = #expect(throws: InterchangeError.self) {
            try converted(path, in: folder) { $0.reading.activations = [.relu, .identity] }
        }
        #expect(error?.description.contains("the file has its own") == true)
    }
}
