import NNFile

/// The start of an HDF5 file, looked at before libhdf5 sees it, so that what is no HDF5 file, or only the beginning of
/// one, gets an error that says so.
///
/// Fields as in the "HDF5 File Format Specification", section II.A.
enum Superblock {
    private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

    /// - Throws: `HDF5Error` where `bytes` don't hold a signature, or fewer bytes than the superblock states.
    static func check(_ bytes: UnsafeRawBufferPointer, file: String) throws(HDF5Error) {
        guard !bytes.isEmpty else { throw HDF5Error(file: file, .emptyFile) }
        guard let start = signatureOffset(bytes) else { throw HDF5Error(file: file, .notHDF5) }
        guard let end = statedEnd(bytes, from: start) else { return }
        guard end <= UInt64(bytes.count) else {
            throw HDF5Error(file: file, .truncated(found: bytes.count, expected: end))
        }
    }

    /// The signature stands at 0, or, after a block of the user's own, at 512, 1024, 2048 and so on.
    private static func signatureOffset(_ bytes: UnsafeRawBufferPointer) -> Int? {
        var offset = 0
        while offset <= bytes.count - signature.count {
            if bytes[offset..<offset + signature.count].elementsEqual(signature) { return offset }
            offset = offset == 0 ? 512 : offset * 2
        }
        return nil
    }

    /// Where the superblock says that the file ends, or nil where it isn't whole or of a version that we don't know:
    /// libhdf5 will say what it thinks of that.
    private static func statedEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> UInt64? {
        func byte(_ offset: Int) -> Int? { start + offset < bytes.count ? Int(bytes[start + offset]) : nil }
        func address(_ offset: Int, size: Int) -> UInt64? {
            guard size == 2 || size == 4 || size == 8, start + offset + size <= bytes.count else { return nil }
            return (0..<size).reduce(0) { $0 | UInt64(bytes[start + offset + $1]) << (8 * UInt64($1)) }
        }
        let layout: (sizeOfOffsets: Int, addresses: Int)? =
            switch byte(8) {
            case 0: byte(13).map { ($0, 24) }
            case 1: byte(13).map { ($0, 28) }
            case 2, 3: byte(9).map { ($0, 12) }
            default: nil
            }
        // In all versions: the base address, one address that doesn't matter here, the end of the file.
        guard let layout, let end = address(layout.addresses + 2 * layout.sizeOfOffsets, size: layout.sizeOfOffsets)
        else { return nil }
        return end
    }
}
