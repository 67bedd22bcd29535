/// Collects the little-endian fields of a record; `ByteReader` reads them back.
struct ByteWriter {
    private(set) var bytes: [UInt8] = []

    mutating func reserve(_ count: Int) {
        bytes.reserveCapacity(count)
    }

    mutating func put<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    mutating func put(_ value: Double) {
        put(value.bitPattern)
    }

    mutating func put(_ some: [UInt8]) {
        bytes += some
    }

    /// A length of one byte, and the text.
    ///
    /// - Precondition: 255 bytes of UTF-8 at most, which `Name.check` has made sure of.
    mutating func put(name: String) {
        put(UInt8(name.utf8.count))
        bytes += name.utf8
    }

    /// Zero bytes up to a multiple of 8.
    mutating func align() {
        bytes += [UInt8](repeating: 0, count: -bytes.count & 7)
    }
}
