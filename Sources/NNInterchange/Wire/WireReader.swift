/// Reads the fields of a message in the wire format of protocol buffers
/// (https://protobuf.dev/programming-guides/encoding), of bytes that nobody checked; `WireWriter` writes them.
///
/// Nothing is copied, and nothing nests by itself: whoever wants what is within a message reads on with another reader.
struct WireReader {
    private let bytes: UnsafeRawBufferPointer
    private let file: String
    /// What is being read, for messages to people.
    private let message: String
    /// Where in the file the message begins.
    private let start: Int
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer, file: String, message: String, start: Int = 0) {
        (self.bytes, self.file, self.message, self.start) = (bytes, file, message, start)
    }

    var isAtEnd: Bool { position == bytes.count }

    /// The next field, or nil at the end.
    mutating func next() throws(InterchangeError) -> WireField? {
        if isAtEnd { return nil }
        let offset = start + position
        let key = try varint()
        guard let number = Int(exactly: key >> 3), (1..<1 << 29).contains(number) else {
            throw fail(offset, "the number of a field, from 1 to \(1 << 29 - 1)", "\(key >> 3)")
        }
        var contentOffset = start + position
        let value: WireField.Value
        switch key & 7 {
        case 0: value = .varint(try varint())
        case 1: value = .fixed64(try fixed(8))
        case 2:
            let length = try varint()
            contentOffset = start + position
            guard length <= UInt64(bytes.count - position) else {
                throw fail(
                    offset, "a field of at most the \(bytes.count - position) bytes that are left of \(message)",
                    "\(length) bytes")
            }
            value = .bytes(UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(length)]))
            position += Int(length)
        case 5: value = .fixed32(UInt32(try fixed(4)))
        case let type:
            throw fail(offset, "a field of type 0, 1, 2 or 5", type == 3 || type == 4 ? "a group" : "type \(type)")
        }
        return WireField(
            number: number, value: value, message: message, offset: offset, contentOffset: contentOffset, file: file)
    }

    /// A whole number of 7 bits a byte, the lowest first, each byte but the last marked by its highest bit.
    mutating func varint() throws(InterchangeError) -> UInt64 {
        let offset = start + position
        var (number, shift): (UInt64, UInt64) = (0, 0)
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            guard shift < 63 || byte <= 1 else {
                throw fail(offset, "a whole number of at most 64 bits", "a longer one")
            }
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        throw fail(offset, "a whole number", "the end of \(message)")
    }

    private mutating func fixed(_ size: Int) throws(InterchangeError) -> UInt64 {
        guard bytes.count - position >= size else {
            throw fail(start + position, "a number of \(size) bytes", "the end of \(message)")
        }
        defer { position += size }
        return bytes[position..<position + size].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private func fail(_ offset: Int, _ expected: String, _ found: String) -> InterchangeError {
        InterchangeError(file, "\(message), byte \(offset)", .unexpected(expected: expected, found: found))
    }
}
