import NNModel
import Testing

@Suite("CRC-32")
struct ChecksumTests {
    /// Bit by bit, as the definition has it: the remainder by the reflected polynomial.
    private func defined(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = (crc >> 1) ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~crc
    }

    @Test("The check value of the catalogues of checksums comes out")
    func published() {
        var checksum = Checksum()
        checksum.add(Array("123456789".utf8))
        #expect(checksum.value == 0xCBF4_3926)
    }

    @Test("Every length, from every place, and in two parts gives what the definition gives")
    func lengths() {
        var random = SplitMix64(seed: 11)
        let bytes = (0..<1_200).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        for length in Array(0...200) + [255, 256, 257, 511, 513, 1_000, 1_100] {
            for start in [0, 1, 7, 16, 63] {
                let part = bytes[start..<start + length]
                var (whole, parts) = (Checksum(), Checksum())
                bytes.withUnsafeBytes { whole.add(UnsafeRawBufferPointer(rebasing: $0[start..<start + length])) }
                parts.add(Array(part.prefix(length / 3)))
                parts.add(Array(part.dropFirst(length / 3)))
                #expect(whole.value == defined(part) && parts.value == whole.value, "\(length) bytes from \(start)")
            }
        }
    }
}
