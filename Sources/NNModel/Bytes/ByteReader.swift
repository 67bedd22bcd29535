/// Reads the little-endian fields of a record that nobody has checked yet; `ByteWriter` writes them.
///
/// Reading beyond the end, padding that isn't zero and the like throw with the offset in the file.
struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    /// What is being read, for messages.
    private let place: String
    /// Where the record begins in the file, or for a compressed one the payload that holds it.
    private let start: Int
    /// Whether bytes of the record have no place of their own in the file.
    private let isCompressed: Bool
    /// The place of the next byte in the record.
    private(set) var position = 0

    init(_ bytes: [UInt8], place: String, start: Int, isCompressed: Bool = false) {
        self.bytes = bytes[...]
        self.place = place
        self.start = start
        self.isCompressed = isCompressed
    }

    var remaining: Int { bytes.count - position }

    mutating func take(_ count: Int) throws(Violation) -> ArraySlice<UInt8> {
        guard count <= remaining else {
            throw violation(.recordLength, at: position, expected: "\(count) more bytes", found: "\(remaining)")
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
        let at = position
        let value = try double()
        guard value.isFinite else {
            throw violation(rule, at: at, expected: "a finite \(what)", found: "\(value)")
        }
        return value
    }

    /// A length of one byte and as many bytes of text.
    mutating func name() throws(Violation) -> String {
        let at = position
        let name = try text(count: Int(try get(UInt8.self)), at: at)
        if let problem = Name.problem(name) { throw violation(.name, at: at, expected: "a name", found: problem) }
        return name
    }

    /// So many bytes of UTF-8.
    mutating func text(count: Int) throws(Violation) -> String {
        try text(count: count, at: position)
    }

    private mutating func text(count: Int, at start: Int) throws(Violation) -> String {
        guard let text = String(validating: try take(count), as: UTF8.self) else {
            throw violation(.name, at: start, expected: "UTF-8", found: "other bytes")
        }
        return text
    }

    /// Bytes that are there for alignment only, or kept for later versions.
    mutating func zeros(_ count: Int) throws(Violation) {
        let at = position
        for (index, byte) in try take(count).enumerated() where byte != 0 {
            throw violation(.recordPadding, at: at + index, expected: "a zero byte", found: "\(byte)")
        }
    }

    /// Zero bytes up to a multiple of 8, counted from the start of the record.
    mutating func align() throws(Violation) {
        try zeros(-position & 7)
    }

    func end() throws(Violation) {
        guard remaining == 0 else {
            throw violation(
                .recordLength, at: position, expected: "the end of the record", found: "\(remaining) bytes more")
        }
    }

    /// - Parameter position: the place in the record.
    func violation(_ rule: Rule, at position: Int, expected: String, found: String) -> Violation {
        Violation(
            rule: rule, offset: isCompressed ? start : start + position, place: place, expected: expected, found: found)
    }
}
