import NNCFuzzZlib

// The codecs of the format, written from its specification and not from the library.
extension Container.Chunk {
    static let blockLength = 1 << 20

    /// The bytes that the chunk holds; nil where it is damaged, or larger than any of our vectors.
    var raw: [UInt8]? {
        guard codec != 0 else { return payload }
        let count = (rawLength + Self.blockLength - 1) / Self.blockLength
        guard (1...64).contains(count) else { return nil }
        var raw: [UInt8] = []
        var position = 8 * count
        for index in 0..<count {
            guard let stored = payload.size(4, at: 8 * index), position + stored <= payload.count else { return nil }
            let length = min(Self.blockLength, rawLength - raw.count)
            guard let block = decoded(payload[position..<position + stored], length: length) else { return nil }
            raw += block
            position += stored
        }
        return position == payload.count ? raw : nil
    }

    /// Stores other bytes in the chunk.
    mutating func set(raw: [UInt8], codec: UInt8, level: Int32 = 6, strategy: Int32 = Z_DEFAULT_STRATEGY) {
        self.codec = codec
        rawLength = raw.count
        guard codec != 0 else {
            payload = raw
            return
        }
        let blocks = stride(from: 0, to: raw.count, by: Self.blockLength).map { start in
            encoded(Array(raw[start..<min(start + Self.blockLength, raw.count)]), level: level, strategy: strategy)
        }
        payload = [UInt8](repeating: 0, count: 8 * blocks.count)
        for (index, block) in blocks.enumerated() { payload.put(UInt64(block.count), 4, at: 8 * index) }
        payload += blocks.joined()
    }

    private func decoded(_ block: ArraySlice<UInt8>, length: Int) -> [UInt8]? {
        guard codec != 1 else { return Self.unpacked(block, count: length) }
        let (width, rotation) = (width, isInt8 ? 0 : 1)
        guard width > 0, length % width == 0, codec == 2 || codec == 3 else { return nil }
        let total = length / width
        let lengths = Array(block)
        var position = block.startIndex + 4 * (codec == 2 ? width : width + 1)
        var isMarked = [Bool](repeating: true, count: total)
        func next(_ index: Int, count: Int) -> [UInt8]? {
            guard let stored = lengths.size(4, at: 4 * index), position + stored <= block.endIndex else { return nil }
            defer { position += stored }
            return Self.unpacked(block[position..<position + stored], count: count)
        }
        if codec == 3 {
            guard let map = next(0, count: (total + 7) / 8) else { return nil }
            isMarked = (0..<total).map { map[$0 / 8] >> ($0 % 8) & 1 == 1 }
        }
        let marked = isMarked.indices.filter { isMarked[$0] }
        var numbers = [UInt64](repeating: 0, count: total)
        for plane in 0..<width {
            guard let bytes = next(codec == 2 ? plane : plane + 1, count: marked.count) else { return nil }
            for (byte, index) in zip(bytes, marked) { numbers[index] = numbers[index] << 8 | UInt64(byte) }
        }
        guard position == block.endIndex else { return nil }
        var raw: [UInt8] = []
        raw.reserveCapacity(length)
        for number in numbers {
            let value = number >> UInt64(rotation) | (number & 1) << UInt64(rotation * (8 * width - 1))
            for byte in 0..<width { raw.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(byte)))) }
        }
        return raw
    }

    private func encoded(_ block: [UInt8], level: Int32, strategy: Int32) -> [UInt8] {
        func packed(_ bytes: [UInt8]) -> [UInt8] {
            let stream = deflated(bytes, level: level, strategy: strategy)
            return stream.count < bytes.count ? stream : bytes
        }
        let (width, isInt8) = (width, isInt8)
        guard codec != 1, width > 0, block.count % width == 0 else { return packed(block) }
        var numbers = stride(from: 0, to: block.count, by: width).map { start in
            let value = block.number(width, at: start) ?? 0
            let bits = UInt64(8 * width)
            return isInt8 ? value : (value << 1 | value >> (bits - 1)) & (UInt64.max >> (64 - bits))
        }
        var streams: [[UInt8]] = []
        if codec == 3 {
            var map = [UInt8](repeating: 0, count: (numbers.count + 7) / 8)
            for (index, number) in numbers.enumerated() where number != 0 { map[index / 8] |= 1 << (index % 8) }
            streams.append(packed(map))
            numbers.removeAll { $0 == 0 }
        }
        for plane in (0..<width).reversed() {
            streams.append(packed(numbers.map { UInt8(truncatingIfNeeded: $0 >> (8 * UInt64(plane))) }))
        }
        var lengths = [UInt8](repeating: 0, count: 4 * streams.count)
        for (index, stream) in streams.enumerated() { lengths.put(UInt64(stream.count), 4, at: 4 * index) }
        return lengths + streams.joined()
    }

    private static func unpacked(_ stream: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
        stream.count == count ? Array(stream) : stream.count < count ? inflated(stream, count: count) : nil
    }
}
