import NNModel
import Testing

@Suite("Rewriting")
struct RewritingTests {
    private let model: Model

    init() throws {
        var model = sampleModel().withVerification(seeds: [1, 2])
        model.extras = [ExtraChunk(type: try #require(ChunkType("zzZz")), bytes: [1, 2, 3])]
        self.model = model
    }

    /// The stored bytes of every chunk, header and padding included, under its name.
    private func chunks(_ bytes: [UInt8]) throws -> [String: [UInt8]] {
        let file = try ModelFile(bytes: bytes)
        let ends = file.chunks.dropFirst().map(\.offset) + [bytes.count]
        let pairs = zip(file.chunks, ends).map { ($0.name, Array(bytes[$0.offset..<$1])) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    @Test("A file that is rewritten with nothing new is the same file", arguments: Compression.allCases)
    func unchanged(compression: Compression) throws {
        let bytes = try model.encoded(compression: compression)
        let file = try ModelFile(bytes: bytes)
        #expect(try file.rewritten(metadata: file.metadata(), history: file.history()).bytes == bytes)
        // A history with a NaN in it isn't equal to itself, and must still be kept as it is.
        #expect(try file.history()?.columns[1].values[1].isNaN == true)
    }

    @Test(
        "New metadata and no history leave every other chunk as it was, and the digest", arguments: Compression.allCases
    )
    func edited(compression: Compression) throws {
        let bytes = try model.encoded(compression: compression)
        let file = try ModelFile(bytes: bytes)
        let edited = try file.rewritten(metadata: ["note": "new"], history: nil).bytes
        let new = try ModelFile(bytes: edited)
        try new.verify()
        #expect(new.header.digest == file.header.digest)
        #expect(try new.metadata() == ["note": "new"])
        #expect(try new.history() == nil)
        var (before, after) = (try chunks(bytes), try chunks(edited))
        for name in ["mETa", "hISt"] { (before[name], after[name]) = (nil, nil) }
        #expect(before == after)
        #expect(after["zzZz"] != nil && after["vERF"] != nil)
    }

    @Test("Another compression changes neither the model nor its digest")
    func recompressed() throws {
        let file = try ModelFile(bytes: model.encoded(compression: .none))
        let (metadata, history) = (try file.metadata(), try file.history())
        let best = try file.rewritten(metadata: metadata, history: history, compression: .best)
        #expect(try best.bytes == model.encoded(compression: .best))
        #expect(best.digest == file.header.digest)
    }

    @Test("A damaged file is not handed on")
    func damaged() throws {
        var bytes = try model.encoded(compression: .none)
        bytes[bytes.count - 100] ^= 1
        let file = try ModelFile(bytes: bytes)
        #expect(throws: ModelFileError.self) { try file.rewritten(metadata: [:], history: nil) }
    }

    @Test("A model takes along the unknown chunks that are safe to copy, and writes them")
    func extras() throws {
        let back = try ModelFile(bytes: model.encoded()).model()
        #expect(back.extras == model.extras)
        #expect(try back.encoded() == model.encoded())
        var twice = model
        twice.extras += model.extras
        #expect(throws: ModelFileError.self) { try twice.validate() }
    }

    @Test("int8 comes back with its scales, and can be written again")
    func quantized() throws {
        let small = try model.converted(to: .int8)
        #expect(small.layers[0].biases.dataType == .float32)
        let file = try ModelFile(bytes: small.encoded())
        try file.verify(finite: true)
        #expect(try file.model().layers == small.layers)
        #expect(file.chunks.compactMap { $0.tensor?.name }.prefix(3) == ["W[1]", "b[1]", "scales[1]"])
        #expect(small.verification.map(\.source) == model.verification.map(\.source))
        #expect(small.verification.map(\.expected) != model.verification.map(\.expected))
    }
}
