import NNCZlib

/// CRC-32 with zlib's polynomial, 0x04C11DB7 reflected, as in PNG and gzip.
struct Checksum {
    private(set) var value: UInt32 = 0

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        // An empty buffer may have no address, which zlib would take for a wish to start over.
        guard let start = bytes.baseAddress, !bytes.isEmpty else { return }
        value = UInt32(crc32_z(uLong(value), start.assumingMemoryBound(to: UInt8.self), bytes.count))
    }

    mutating func add(_ bytes: some Sequence<UInt8>) {
        Array(bytes).withUnsafeBytes { add($0) }
    }

    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var checksum = Checksum()
        checksum.add(bytes)
        return checksum.value
    }
}
