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
        guard let layout else {
            let bytes = WordLayout(.int8)
            return Blocks.encode(raw, .deflate, layout: bytes, effort: effort, threads: threads).map { (.deflate, $0) }
        }
        // Lent for as long as the threads run, and only read.
        nonisolated(unsafe) let raw = raw
        let samples = samples(of: raw, effort: effort)
        // Without zeros among the numbers, the map of them comes on top of the planes.
        let codecs: [Codec] = [.deflate, .planes] + (ZeroMap.hasZeros(raw, layout: layout) ? [.sparse] : [])
        let encoded = concurrentMap(codecs.count * samples.count, threads: threads) { index in
            let (codec, sample) = index.quotientAndRemainder(dividingBy: samples.count)
            let bytes = UnsafeRawBufferPointer(rebasing: raw[samples[sample]])
            return Block.encode(bytes, codecs[codec], layout: layout, effort: effort)
        }
        let sizes = codecs.indices.map { codec in
            encoded[codec * samples.count..<(codec + 1) * samples.count].reduce(0) { $0 + $1.count }
        }
        // The first of equals, which is the simplest.
        let chosen = sizes.indices.min { sizes[$0] < sizes[$1] } ?? 0
        let payload =
            samples == [0..<raw.count]
            ? Blocks.payload([encoded[chosen]], of: raw.count)
            : Blocks.encode(raw, codecs[chosen], layout: layout, effort: effort, threads: threads)
        return payload.map { (codecs[chosen], $0) }
    }

    /// The parts by which a codec is chosen: the starts of the first, the middle and the last block, longer ones with
    /// more effort, and then all of a single block.
    private static func samples(of raw: UnsafeRawBufferPointer, effort: Stream.Effort) -> [Range<Int>] {
        let blocks = Pieces(of: raw.count, length: Blocks.rawLength)
        if effort == .thorough, blocks.count == 1 { return [0..<raw.count] }
        let length = effort == .quick ? 1 << 16 : 1 << 18
        let chosen = Set([0, blocks.count / 2, blocks.count - 1]).sorted()
        return chosen.map { index in
            let block = blocks[index]
            return block.lowerBound..<min(block.upperBound, block.lowerBound + length)
        }
    }
}
