import Foundation
import NNModel
import NNTestSupport
import Testing

@Suite struct SpecificationTests {
    static let root = URL(filePath: #filePath).appending(path: "../../..").standardized
    static let specification =
        (try? String(contentsOf: root.appending(path: "Specs/nnm-format.md"), encoding: .utf8)) ?? ""

    /// The model of the specification's worked example.
    static let tiny = Model(
        input: Input(shape: [2]),
        layers: [
            DenseLayer(
                weights: Tensor([Float(1.5), -2], shape: [1, 2]), biases: Tensor([Float(0.25)], shape: [1]),
                activation: .sigmoid)
        ],
        output: Output(meaning: .probability, classNames: ["no", "yes"]), metadata: ["tool": "by hand"])

    @Test("The worked example is the file that the writer makes, byte by byte")
    func workedExample() throws {
        let lines = Self.specification.split(separator: "\n").filter { $0.hasPrefix("    0") && $0.contains("  ") }
        var bytes: [UInt8] = []
        for line in lines {
            let words = line.split(separator: " ")
            #expect(Int(words[0], radix: 16) == bytes.count, "\(line)")
            bytes += words.dropFirst().prefix(16).compactMap { UInt8($0, radix: 16) }
        }
        let written = try Self.tiny.encoded(compression: .none)
        #expect(bytes == written)
        #expect(try ModelFile(bytes: bytes).model() == Self.tiny)
        let golden = try Data(contentsOf: Self.root.appending(path: "Fixtures/golden/tiny-1.0.nnm"))
        #expect(Array(golden) == written)
    }

    @Test("Every rule of the library stands in the specification, and no other")
    func rules() {
        let listed = Self.specification.split(separator: "\n").compactMap { line -> String? in
            line.hasPrefix("| NNM-") || line.hasPrefix("NNM-050")
                ? line.firstMatch(of: /NNM-\d{3}/).map { String($0.0) } : nil
        }
        #expect(listed.sorted() == Rule.allCases.map(\.id).sorted())
    }

    @Test("Every activation stands in the specification under its code")
    func activations() throws {
        for (name, activation) in Activation.named {
            var model = Self.tiny
            model.layers[0].activation = activation
            // The code stands six bytes into the record, which is behind eight bytes of the chunk's payload.
            let bytes = try model.encoded(compression: .none)
            let layers = try #require(try ModelFile(bytes: bytes).chunks.first { $0.type == .layers })
            let code = bytes[layers.offset + 32 + 8 + 6]
            #expect(Self.specification.contains("| \(code) | \(name) |"))
        }
    }
}
