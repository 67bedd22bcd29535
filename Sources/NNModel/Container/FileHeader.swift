/// The first 96 bytes of a file: what it is, what it takes to read it, and where the directory stands.
public struct FileHeader: Sendable, Equatable {
    /// A version of the format.
    public struct Version: Sendable, Equatable, Comparable, CustomStringConvertible {
        /// Readers of another major version can't read the file.
        public let major: UInt16
        /// Readers of an older minor version can't read the file.
        public let minor: UInt16

        /// The version that this library reads and writes.
        public static let current = Version(major: 1, minor: 0)

        public static func < (a: Version, b: Version) -> Bool { (a.major, a.minor) < (b.major, b.minor) }
        public var description: String { "\(major).\(minor)" }
    }

    /// The lowest version whose readers understand the file.
    public let versionNeeded: Version
    /// The version of the library that wrote it.
    public let versionWritten: Version
    /// What a reader must know to read the file, a bit each; version 1.0 has none.
    public let requiredFeatures: UInt64
    /// What a reader may know, a bit each; version 1.0 has none.
    public let optionalFeatures: UInt64
    /// The length of the whole file in bytes.
    public let fileLength: Int
    /// How many chunks there are, the directory included.
    public let chunkCount: Int
    /// The SHA-256 of what the model is, whatever the encoding and the metadata.
    public let digest: [UInt8]

    /// The digest as 64 hexadecimal digits.
    public var digestText: String { SHA256.text(digest) }

    /// Bytes of the header.
    public static let length = 96
    static let lengthOffset = 32
    static let digestOffset = 56
    /// 0x8E, "NNM", CR LF, ^Z, LF: after PNG's idea, whatever a transfer in text mode changes shows in it.
    static let signature: [UInt8] = [0x8E, 0x4E, 0x4E, 0x4D, 0x0D, 0x0A, 0x1A, 0x0A]

    /// Bytes of the directory's payload: an entry for each other chunk.
    var directoryLength: Int { (chunkCount - 1) * ChunkEntry.length }

    init(fileLength: Int, chunkCount: Int, digest: [UInt8]) {
        versionNeeded = .current
        versionWritten = .current
        requiredFeatures = 0
        optionalFeatures = 0
        self.fileLength = fileLength
        self.chunkCount = chunkCount
        self.digest = digest
    }

    /// The 96 bytes; `init(parsing:)` reads them back.
    var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.put(Self.signature)
        for version in [versionNeeded, versionWritten] {
            writer.put(version.major)
            writer.put(version.minor)
        }
        writer.put(requiredFeatures)
        writer.put(optionalFeatures)
        writer.put(UInt64(fileLength))
        writer.put(UInt64(Self.length))
        writer.put(UInt32(directoryLength))
        writer.put(UInt32(chunkCount))
        writer.put(digest)
        writer.put(UInt32(0))
        writer.put(writer.bytes.withUnsafeBytes { Checksum.of($0) })
        return writer.bytes
    }

    /// Reads the header of a file of which `bytes` is all that there is.
    init(parsing bytes: UnsafeRawBufferPointer) throws(Violation) {
        try Self.checkSignature(bytes.prefix(8))
        let place = "header"
        guard bytes.count >= Self.length else {
            throw Violation(
                rule: .truncated, offset: bytes.count, place: place, expected: "at least \(Self.length)",
                found: "\(bytes.count)")
        }
        let header = UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.length))
        var reader = ByteReader(Array(header), place: place, start: 0)
        _ = try reader.take(Self.signature.count)
        versionNeeded = Version(major: try reader.get(), minor: try reader.get())
        versionWritten = Version(major: try reader.get(), minor: try reader.get())
        requiredFeatures = try reader.get()
        optionalFeatures = try reader.get()
        let declaredLength = try reader.get(UInt64.self)
        let directoryOffset = try reader.get(UInt64.self)
        let directoryLength = try reader.get(UInt32.self)
        let declaredCount = try reader.get(UInt32.self)
        digest = Array(try reader.take(32))
        let reservedOffset = reader.position
        let reserved = try reader.get(UInt32.self)
        let checksum = try reader.get(UInt32.self)

        func check(_ holds: Bool, _ rule: Rule, at offset: Int, expected: String, found: String) throws(Violation) {
            guard holds else {
                throw Violation(rule: rule, offset: offset, place: place, expected: expected, found: found)
            }
        }
        let computed = Checksum.of(UnsafeRawBufferPointer(rebasing: header.dropLast(4)))
        try check(
            computed == checksum, .headerChecksum, at: Self.length - 4,
            expected: "the checksum \(hexadecimal(computed, digits: 8))", found: hexadecimal(checksum, digits: 8))
        try check(
            versionNeeded.major == Version.current.major && versionNeeded.minor <= Version.current.minor, .version,
            at: 8, expected: "this reader knows version \(Version.current)",
            found: "the file needs a reader of version \(versionNeeded)")
        try check(
            requiredFeatures == 0, .feature, at: 16, expected: "this reader of version \(Version.current) has none",
            found: "the file needs a reader of version \(versionNeeded) with the features "
                + "0x\(String(requiredFeatures, radix: 16, uppercase: true))")
        try check(
            reserved == 0, .reserved, at: reservedOffset, expected: "reserved bytes of zero", found: "\(reserved)")
        try check(
            UInt64(bytes.count) >= declaredLength, .truncated, at: bytes.count, expected: "\(declaredLength)",
            found: "\(bytes.count)")
        try check(
            UInt64(bytes.count) == declaredLength, .fileLength, at: Self.lengthOffset,
            expected: "a file of \(declaredLength) bytes",
            found: "\(bytes.count)")
        try check(
            (1...UInt32(Limits.chunks)).contains(declaredCount), .directory, at: 52,
            expected: "1 to \(Limits.chunks) chunks", found: "\(declaredCount)")
        fileLength = bytes.count
        chunkCount = Int(declaredCount)
        try check(
            directoryOffset == UInt64(Self.length), .directory, at: 40,
            expected: "the directory at byte \(Self.length)",
            found: "\(directoryOffset)")
        try check(
            Int(directoryLength) == self.directoryLength, .directory, at: 48,
            expected: "\(self.directoryLength) bytes of directory for \(chunkCount) chunks", found: "\(directoryLength)"
        )
    }

    /// Tells a file that is something else from one that a transfer has damaged, and from the start of one.
    private static func checkSignature(_ start: Slice<UnsafeRawBufferPointer>) throws(Violation) {
        if start.elementsEqual(signature) { return }
        if start.count < signature.count, start.elementsEqual(signature.prefix(start.count)), !start.isEmpty {
            throw Violation(
                rule: .truncated, offset: start.count, place: "header", expected: "at least \(length)",
                found: "\(start.count)")
        }
        // Without its eighth bit, with line ends converted either way, or taken for text in another encoding: the
        // three letters remain.
        let letters: [UInt8] = [0x4E, 0x4E, 0x4D]
        let damaged = (1...3).contains { start.dropFirst($0).starts(with: letters) }
        throw Violation(
            rule: damaged ? .textMode : .signature, offset: 0, place: "signature",
            expected: "a model file, which starts with \(hexadecimal(signature[...]))",
            found: start.isEmpty
                ? "an empty file"
                : hexadecimal(start) + (damaged ? ", as a transfer in text mode leaves it" : ""))
    }
}

/// Bytes as people read them: `8E 4E 4E`.
func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    bytes.map { hexadecimal(UInt32($0), digits: 2) }.joined(separator: " ")
}
