/// One block of a compressed chunk: at most 1 MiB of what the chunk holds, which can be decoded by itself.
enum Block {
    /// The stored form of `raw`, which may be longer; `decode` gives `raw` back.
    ///
    /// - Precondition: `codec` isn't raw.
    static func encode(
        _ raw: UnsafeRawBufferPointer, _ codec: Codec, layout: WordLayout, effort: Stream.Effort
    ) -> [UInt8] {
        switch codec {
        case .raw: preconditionFailure("raw chunks have no blocks")
        case .deflate:
            return Stream.encode(raw, effort: effort) ?? Array(raw)
        case .planes:
            return encode(planesOf: raw, after: [], layout: layout, effort: effort)
        case .sparse:
            let (map, marked) = ZeroMap.split(raw, layout: layout)
            return marked.withUnsafeBytes { encode(planesOf: $0, after: [map], layout: layout, effort: effort) }
        }
    }

    /// The lengths of all streams, then the streams: those given, and the planes of `numbers`.
    private static func encode(
        planesOf numbers: UnsafeRawBufferPointer, after first: [[UInt8]], layout: WordLayout, effort: Stream.Effort
    ) -> [UInt8] {
        var streams = first.map { bytes in bytes.withUnsafeBytes { Stream.encode($0, effort: effort) } ?? bytes }
        withUnsafeTemporaryAllocation(byteCount: max(1, numbers.count), alignment: 64) { planes in
            let planes = UnsafeMutableRawBufferPointer(rebasing: planes[..<numbers.count])
            Planes.split(numbers, into: planes, layout: layout)
            let pieces = numbers.count / layout.size
            for plane in 0..<layout.size {
                let bytes = UnsafeRawBufferPointer(rebasing: planes[plane * pieces..<(plane + 1) * pieces])
                streams.append(Stream.encode(bytes, effort: effort) ?? Array(bytes))
            }
        }
        var writer = ByteWriter()
        writer.reserve(streams.reduce(4 * streams.count) { $0 + $1.count })
        for stream in streams { writer.put(UInt32(stream.count)) }
        for stream in streams { writer.put(stream) }
        return writer.bytes
    }

    /// Decodes `stored` into exactly `target`.
    static func decode(
        _ stored: UnsafeRawBufferPointer, _ codec: Codec, layout: WordLayout,
        into target: UnsafeMutableRawBufferPointer, scratch: Scratch
    ) throws(BlockProblem) {
        switch codec {
        case .raw: preconditionFailure("raw chunks have no blocks")
        case .deflate:
            try checkLength(stored.count, of: target.count)
            try Stream.decode(stored, into: target)
        case .planes:
            let streams = try cut(stored, into: layout.size)
            try decode(planes: streams[...], into: target, layout: layout, scratch: scratch.planes)
        case .sparse:
            let streams = try cut(stored, into: layout.size + 1)
            let count = target.count / layout.size
            let map = UnsafeMutableRawBufferPointer(rebasing: scratch.map[..<ZeroMap.length(count: count)])
            try checkLength(streams[0].count, of: map.count)
            try Stream.decode(streams[0], into: map)
            let marked = try ZeroMap.count(in: UnsafeRawBufferPointer(map), of: count)
            let numbers = UnsafeMutableRawBufferPointer(rebasing: scratch.numbers[..<(marked * layout.size)])
            try decode(planes: streams.dropFirst(), into: numbers, layout: layout, scratch: scratch.planes)
            try ZeroMap.merge(
                map: UnsafeRawBufferPointer(map), marked: UnsafeRawBufferPointer(numbers), into: target,
                layout: layout)
        }
    }

    /// - Parameter scratch: room for as many bytes as `numbers` has.
    private static func decode(
        planes streams: ArraySlice<UnsafeRawBufferPointer>, into numbers: UnsafeMutableRawBufferPointer,
        layout: WordLayout, scratch: UnsafeMutableRawBufferPointer
    ) throws(BlockProblem) {
        let length = numbers.count / layout.size
        for stream in streams { try checkLength(stream.count, of: length) }
        var planes: [UnsafeRawBufferPointer] = []
        for stream in streams {
            // A plane that stands as it is needs no copy.
            if stream.count == length {
                planes.append(stream)
            } else {
                let start = planes.count * length
                let plane = UnsafeMutableRawBufferPointer(rebasing: scratch[start..<start + length])
                try Stream.decode(stream, into: plane)
                planes.append(UnsafeRawBufferPointer(plane))
            }
        }
        Planes.merge(planes, into: numbers, layout: layout)
    }

    /// The streams of a block, by the lengths at its start.
    private static func cut(
        _ stored: UnsafeRawBufferPointer, into count: Int
    ) throws(BlockProblem) -> [UnsafeRawBufferPointer] {
        func problem(_ found: String) -> BlockProblem {
            BlockProblem(.blockStreams, expected: "\(count) streams that fill the block", found: found)
        }
        guard stored.count >= 4 * count else { throw problem("\(stored.count) bytes") }
        var streams: [UnsafeRawBufferPointer] = []
        var position = 4 * count
        for index in 0..<count {
            let length = UInt32(littleEndian: stored.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
            guard length <= stored.count - position else { throw problem("one of \(length) bytes") }
            streams.append(UnsafeRawBufferPointer(rebasing: stored[position..<position + Int(length)]))
            position += Int(length)
        }
        guard position == stored.count else { throw problem("\(stored.count - position) bytes more") }
        return streams
    }

    private static func checkLength(_ stored: Int, of raw: Int) throws(BlockProblem) {
        guard stored <= raw else {
            throw BlockProblem(.blockStreams, expected: "a stream of at most \(raw) bytes", found: "\(stored)")
        }
    }

    /// Room for the parts of a block, which a thread makes once and not for each block.
    final class Scratch {
        /// The planes, the bit map, and the numbers that it marks.
        fileprivate let planes, map, numbers: UnsafeMutableRawBufferPointer

        /// - Parameter rawLength: of the largest block.
        init(rawLength: Int) {
            planes = .allocate(byteCount: rawLength, alignment: 64)
            map = .allocate(byteCount: ZeroMap.length(count: rawLength), alignment: 64)
            numbers = .allocate(byteCount: rawLength, alignment: 64)
        }

        deinit {
            for buffer in [planes, map, numbers] { buffer.deallocate() }
        }
    }
}
