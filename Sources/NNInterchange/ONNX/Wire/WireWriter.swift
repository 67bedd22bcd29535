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
        key(number, type: 2)
        varint(UInt64(content.count))
        bytes += content
    }

    /// The numbers of a tensor as they stand, without a copy in between.
    mutating func content(_ number: Int, _ content: UnsafeRawBufferPointer) {
        key(number, type: 2)
        varint(UInt64(content.count))
        bytes += content
    }

    /// A message within this one, of the fields that `body` writes.
    mutating func message(_ number: Int, _ body: (inout WireWriter) -> Void) {
        var message = WireWriter()
        body(&message)
        content(number, message.bytes)
    }

    /// The fields of another part of this message.
    mutating func append(_ fields: WireWriter) {
        bytes += fields.bytes
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
