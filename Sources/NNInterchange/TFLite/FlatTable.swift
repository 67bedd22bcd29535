/// A table of a FlatBuffer (https://flatbuffers.dev/internals), in bytes that nobody checked.
///
/// A table begins with how far back its vtable is: a list of where its fields stand, with 0 for those that are left out
/// and have their usual values. Whatever is longer than a number stands elsewhere, and the field says how far ahead.
/// Every offset is checked when it is followed, so that nothing outside of the bytes is read; and it can only be
/// followed ahead, by readers that know what they look for, so that nothing nests deeper than the schema.
struct FlatTable {
    private let bytes: UnsafeRawBufferPointer
    private let file: String
    private let allowance: Allowance
    /// What the table is, for messages to people.
    let place: String
    private let start: Int
    private let length: Int
    private let vtable: Int
    private let vtableLength: Int

    /// Bytes of lists that may still be read: many tables may say that they have the same list.
    private final class Allowance {
        var bytes: Int

        init(_ bytes: Int) {
            self.bytes = bytes
        }
    }

    /// The outermost table, whose place the first four bytes tell.
    init(rootOf bytes: UnsafeRawBufferPointer, file: String, place: String) throws(InterchangeError) {
        let start = try Self.follow(0, in: bytes, file: file, place: place)
        try self.init(bytes, file: file, place: place, at: start, Allowance(1 << 16 + 4 * bytes.count))
    }

    private init(
        _ bytes: UnsafeRawBufferPointer, file: String, place: String, at start: Int, _ allowance: Allowance
    ) throws(InterchangeError) {
        func fail(_ expected: String, _ found: String) -> InterchangeError {
            InterchangeError(file, "\(place), byte \(start)", .unexpected(expected: expected, found: found))
        }
        let back = Int(bytes.loadUnaligned(fromByteOffset: start, as: Int32.self).littleEndian)
        let vtable = start - back
        guard vtable >= 0, vtable % 2 == 0, vtable <= bytes.count - 4 else {
            throw fail("a table whose list of fields is in the file", "it at byte \(vtable)")
        }
        func half(_ position: Int) -> Int {
            Int(bytes.loadUnaligned(fromByteOffset: position, as: UInt16.self).littleEndian)
        }
        let (vtableLength, length) = (half(vtable), half(vtable + 2))
        guard vtableLength >= 4, vtableLength % 2 == 0, vtableLength <= bytes.count - vtable else {
            throw fail("a list of fields of 4 to \(bytes.count - vtable) bytes", "\(vtableLength)")
        }
        guard length >= 4, length <= bytes.count - start else {
            throw fail("a table of 4 to \(bytes.count - start) bytes", "\(length)")
        }
        (self.bytes, self.file, self.place, self.start, self.length) = (bytes, file, place, start, length)
        (self.vtable, self.vtableLength, self.allowance) = (vtable, vtableLength, allowance)
    }

