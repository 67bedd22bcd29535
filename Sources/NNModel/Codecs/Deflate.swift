internal import NNCZlib

/// Raw deflate streams (RFC 1951) by zlib.
enum Deflate {
    /// No deflate stream expands more than this many times, so a larger claim is a lie; zlib's documentation gives the
    /// bound of 1032 to 1.
    static let largestExpansion = 1032

    /// What zlib looks for.
    enum Strategy: Sendable {
        /// Repetitions and frequent bytes, at a level from 1 (fast) to 9 (small).
        case all(level: Int32)
        /// Frequent bytes only: all that there is to find in exponents, and far quicker.
        case huffmanOnly
    }

    enum Failure: Error {
        /// zlib's own reason.
        case invalid(String)
        /// The stream ends before the expected number of bytes came out.
        case short(produced: Int)
        /// More came out than was expected, or bytes follow the stream's end.
        case long

        var text: String {
            switch self {
            case .invalid(let reason): reason
            case .short(let produced): "\(produced) bytes"
            case .long: "more"
            }
        }
    }

    /// Compresses `bytes`; nil where the result would be no smaller.
    static func compress(_ bytes: UnsafeRawBufferPointer, _ strategy: Strategy) -> [UInt8]? {
        guard bytes.count > 1 else { return nil }
        var stream = z_stream()
        let code =
            switch strategy {
            case .all(let level): nn_deflate_init(&stream, level, Z_DEFAULT_STRATEGY)
            case .huffmanOnly: nn_deflate_init(&stream, 1, Z_HUFFMAN_ONLY)
            }
        guard code == Z_OK else { return nil }
        defer { deflateEnd(&stream) }
        let output = [UInt8](unsafeUninitializedCapacity: bytes.count - 1) { target, count in
            stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self))
            stream.avail_in = uInt(bytes.count)
            stream.next_out = target.baseAddress
            stream.avail_out = uInt(target.count)
            count = deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
        }
        return output.isEmpty ? nil : output
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
