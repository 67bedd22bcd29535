import Foundation
import NNInterchange
import NNModel
import NNTestSupport
import Testing

@Suite("Reading .npz files")
struct NPZReadingTests {
    @Test("gives the numbers, types and answers that numpy has of them")
    func agreesWithNumpy() throws {
        let peer = PeerFiles("npz")
        #expect(try peer.files.count >= 17)
        try peer.agree { $0 == "no-activations.npz" }
    }

    @Test("keeps the bits of every NaN, of infinities, −0 and subnormal numbers")
    func everyBit() throws {
        let folder = try TemporaryFolder()
        let bits: [UInt32] = [
            0x7FC0_0000, 0x7F80_0001, 0xFFFF_FFFF, 0x7F80_0000, 0xFF80_0000, 0x8000_0000, 1, 0x807F_FFFF,
        ]
        let weights = Tensor(bits.map { Float(bitPattern: $0) }, shape: [2, 4])
        let model = Model(
            input: Input(shape: [4]),
            layers: [
                DenseLayer(
                    weights: weights, biases: Tensor([Float](repeating: 0, count: 2), shape: [2]), activation: .relu)
            ],
            output: Output(meaning: .value))
        try model.write(to: folder("strange.nnm"))
        _ = try Conversion(from: folder("strange.nnm"), to: folder("strange.npz"), as: NPZFormat.self).run()
        let back = try converted(folder("strange.npz"), in: folder).model
        #expect(back.layers[0].weights == weights)
        // No check can be made of outputs that aren't finite.
        #expect(back.verification.isEmpty)
    }

    @Test("notes what is no part of a network, and where the model comes from")
    func notes() throws {
        let folder = try TemporaryFolder()
        let (model, report) = try converted(NumpyFiles.path("other-arrays.npz"), in: folder) { $0.tool = "test 1.0" }
        for name in ["costs", "epoch", "x"] { #expect(report.notes.contains { $0.contains("left out: \(name),") }) }
        #expect(model.metadata == ["tool": "test 1.0", "source.format": "npz", "source.file": "other-arrays.npz"])
        #expect(model.verification.count == 2 && report.proof.worst == 0 && report.proof.isExact)
    }

    @Test("needs to be told activations only where the file has none")
    func activations() throws {
        let folder = try TemporaryFolder()
        let none = NumpyFiles.path("no-activations.npz")
        let error = #expect(throws: InterchangeError.self) { try converted(none, in: folder) }
        #expect(error?.problem == .noActivations(layerSizes: [5, 4, 1]))
        let short = #expect(throws: InterchangeError.self) {
            try converted(none, in: folder) { $0.reading.activations = [.relu] }
        }
        #expect(short?.description.contains("expected 2 activations, one a layer, found 1") == true)
        let contrary = #expect(throws: InterchangeError.self) {
            try converted(NumpyFiles.path("float32.npz"), in: folder) { $0.reading.activations = [.relu, .tanh] }
        }
        #expect(contrary?.description.contains("the file has its own") == true)
        #expect(try folder.names.isEmpty)
    }
}
