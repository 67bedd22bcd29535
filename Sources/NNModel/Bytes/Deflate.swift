import NNCZlib

/// Raw deflate streams (RFC 1951) by zlib.
enum Deflate {
    /// No deflate stream expands more than this many times, so a larger claim is a lie; zlib's documentation gives the
    /// bound of 1032 to 1.
    static let largestExpansion = 1032

    enum Failure: Error {
        /// zlib's own reason.
        case invalid(String)
        /// The stream ends before `expected` bytes came out.
        case short(produced: Int)
        /// More came out than was expected, or bytes follow the stream's end.
        case long
    }

    /// Compresses `bytes` at `level` (1 fast to 9 small); nil where the result would be no smaller than `bytes`.
    static func compress(_ bytes: UnsafeRawBufferPointer, level: Int32) -> [UInt8]? {
        var stream = z_stream()
        guard nn_deflate_init(&stream, level, Z_DEFAULT_STRATEGY) == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        var output = [UInt8](repeating: 0, count: bytes.count)
        let finished = output.withUnsafeMutableBytes { target in
            stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
            stream.avail_in = uInt(bytes.count)
            stream.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
            stream.avail_out = uInt(target.count)
            return deflate(&stream, Z_FINISH) == Z_STREAM_END
        }
        guard finished, Int(stream.total_out) < bytes.count else { return nil }
        output.removeLast(output.count - Int(stream.total_out))
        return output
    }

    /// Decompresses a whole stream into exactly `target`.
    static func decompress(
        _ bytes: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
    ) throws(Failure) {
        var stream = z_stream()
        guard nn_inflate_init(&stream) == Z_OK else { throw .invalid("out of memory") }
        defer { inflateEnd(&stream) }
        stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
        stream.avail_in = uInt(bytes.count)
        stream.next_out = target.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.avail_out = uInt(target.count)
        switch inflate(&stream, Z_FINISH) {
        case Z_STREAM_END:
            guard stream.avail_out == 0 else { throw .short(produced: Int(stream.total_out)) }
            guard stream.avail_in == 0 else { throw .long }
        case Z_BUF_ERROR, Z_OK:
            // zlib stopped for want of room or of input: whichever ran out first tells which.
            if stream.avail_out == 0 { throw .long }
            throw .short(produced: Int(stream.total_out))
        default:
            throw .invalid(stream.msg.map { String(cString: $0) } ?? "invalid stream")
        }
    }
}