    /// Where an offset leads: to something of at least 4 bytes, aligned as all that offsets lead to is.
    private static func follow(
        _ position: Int, in bytes: UnsafeRawBufferPointer, file: String, place: String
    ) throws(InterchangeError) -> Int {
        let ahead = Int(bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self).littleEndian)
        let target = position + ahead
        guard ahead >= 4, target <= bytes.count - 4, target % 4 == 0 else {
            throw InterchangeError(
                file, "\(place), byte \(position)",
                .unexpected(
                    expected: "an offset to a multiple of 4 in the \(bytes.count) bytes of the file", found: "\(ahead)")
            )
        }
        return target
    }

    /// Where a field stands; nil where it is left out.
    private func position(_ field: Int, size: Int) throws(InterchangeError) -> Int? {
        let entry = 4 + 2 * field
        guard entry + 2 <= vtableLength else { return nil }
        let offset = Int(bytes.loadUnaligned(fromByteOffset: vtable + entry, as: UInt16.self).littleEndian)
        if offset == 0 { return nil }
        guard offset >= 4, offset + size <= length, (start + offset) % size == 0 else {
            throw fail(field, "\(size) aligned bytes within the \(length) of the table", "them at its byte \(offset)")
        }
        return start + offset
    }

    /// A whole number.
    func get<Value: FixedWidthInteger & BitwiseCopyable>(
        _ field: Int, _ usual: Value
    ) throws(InterchangeError) -> Value {
        guard let position = try position(field, size: MemoryLayout<Value>.size) else { return usual }
        return Value(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: Value.self))
    }

    func float(_ field: Int, _ usual: Float) throws(InterchangeError) -> Float {
        guard let position = try position(field, size: 4) else { return usual }
        return Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
    }

    func table(_ field: Int, _ place: String) throws(InterchangeError) -> FlatTable? {
        guard let position = try position(field, size: 4) else { return nil }
        let target = try Self.follow(position, in: bytes, file: file, place: "\(self.place), field \(field)")
        return try FlatTable(bytes, file: file, place: place, at: target, allowance)
    }

    /// A list of tables; none where it is left out.
    ///
    /// - Parameter place: what one of them is, by its number from 0.
    func tables(
        _ field: Int, limit: Int, _ place: (Int) -> String
    ) throws(InterchangeError) -> [FlatTable] {
        let range = try list(field, size: 4, limit: limit)
        var tables: [FlatTable] = []
        for position in stride(from: range.lowerBound, to: range.upperBound, by: 4) {
            let place = place(tables.count)
            let target = try Self.follow(position, in: bytes, file: file, place: place)
            tables.append(try FlatTable(bytes, file: file, place: place, at: target, allowance))
        }
        return tables
    }

    /// A list of whole numbers; none where it is left out.
    func integers<Value: FixedWidthInteger & BitwiseCopyable>(
        _ field: Int, of type: Value.Type = Int32.self, limit: Int
    ) throws(InterchangeError) -> [Int] {
        let size = MemoryLayout<Value>.size
        let range = try list(field, size: size, limit: limit)
        return stride(from: range.lowerBound, to: range.upperBound, by: size).map {
            Int(Value(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: type)))
        }
    }

    func floats(_ field: Int, limit: Int) throws(InterchangeError) -> [Float] {
        try integers(field, of: UInt32.self, limit: limit).map { Float(bitPattern: UInt32($0)) }
    }

    /// Text in UTF-8; nil where it is left out.
    func text(_ field: Int) throws(InterchangeError) -> String? {
        guard try position(field, size: 4) != nil else { return nil }
        let range = try list(field, size: 1, limit: InterchangeLimits.stringLength)
        guard let text = String(validating: bytes[range], as: UTF8.self) else {
            throw fail(field, "text in UTF-8", "other bytes")
        }
        return text
    }

    /// Where in the file the elements of a list stand; nowhere, where it is left out.
    func elements(_ field: Int, size: Int, limit: Int) throws(InterchangeError) -> Range<Int> {
        guard let position = try position(field, size: 4) else { return 0..<0 }
        let target = try Self.follow(position, in: bytes, file: file, place: "\(place), field \(field)")
        let count = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: target, as: UInt32.self)))
        let first = target + 4
        guard count <= (bytes.count - first) / size else {
            throw fail(
                field, "a list of at most the \(bytes.count - first) bytes behind it", "\(count) elements of \(size)")
        }
        guard count <= limit else {
            throw InterchangeError(
                file, "\(place), field \(field)", .limit("elements", limit: limit, found: "\(count)"))
        }
        guard count == 0 || first % size == 0 else {
            throw fail(field, "elements at a multiple of \(size)", "them at byte \(first)")
        }
        return first..<first + count * size
    }

    /// The elements of a list that is copied.
    private func list(_ field: Int, size: Int, limit: Int) throws(InterchangeError) -> Range<Int> {
        let range = try elements(field, size: size, limit: limit)
        allowance.bytes -= range.count
        guard allowance.bytes >= 0 else {
            throw InterchangeError(
                file, "\(place), field \(field)", .refused("lists are used so often that they take many times the file")
            )
        }
        return range
    }

    private func fail(_ field: Int, _ expected: String, _ found: String) -> InterchangeError {
        InterchangeError(file, "\(place), field \(field)", .unexpected(expected: expected, found: found))
    }
}
