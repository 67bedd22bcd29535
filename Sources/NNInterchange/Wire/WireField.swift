/// One field of a message in the wire format of protocol buffers.
struct WireField {
    /// What stands behind the number and the type.
    enum Value {
        case varint(UInt64)
        case fixed64(UInt64)
        case fixed32(UInt32)
        /// Text, bytes, a message, or several numbers in a row; lent by the file.
        case bytes(UnsafeRawBufferPointer)
    }

    let number: Int
    let value: Value
    /// The message that the field is of, for messages to people, and where in the file it begins.
    let message: String
    let offset: Int
    /// Where the bytes begin, for a field that has any.
    let contentOffset: Int
    let file: String

    /// A message within this one.
    func message(_ name: String) throws(InterchangeError) -> WireReader {
        WireReader(try bytes(), file: file, message: name, start: contentOffset)
    }

    func bytes() throws(InterchangeError) -> UnsafeRawBufferPointer {
        guard case .bytes(let bytes) = value else { throw wrongType("a length and bytes") }
        return bytes
    }

    /// UTF-8 of at most so many bytes.
    func text(limit: Int = InterchangeLimits.stringLength) throws(InterchangeError) -> String {
        let bytes = try bytes()
        guard bytes.count <= limit else {
            throw InterchangeError(file, place, .limit("bytes of text", limit: limit, found: "\(bytes.count)"))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw fail("text in UTF-8", "other bytes") }
        return text
    }

    func integer() throws(InterchangeError) -> Int {
        guard case .varint(let bits) = value else { throw wrongType("a whole number") }
        return Int(Int64(bitPattern: bits))
    }

    func float() throws(InterchangeError) -> Float {
        guard case .fixed32(let bits) = value else { throw wrongType("a number of 4 bytes") }
        return Float(bitPattern: bits)
    }

    /// One whole number, or several in a row ("packed"): each writer chooses.
    ///
    /// - Parameter limit: how many `integers` may have in all.
    func add(to integers: inout [Int], limit: Int) throws(InterchangeError) {
        try forEachInteger { integer throws(InterchangeError) in
            guard integers.count < limit else {
                throw InterchangeError(file, place, .limit("whole numbers", limit: limit, found: "more"))
            }
            integers.append(integer)
        }
    }

    /// The same for numbers of 4 bytes.
    func add(to floats: inout [Float], limit: Int) throws(InterchangeError) {
        var bytes: [UInt8] = []
        try appendNumbers(of: 4, to: &bytes)
        guard floats.count + bytes.count / 4 <= limit else {
            throw InterchangeError(file, place, .limit("numbers", limit: limit, found: "more"))
        }
        for start in stride(from: 0, to: bytes.count, by: 4) {
            floats.append(Float(bitPattern: bytes[start..<start + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }))
        }
    }

    /// Calls `body` for the whole number, or for each of several in a row.
    func forEachInteger(_ body: (Int) throws(InterchangeError) -> Void) throws(InterchangeError) {
        guard case .bytes(let bytes) = value else { return try body(try integer()) }
        var reader = WireReader(bytes, file: file, message: message, start: contentOffset)
        while !reader.isAtEnd { try body(Int(Int64(bitPattern: try reader.varint()))) }
    }

    /// The bytes of a number of `size` bytes, or of several in a row, little-endian as they stand.
    func appendNumbers(of size: Int, to elements: inout [UInt8]) throws(InterchangeError) {
        switch (value, size) {
        case (.bytes(let bytes), _):
            guard bytes.count % size == 0 else { throw fail("whole numbers of \(size) bytes", "\(bytes.count) bytes") }
            elements += bytes
        case (.fixed32(let bits), 4): elements += (0..<4).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
        case (.fixed64(let bits), 8): elements += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (8 * $0)) }
        default: throw wrongType("numbers of \(size) bytes")
        }
    }

    private var place: String { "\(message), field \(number) at byte \(offset)" }

    private func wrongType(_ expected: String) -> InterchangeError {
        switch value {
        case .varint: fail(expected, "a whole number of variable length")
        case .fixed64: fail(expected, "a number of 8 bytes")
        case .fixed32: fail(expected, "a number of 4 bytes")
        case .bytes: fail(expected, "a length and bytes")
        }
    }

    private func fail(_ expected: String, _ found: String) -> InterchangeError {
        InterchangeError(file, place, .unexpected(expected: expected, found: found))
    }
}
