/// Reads the little-endian fields of a GGUF file that nobody has checked.
struct GGUFCursor {
    private let bytes: UnsafeRawBufferPointer
    private let file: String
    /// What is being read, for messages.
    var place: String
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer, file: String, place: String) {
        (self.bytes, self.file, self.place) = (bytes, file, place)
    }

    var remaining: Int { bytes.count - position }

    mutating func take(_ count: Int) throws(InterchangeError) -> UnsafeRawBufferPointer {
        guard count <= remaining else { throw fail("\(count) more bytes", found: "\(remaining)") }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: bytes[position..<position + count])
    }

    mutating func get<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws(InterchangeError) -> Value {
        Value(littleEndian: try take(MemoryLayout<Value>.size).loadUnaligned(as: Value.self))
    }

    /// A u64 that says how many of something there are.
    mutating func count(of what: String, limit: Int) throws(InterchangeError) -> Int {
        let count = try get(UInt64.self)
        guard count <= UInt64(limit) else {
            throw InterchangeError(file, place, .limit(what, limit: limit, found: "\(count)"))
        }
        return Int(count)
    }

    mutating func string() throws(InterchangeError) -> UnsafeRawBufferPointer {
        let length = try get(UInt64.self)
        guard length <= UInt64(remaining) else {
            throw fail("a string of at most the \(remaining) bytes that are left", found: "\(length)")
        }
        return try take(Int(length))
    }

    /// A name of a key or a tensor: some text of at most `limit` bytes.
    mutating func name(limit: Int) throws(InterchangeError) -> String {
        let bytes = try string()
        guard (1...limit).contains(bytes.count) else {
            throw fail("a name of 1 to \(limit) bytes", found: "\(bytes.count)")
        }
        guard let name = String(validating: bytes, as: UTF8.self) else {
            throw fail("a name in UTF-8", found: "other bytes")
        }
        return name
    }

    func fail(_ expected: String, found: String) -> InterchangeError {
        InterchangeError(file, place, .unexpected(expected: expected, found: found))
    }

    func refusal(_ what: String) -> InterchangeError { InterchangeError(file, place, .refused(what)) }
}
