import NNCFuzzZlib

// Fields of a file that may be anything, so that every access says whether it is there.
extension [UInt8] {
    /// The little-endian number of `width` bytes at `offset`; nil beyond the end.
    func number(_ width: Int, at offset: Int) -> UInt64? {
        guard offset >= 0, width <= count, offset <= count - width else { return nil }
        return (0..<width).reduce(0) { $0 | UInt64(self[offset + $1]) << (8 * UInt64($1)) }
    }

    /// The same where it is a size that memory could have.
    func size(_ width: Int, at offset: Int) -> Int? {
        number(width, at: offset).flatMap { $0 < 1 << 40 ? Int($0) : nil }
    }

    mutating func put(_ value: UInt64, _ width: Int, at offset: Int) {
        guard offset >= 0, width <= count, offset <= count - width else { return }
        for i in 0..<width { self[offset + i] = UInt8(truncatingIfNeeded: value >> (8 * UInt64(i))) }
    }

    mutating func put(_ bytes: some Collection<UInt8>, at offset: Int) {
        guard offset >= 0, offset <= count - bytes.count else { return }
        replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
}

/// CRC-32 over several ranges of the same bytes.
func crc32(of bytes: [UInt8], _ ranges: Range<Int>...) -> UInt32 {
    bytes.withUnsafeBufferPointer { buffer in
        var value: uLong = 0
        for range in ranges where !range.isEmpty {
            guard let start = buffer.baseAddress else { break }
            value = crc32_z(value, start + range.lowerBound, range.count)
        }
        return UInt32(value)
    }
}

/// A raw deflate stream of `bytes`.
func deflated(_ bytes: [UInt8], level: Int32, strategy: Int32) -> [UInt8] {
    var stream = z_stream()
    guard nn_deflate_init(&stream, level, strategy) == Z_OK else { return bytes }
    defer { deflateEnd(&stream) }
    var input = bytes
    return input.withUnsafeMutableBufferPointer { source in
        [UInt8](unsafeUninitializedCapacity: Int(deflateBound(&stream, uLong(source.count)))) { target, count in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(target.count)
            deflate(&stream, Z_FINISH)
            count = target.count - Int(stream.avail_out)
        }
    }
}

/// What a raw deflate stream holds, where it is sound and holds exactly `count` bytes.
func inflated(_ bytes: ArraySlice<UInt8>, count: Int) -> [UInt8]? {
    var stream = z_stream()
    guard nn_inflate_init(&stream) == Z_OK else { return nil }
    defer { inflateEnd(&stream) }
    var input = Array(bytes)
    let output = input.withUnsafeMutableBufferPointer { source in
        [UInt8](unsafeUninitializedCapacity: count) { target, produced in
            stream.next_in = source.baseAddress
            stream.avail_in = UInt32(source.count)
            stream.next_out = target.baseAddress
            stream.avail_out = UInt32(count)
            let isWhole = inflate(&stream, Z_FINISH) == Z_STREAM_END && stream.avail_out == 0
            produced = isWhole ? count : 0
        }
    }
    return output.count == count ? output : nil
}
