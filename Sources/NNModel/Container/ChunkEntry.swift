/// What the directory says of a chunk.
public struct ChunkEntry: Sendable, Equatable {
    /// What a tensor is to its layer.
    public enum Role: UInt8, Sendable, CaseIterable {
        /// W[l]
        case weights = 1
        /// b[l]
        case biases = 2
        /// What the numbers of each row of int8 weights are to be multiplied by.
        case scales = 3
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

        /// `W[1]`, `b[2]`, `scales[3]`
        public var name: String {
            switch role {
            case .weights: "W[\(layer)]"
            case .biases: "b[\(layer)]"
            case .scales: "scales[\(layer)]"
            }
        }
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

    /// What the codec must know of the numbers that the chunk holds.
    var layout: WordLayout { WordLayout(tensor?.dataType ?? .int8) }

    /// The header that stands before the payload.
    var completeHeader: [UInt8] {
        var writer = ByteWriter()
        writer.put(headerStart)
        writer.put(checksum)
        return writer.bytes
    }

    /// The checksum that the chunk must have, given that of its payload.
    func checksum(withPayload payload: UInt32) -> UInt32 {
        var whole = Checksum()
        whole.add(headerStart)
        whole.add(checksum: payload, of: storedLength)
        return whole.value
    }

    /// The header but for its checksum.
    private var headerStart: [UInt8] {
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
    ///   - last: the entry before it, behind whose chunk this one's must stand.
    ///   - fileLength: the length of the file.
    init(parsing reader: inout ByteReader, after last: ChunkEntry, fileLength: Int) throws(Violation) {
        let start = reader.position
        type = try Self.parseType(&reader, after: last.type)
        let codecCode = try reader.get(UInt8.self)
        guard let codec = Codec(rawValue: codecCode), type == .tensor || !codec.needsNumbers else {
            throw reader.violation(
                .codec, at: start + 4, expected: "a codec that is known, and fit for \(type)",
                found: "code \(codecCode)")
        }
        self.codec = codec
        let tensorCodes = try reader.take(3)
        (offset, storedLength) = try Self.parsePlace(&reader, type, after: last, fileLength: fileLength)
        let declaredRaw = try reader.get(UInt64.self)
        try Blocks.checkLengths(codec, stored: storedLength, raw: declaredRaw, at: start + 24, reader)
        // Not beyond the largest integer, which no codec can claim.
        rawLength = Int(declaredRaw)
        checksum = try reader.get()
        let layer = try reader.get(UInt32.self)
        if type == .tensor {
            tensor = try TensorEntry(
                parsing: &reader, codes: Array(tensorCodes), layer: layer, rawLength: rawLength, entry: start)
        } else {
            let axes = try reader.take(4 * Limits.rank)
            guard layer == 0, (tensorCodes + axes).allSatisfy({ $0 == 0 }) else {
                throw reader.violation(
                    .reserved, at: start + 5, expected: "no tensor's fields in the entry of \(type)", found: "some")
            }
            tensor = nil
        }
        guard try reader.take(8).allSatisfy({ $0 == 0 }) else {
            throw reader.violation(.reserved, at: start + 56, expected: "reserved bytes of zero", found: "others")
        }
        guard tensor != nil || rawLength <= Limits.recordBytes else {
            throw reader.violation(
                .budget, at: start + 24, expected: "\(type) of at most \(Limits.recordBytes) bytes",
                found: "\(rawLength)")
        }
    }

    /// A type that is known or may be skipped, and may stand behind `last`: tensors follow each other, in an order that
    /// `ModelCheck` looks at; of any other type there is one chunk at most, and they stand in the order of their letters.
    private static func parseType(_ reader: inout ByteReader, after last: ChunkType) throws(Violation) -> ChunkType {
        let start = reader.position
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
        guard last < type || (last == .tensor && type == .tensor) else {
            throw reader.violation(
                .chunkOrder, at: start, expected: "a chunk that may stand behind \(last)", found: "\(type)")
        }
        return type
    }

    /// Where the chunk begins, which must be where the one before it ends, and how long its payload is.
    private static func parsePlace(
        _ reader: inout ByteReader, _ type: ChunkType, after last: ChunkEntry, fileLength: Int
    ) throws(Violation) -> (offset: Int, storedLength: Int) {
        let start = reader.position
        let declaredOffset = try reader.get(UInt64.self)
        let declaredStored = try reader.get(UInt64.self)
        let offset = last.end
        guard declaredOffset == UInt64(offset) else {
            throw reader.violation(
                .tiling, at: start, expected: "\(type) to begin where the chunk before it ends, at byte \(offset)",
                found: "\(declaredOffset)")
        }
        // Whole chunks with their padding, so that a payload that fits can still be too long.
        let room = fileLength - offset - headerLength
        guard room >= 0, declaredStored <= UInt64(room),
            Int(declaredStored) + padding(after: Int(declaredStored)) <= room
        else {
            throw reader.violation(
                .tiling, at: start + 8, expected: "\(type) of at most the \(max(room, 0)) bytes that remain",
                found: "\(declaredStored)")
        }
        return (offset, Int(declaredStored))
    }
}

extension ChunkEntry.TensorEntry {
    /// Reads the axes, and checks what the entry's other fields say of the tensor.
    ///
    /// - Parameter entry: where the entry begins.
    fileprivate init(
        parsing reader: inout ByteReader, codes: [UInt8], layer: UInt32, rawLength: Int, entry: Int
    ) throws(Violation) {
        guard let dataType = DataType(code: codes[0]) else {
            throw reader.violation(.code, at: entry + 5, expected: "a data type", found: "code \(codes[0])")
        }
        guard let role = ChunkEntry.Role(rawValue: codes[1]) else {
            throw reader.violation(.code, at: entry + 6, expected: "a role", found: "code \(codes[1])")
        }
        let shape = try reader.shape(rank: codes[2], at: entry + 7)
        self.init(layer: Int(layer), role: role, dataType: dataType, shape: shape)
        guard elementCount([dataType.size] + shape) == rawLength else {
            throw reader.violation(
                .tensorSize, at: entry + 24,
                expected: "\(name) of shape \(shape) in \(dataType.name) to take as many bytes as that is",
                found: "\(rawLength)")
        }
    }
}

extension DataType {
    /// The number that stands for the type in a file.
    var code: UInt8 {
        switch self {
        case .float32: 1
        case .float64: 2
        case .float16: 3
        case .bfloat16: 4
        case .int8: 5
        }
    }

    init?(code: UInt8) {
        guard let match = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = match
    }
}
