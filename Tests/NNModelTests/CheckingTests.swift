import NNModel
import NNTestSupport
import Testing

@Suite("When a file is checked")
struct CheckingTests {
    /// A file whose tensors stand raw, with one bit of W[2] flipped.
    private func damaged() throws -> [UInt8] {
        var bytes = try sampleModel().encoded(compression: .none)
        let file = try ModelFile(bytes: bytes)
        let chunk = try #require(file.chunks.first { $0.name == "W[2]" })
        bytes[chunk.offset + 32] ^= 1
        return bytes
    }

    @Test("Opening looks at no tensor; the first touch of the damaged one tells, and of no other")
    func firstTouch() throws {
        let file = try ModelFile(bytes: damaged())
        #expect(try file.tensor(.weights, ofLayer: 1) == sampleModel().layers[0].weights)
        for _ in 0..<2 {
            let error = #expect(throws: ModelFileError.self) { try file.tensor(.weights, ofLayer: 2) }
            guard case .violation(let violation, _) = error else { continue }
            #expect(violation.rule == .chunkChecksum && violation.place == "W[2]")
        }
    }

    @Test("Who wants no checks gets the numbers as they are")
    func never() throws {
        let file = try ModelFile(bytes: damaged(), checking: .never)
        let weights = try file.tensor(.weights, ofLayer: 2).scalars(as: Float.self)
        #expect(weights != sampleModel().layers[1].weights.scalars(as: Float.self))
        #expect(throws: ModelFileError.self) { try file.verify() }
    }

    @Test("The caller's budget holds for what a model takes in memory")
    func budget() throws {
        let bytes = try sampleModel().encoded(compression: .best)
        let need = try ModelFile(bytes: bytes).chunks.reduce(0) { $0 + $1.rawLength }
        _ = try ModelFile(bytes: bytes, limits: Limits(bytes: need))
        let error = #expect(throws: ModelFileError.self) {
            try ModelFile(bytes: bytes, limits: Limits(bytes: need - 1))
        }
        guard case .violation(let violation, _) = error else { return }
        #expect(violation.rule == .budget)
    }

    @Test("Every copy of an open file may be used by every thread")
    func threads() async throws {
        let model = sampleModel()
        let file = try ModelFile(bytes: model.encoded(compression: .best))
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<20 { group.addTask { try file.model().layers == model.layers } }
            for try await isSame in group { #expect(isSame) }
        }
    }
}
