/// Puts together a message in the wire format of protocol buffers; `WireReader` reads it.
struct WireWriter {
    private(set) var bytes: [UInt8] = []

    mutating func integer(_ number: Int, _ value: Int) {
        key(number, type: 0)
        varint(UInt64(bitPattern: Int64(value)))
    }

    mutating func float(_ number: Int, _ value: Float) {
        key(number, type: 5)
        for shift in stride(from: 0, to: 32, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> shift))
        }
    }

    mutating func text(_ number: Int, _ text: String) {
        content(number, Array(text.utf8))
    }

    mutating func content(_ number: Int, _ content: [UInt8]) {
        start(number, count: content.count)
        bytes += content
    }

    /// The start of a field of so many bytes, which come behind it.
    mutating func start(_ number: Int, count: Int) {
        key(number, type: 2)
        varint(UInt64(count))
    }

    /// A message within this one, of the fields that `body` writes.
    mutating func message(_ number: Int, _ body: (inout WireWriter) -> Void) {
        var message = WireWriter()
        body(&message)
        content(number, message.bytes)
    }

    /// Fields that are laid out already.
    mutating func append(_ fields: [UInt8]) {
        bytes += fields
    }

    private mutating func key(_ number: Int, type: UInt64) {
        varint(UInt64(number) << 3 | type)
    }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
