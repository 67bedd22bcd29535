import NNModel

/// Everything in front of the numbers of a GGUF file, checked: the tensors lie one behind the other, and end where the file
/// does.
struct GGUFHeader {
    /// What a file of ours says beyond the tensors.
    private(set) var description: DescriptionText?
    private(set) var tensors: [GGUFTensor] = []
    /// Where the numbers begin in the file.
    private(set) var dataOffset = 0
    /// What is left out, for people.
    private(set) var notes: [String] = []

    private var alignment = GGUFFormat.usualAlignment

    init(_ bytes: UnsafeRawBufferPointer, file: String) throws(InterchangeError) {
        var cursor = GGUFCursor(bytes, file: file, place: "header")
        guard try cursor.take(4).elementsEqual(GGUFFormat.magic) else {
            throw cursor.fail("GGUF", found: "other bytes")
        }
        let version = try cursor.get(UInt32.self)
        if version.byteSwapped == GGUFFormat.version {
            throw cursor.refusal("the numbers are big-endian, which is not supported")
        }
        guard version == GGUFFormat.version else {
            throw cursor.fail("version \(GGUFFormat.version) of GGUF", found: "\(version)")
        }
        let tensorCount = try cursor.count(of: "tensors", limit: InterchangeLimits.ggufTensors)
        let keyCount = try cursor.count(of: "keys", limit: InterchangeLimits.ggufKeys)

        var keys: Set<String> = []
        var others: [String] = []
        for index in 0..<keyCount {
            cursor.place = "key \(index + 1)"
            let key = try cursor.name(limit: 65_535)
            cursor.place = key
            guard keys.insert(key).inserted else { throw cursor.fail("each key once", found: "it again") }
            guard try readValue(of: key, &cursor, file: file) else { continue }
            others.append(key)
        }
        notes = others.isEmpty ? [] : ["left out: the keys " + others.joined(separator: ", ")]

        var names: Set<String> = []
        var end = 0
        for index in 0..<tensorCount {
            cursor.place = "tensor \(index + 1)"
            let tensor = try Self.tensor(&cursor, behind: end, alignment: alignment)
            guard names.insert(tensor.name).inserted else {
                throw cursor.fail("tensors of different names", found: "two of this one")
            }
            end = tensor.end
            tensors.append(tensor)
        }
        let start = Self.aligned(cursor.position, alignment) ?? .max
        cursor.place = "numbers"
        let found = max(0, bytes.count - start)
        // The last tensor may be filled up like the others, or not.
        guard found == end || found == Self.aligned(end, alignment) else {
            throw cursor.fail("\(end) bytes, as the tensors need", found: "\(found)")
        }
        dataOffset = start
    }

    /// Reads or skips a value.
    ///
    /// - Returns: whether the key says something that is left out.
    private mutating func readValue(
        of key: String, _ cursor: inout GGUFCursor, file: String
    ) throws(InterchangeError) -> Bool {
        let type = try Self.type(&cursor)
        switch key {
        case GGUFFormat.descriptionKey:
            guard type == .string else { throw cursor.fail("a string", found: "\(type)") }
            description = try DescriptionText(try cursor.string(), file: file, place: key)
            return false
        case GGUFFormat.alignmentKey:
            guard type == .uint32 else { throw cursor.fail("an uint32", found: "\(type)") }
            let number = try cursor.get(UInt32.self)
            guard number.nonzeroBitCount == 1, (8...65_536).contains(number) else {
                throw cursor.fail("a power of two from 8 to 65536", found: "\(number)")
            }
            alignment = Int(number)
            return false
        case GGUFFormat.architectureKey:
            guard type == .string else { throw cursor.fail("a string", found: "\(type)") }
            return try !cursor.string().elementsEqual(GGUFWriter.architecture.utf8)
        default:
            try Self.skip(type, &cursor)
            return true
        }
    }

    private static func type(_ cursor: inout GGUFCursor) throws(InterchangeError) -> GGUFValueType {
        let code = try cursor.get(UInt32.self)
        guard let type = GGUFValueType(rawValue: code) else {
            throw cursor.fail("a type of value from 0 to 12", found: "\(code)")
        }
        return type
    }

    private static func skip(_ type: GGUFValueType, _ cursor: inout GGUFCursor) throws(InterchangeError) {
        switch type {
        case .string: _ = try cursor.string()
        case .array:
            let element = try Self.type(&cursor)
            if element == .array { throw cursor.refusal("the value is an array of arrays, which is not supported") }
            let count = try cursor.get(UInt64.self)
            // Each takes a byte at least, strings eight.
            guard count <= UInt64(cursor.remaining / (element.size ?? 8)) else {
                throw cursor.fail(
                    "an array that the \(cursor.remaining) bytes which are left can hold", found: "\(count) elements")
            }
            if let size = element.size {
                _ = try cursor.take(Int(count) * size)
            } else {
                for _ in 0..<count { _ = try cursor.string() }
            }
        case .bool:
            let byte = try cursor.get(UInt8.self)
            guard byte <= 1 else { throw cursor.fail("0 or 1 for a bool", found: "\(byte)") }
        default: _ = try cursor.take(type.size ?? 0)
        }
    }

    /// Reads what the header says of a tensor.
    ///
    /// - Parameter end: where the tensor before it ends.
    private static func tensor(
        _ cursor: inout GGUFCursor, behind end: Int, alignment: Int
    ) throws(InterchangeError) -> GGUFTensor {
        let name = try cursor.name(limit: GGUFFormat.longestTensorName)
        cursor.place = name
        let rank = try cursor.get(UInt32.self)
        guard (1...4).contains(rank) else { throw cursor.fail("1 to 4 axes", found: "\(rank)") }
        var lengths: [Int] = []
        for _ in 0..<rank {
            let length = try cursor.get(UInt64.self)
            guard let length = Int(exactly: length) else {
                throw cursor.fail("a length of an axis", found: "\(length)")
            }
            lengths.append(length)
        }
        let shape = Array(lengths.reversed())
        let code = try cursor.get(UInt32.self)
        guard let type = GGUFTensorType.dataType(code) else {
            throw cursor.fail("F32, F16, BF16 or F64 numbers", found: GGUFTensorType.name(code))
        }
        guard let size = elementCount([type.size] + shape) else {
            throw cursor.fail("a shape that fits a file", found: "\(shape)")
        }
        let offset = try cursor.get(UInt64.self)
        guard let start = aligned(end, alignment), offset == UInt64(start) else {
            throw cursor.fail(
                "the offset \(aligned(end, alignment) ?? end), right behind the tensor before", found: "\(offset)")
        }
        let (last, overflow) = start.addingReportingOverflow(size)
        guard !overflow else { throw cursor.fail("tensors that fit a file", found: "\(size) more bytes") }
        return GGUFTensor(name: name, shape: shape, dataType: type, offset: start, end: last)
    }

    /// The next multiple of `alignment`; nil where that is no number.
    private static func aligned(_ offset: Int, _ alignment: Int) -> Int? {
        let (sum, overflow) = offset.addingReportingOverflow(alignment - 1)
        return overflow ? nil : sum & ~(alignment - 1)
    }
}
