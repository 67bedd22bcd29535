/// What the directory says of a chunk.
public struct ChunkEntry: Sendable, Equatable {
    /// What a tensor is to its layer.
    public enum Role: UInt8, Sendable, CaseIterable {
        /// W[l]
        case weights = 1
        /// b[l]
        case biases = 2
    }

    /// What a tensor chunk holds.
    public struct TensorEntry: Sendable, Equatable {
        /// The layer, from 1.
        public let layer: Int
        /// What the tensor is to the layer.
        public let role: Role
        /// How each number is stored.
        public let dataType: DataType
        /// The length of each axis.
        public let shape: [Int]

        /// `W[1]`, `b[2]`
        public var name: String { "\(role == .weights ? "W" : "b")[\(layer)]" }
    }

    /// What the chunk holds.
    public let type: ChunkType
    /// How it is stored.
    public let codec: Codec
    /// Where its header begins, in bytes from the start of the file.
    public let offset: Int
    /// Bytes of its payload as it stands in the file.
    public let storedLength: Int
    /// Bytes of what it holds.
    public let rawLength: Int
    /// The CRC-32 of its header and payload.
    public let checksum: UInt32
    /// Which tensor it is, where it is one.
    public let tensor: TensorEntry?

    /// The name of the tensor, or the type.
    public var name: String { tensor?.name ?? type.description }

    static let length = 64
    static let headerLength = 32
    /// Payloads begin at multiples of this, and every chunk half of it before one.
    static let alignment = 64

    var payload: Range<Int> { offset + Self.headerLength..<offset + Self.headerLength + storedLength }
    /// Where the next chunk begins.
    var end: Int { payload.upperBound + Self.padding(after: storedLength) }

    /// Bytes of zero behind a payload, so that the next one is aligned.
    static func padding(after storedLength: Int) -> Int {
        // In two steps, since a length that comes from a file may be near the largest integer.
        let excess = (storedLength % alignment + headerLength) % alignment
        return excess == 0 ? 0 : alignment - excess
    }

    /// The entry's 64 bytes; `init(parsing:)` reads them back.
    func encode(into writer: inout ByteWriter) {
        writer.put(type.bytes)
        writer.put(codec.rawValue)
        writer.put(tensor?.dataType.code ?? 0)
        writer.put(tensor?.role.rawValue ?? 0)
        writer.put(UInt8(tensor?.shape.count ?? 0))
        writer.put(UInt64(offset))
        writer.put(UInt64(storedLength))
        writer.put(UInt64(rawLength))
        writer.put(checksum)
        writer.put(UInt32(tensor?.layer ?? 0))
        for axis in 0..<Limits.rank {
            let shape = tensor?.shape ?? []
            writer.put(UInt32(axis < shape.count ? shape[axis] : 0))
        }
        writer.put(UInt64(0))
    }

    /// The header that stands before the chunk's payload, but for its checksum.
    var encodedHeader: [UInt8] {
        var writer = ByteWriter()
        writer.put(type.bytes)
        writer.put(UInt32(codec.rawValue))
        writer.put(UInt64(storedLength))
        writer.put(UInt64(rawLength))
        writer.put(UInt32(0))
        return writer.bytes
    }
}

extension ChunkEntry {
    /// Reads an entry of the directory.
    ///
    /// - Parameters:
    ///   - offset: where the chunk must begin, for the file to be tiled.
    ///   - fileLength: the length of the file.
    init(parsing reader: inout ByteReader, offset: Int, fileLength: Int) throws(Violation) {
        let start = reader.offset
        let letters = try reader.take(4)
        guard let type = ChunkType(letters) else {
            throw reader.violation(
                .chunkType, at: start, expected: "four letters, the third a capital", found: hexadecimal(letters))
        }
        guard !type.isCritical || type.isKnown else {
            throw reader.violation(
                .unknownCritical, at: start, expected: "this reader knows version \(FileHeader.Version.current)",
                found: "the file needs a reader that knows the chunk \(type)")
        }
        let codecCode = try reader.get(UInt8.self)
        guard let codec = Codec(rawValue: codecCode) else {
            throw reader.violation(.codec, at: start + 4, expected: "a known codec", found: "code \(codecCode)")
        }
        let (dataTypeCode, roleCode, rank) = (
            try reader.get(UInt8.self), try reader.get(UInt8.self), try reader.get(UInt8.self)
        )
        let declaredOffset = try reader.get(UInt64.self)
        let declaredStored = try reader.get(UInt64.self)
        let declaredRaw = try reader.get(UInt64.self)
        checksum = try reader.get()
        let layer = try reader.get(UInt32.self)

        guard declaredOffset == UInt64(offset) else {
            throw reader.violation(
                .tiling, at: start + 8, expected: "\(type) to begin where the chunk before it ends, at byte \(offset)",
                found: "\(declaredOffset)")
        }
        let room = fileLength - offset - Self.headerLength
        guard room >= 0, declaredStored <= UInt64(room), let rawLength = Int(exactly: declaredRaw) else {
            throw reader.violation(
                .tiling, at: start + 16, expected: "\(type) of at most the \(max(room, 0)) bytes that remain",
                found: "\(declaredStored) stored, \(declaredRaw) raw")
        }
        self.type = type
        self.codec = codec
        self.offset = offset
        self.rawLength = rawLength
        storedLength = Int(declaredStored)
        try Blocks.checkLengths(self.codec, stored: storedLength, raw: rawLength, at: start + 24, reader)

        if type == .tensor {
            let shape = try reader.shape(rank: rank, at: start + 7)
            guard let dataType = DataType(code: dataTypeCode) else {
                throw reader.violation(.code, at: start + 5, expected: "a data type", found: "code \(dataTypeCode)")
            }
            guard let role = Role(rawValue: roleCode) else {
                throw reader.violation(.code, at: start + 6, expected: "a role", found: "code \(roleCode)")
            }
            let tensor = TensorEntry(layer: Int(layer), role: role, dataType: dataType, shape: shape)
            let bytes = shape.reduce(into: (size: dataType.size, overflow: false)) { product, length in
                let (size, overflow) = product.size.multipliedReportingOverflow(by: length)
                product = (size, product.overflow || overflow)
            }
            guard !bytes.overflow, bytes.size == rawLength else {
                throw reader.violation(
                    .tensorSize, at: start + 24,
                    expected: "\(tensor.name) of shape \(shape) in \(dataType.name) to take as many bytes as that is",
                    found: "\(rawLength)")
            }
            self.tensor = tensor
        } else {
            guard dataTypeCode == 0, roleCode == 0, rank == 0, layer == 0 else {
                throw reader.violation(
                    .reserved, at: start + 5, expected: "no tensor's fields in the entry of \(type)", found: "some")
            }
            try reader.zeros(4 * Limits.rank, .reserved)
            guard rawLength <= Limits.recordBytes else {
                throw reader.violation(
                    .budget, at: start + 24, expected: "\(type) of at most \(Limits.recordBytes) bytes",
                    found: "\(rawLength)")
            }
            tensor = nil
        }
        try reader.zeros(8, .reserved)
    }
}

extension DataType {
    /// The number that stands for the type in a file.
    var code: UInt8 {
        switch self {
        case .float32: 1
        case .float64: 2
        }
    }

    init?(code: UInt8) {
        guard let match = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = match
    }
}
