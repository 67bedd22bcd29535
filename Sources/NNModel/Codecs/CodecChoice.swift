internal import NNThreads

/// How a model is stored.
public enum Compression: String, Sendable, CaseIterable {
    /// Every chunk as it is: tensors can be mapped.
    case none
    /// The codec that makes a chunk smallest, found by a look at parts of it.
    case fast
    /// The codec that makes a chunk smallest, with everything tried that may pay.
    case best

    fileprivate var effort: Stream.Effort? {
        switch self {
        case .none: nil
        case .fast: .quick
        case .best: .thorough
        }
    }
}

/// Which codec makes the bytes of a chunk smallest.
///
/// The choice depends on nothing but the bytes and the compression asked for: the same model gives the same file.
enum CodecChoice {
    /// - Parameter layout: what the bytes are if they are numbers, else nil.
    /// - Returns: the codec and the payload, or nil where the bytes are best left as they are.
    static func encode(
        _ raw: UnsafeRawBufferPointer, layout: WordLayout?, compression: Compression, threads: Int
    ) -> (codec: Codec, payload: [UInt8])? {
        guard let effort = compression.effort, !raw.isEmpty else { return nil }
        let words = layout ?? WordLayout(.int8)
        var codec = Codec.deflate
        if let layout {
            // Lent for as long as the threads run, and only read.
            nonisolated(unsafe) let raw = raw
            let samples = samples(of: raw, effort: effort)
            let codecs = [Codec.deflate, .planes, .sparse]
            let encoded = concurrentMap(codecs.count * samples.count, threads: threads) { index in
                let (codec, sample) = index.quotientAndRemainder(dividingBy: samples.count)
                let bytes = UnsafeRawBufferPointer(rebasing: raw[samples[sample]])
                return Block.encode(bytes, codecs[codec], layout: layout, effort: effort).count
            }
            let sizes = codecs.indices.map { codec in
                encoded[codec * samples.count..<(codec + 1) * samples.count].reduce(0, +)
            }
            // The first of equals, which is the simplest.
            if sizes[1] < sizes[0] { codec = .planes }
            if sizes[2] < min(sizes[0], sizes[1]) { codec = .sparse }
        }
        guard let payload = Blocks.encode(raw, codec, layout: words, effort: effort, threads: threads) else {
            return nil
        }
        return (codec, payload)
    }

    /// The parts by which a codec is chosen: the starts of the first, the middle and the last block, longer ones with
    /// more effort.
    private static func samples(of raw: UnsafeRawBufferPointer, effort: Stream.Effort) -> [Range<Int>] {
        let blocks = Pieces(of: raw.count, length: Blocks.rawLength)
        let length = effort == .quick ? 1 << 16 : 1 << 18
        let chosen = Set([0, blocks.count / 2, blocks.count - 1]).sorted()
        return chosen.map { index in
            let block = blocks[index]
            return block.lowerBound..<min(block.upperBound, block.lowerBound + length)
        }
    }
}
