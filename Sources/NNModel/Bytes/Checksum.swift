internal import NNCKernels
internal import NNCZlib
internal import NNThreads

/// CRC-32 with zlib's polynomial, 0x04C11DB7 reflected, as in PNG and gzip.
package struct Checksum {
    package private(set) var value: UInt32 = 0

    package init() {}

    package mutating func add(_ bytes: UnsafeRawBufferPointer) {
        // An empty buffer may have no address, which zlib would take for a wish to start over.
        guard let start = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), !bytes.isEmpty else { return }
        let folded = bytes.count >= 64 && nn_crc32_folds() != 0 ? bytes.count & ~15 : 0
        if folded > 0 { value = nn_crc32_fold(value, start, folded) }
        value = UInt32(crc32_z(uLong(value), start + folded, bytes.count - folded))
    }

    package mutating func add(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { add($0) }
    }

    /// Adds bytes of which only the checksum is known, and how many there are.
    mutating func add(checksum: UInt32, of count: Int) {
        value = UInt32(crc32_combine(uLong(value), uLong(checksum), count))
    }

    static func of(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
        var checksum = Checksum()
        checksum.add(bytes)
        return checksum.value
    }

    /// The checksum of many bytes, computed piece by piece on up to `threads` threads.
    static func of(_ bytes: UnsafeRawBufferPointer, threads: Int) -> UInt32 {
        let pieces = Pieces(of: bytes.count, length: Blocks.rawLength)
        // Lent for as long as the threads run, and only read.
        nonisolated(unsafe) let bytes = bytes
        let parts = concurrentMap(pieces.count, threads: threads) { index in
            of(UnsafeRawBufferPointer(rebasing: bytes[pieces[index]]))
        }
        var whole = Checksum()
        for (index, part) in parts.enumerated() { whole.add(checksum: part, of: pieces[index].count) }
        return whole.value
    }
}
