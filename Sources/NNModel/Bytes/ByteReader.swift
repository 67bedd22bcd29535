/// Reads the little-endian fields of a record that nobody has checked yet; `ByteWriter` writes them.
///
/// Reading beyond the end, padding that isn't zero and the like throw with the offset in the file.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    /// What is being read, for messages.
    private let place: String
    /// Where `bytes` begins: in the file, or for a compressed chunk in what it holds.
    private let start: Int
    private var position: Int

    init(_ bytes: [UInt8], place: String, start: Int) {
        self.bytes = bytes[...]
        self.place = place
        self.start = start
        position = 0
    }

    /// The place of the next byte.
    var offset: Int { start + position }
    var remaining: Int { bytes.count - position }

    mutating func take(_ count: Int) throws(Violation) -> ArraySlice<UInt8> {
        guard count <= remaining else {
            throw violation(.recordLength, expected: "\(count) more bytes", found: "\(remaining)")
        }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func get<Value: FixedWidthInteger>(_ type: Value.Type = Value.self) throws(Violation) -> Value {
        let field = try take(MemoryLayout<Value>.size)
        return field.reversed().reduce(0) { $0 << 8 | Value(truncatingIfNeeded: $1) }
    }

    mutating func double() throws(Violation) -> Double {
        Double(bitPattern: try get(UInt64.self))
    }

    /// A number that must be finite.
    mutating func finite(_ rule: Rule, _ what: String) throws(Violation) -> Double {
        let at = offset
        let value = try double()
        guard value.isFinite else {
            throw violation(rule, at: at, expected: "a finite \(what)", found: "\(value)")
        }
        return value
    }

    /// A length of one byte and as many bytes of text.
    mutating func name() throws(Violation) -> String {
        let at = offset
        let text = try text(count: Int(try get(UInt8.self)))
        if let problem = Name.problem(text) { throw violation(.name, at: at, expected: "a name", found: problem) }
        return text
    }

    /// So many bytes of UTF-8.
    mutating func text(count: Int) throws(Violation) -> String {
        let at = offset
        guard let text = String(validating: try take(count), as: UTF8.self) else {
            throw violation(.name, at: at, expected: "UTF-8", found: "other bytes")
        }
        return text
    }

    /// Bytes that are there for alignment only, or kept for later versions.
    mutating func zeros(_ count: Int, _ rule: Rule) throws(Violation) {
        for _ in 0..<count {
            let at = offset
            let byte = try get(UInt8.self)
            guard byte == 0 else { throw violation(rule, at: at, expected: "a zero byte", found: "\(byte)") }
        }
    }

    /// Zero bytes up to a multiple of 8, counted from the start of the record.
    mutating func align() throws(Violation) {
        try zeros(-position & 7, .recordPadding)
    }

    func end() throws(Violation) {
        guard remaining == 0 else {
            throw violation(.recordLength, expected: "the end of the record", found: "\(remaining) bytes more")
        }
    }

    func violation(_ rule: Rule, at offset: Int? = nil, expected: String, found: String) -> Violation {
        Violation(rule: rule, offset: offset ?? self.offset, place: place, expected: expected, found: found)
    }
}
