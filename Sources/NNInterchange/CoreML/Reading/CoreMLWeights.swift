import NNFile
import NNModel

/// Numbers of a layer (WeightParams), whose count has been checked and which are read when they are wanted.
struct CoreMLWeights {
    private enum Content {
        /// float32 or float16, little-endian; the range is where in the file, if they stand there in one piece.
        case numbers(DataType, range: Range<Int>?)
        case quantized(CoreMLQuantization)
    }

    private let content: Content
    private let message: WireReader
    let count: Int

    init(
        _ message: WireReader, count: Int, units: Int, file: String, place: String
    ) throws(InterchangeError) {
        func fail(_ expected: String, _ found: String) -> InterchangeError {
            InterchangeError(file, place, .unexpected(expected: expected, found: found))
        }
        (self.message, self.count) = (message, count)
        // What there is: pieces of float32 (1), float16 (2), raw bytes (30), and how these are to be read (40).
        var (pieces, bytes, range): ([Int: Int], Int, Range<Int>?) = ([:], 0, nil)
        var (raw, quantization): (UnsafeRawBufferPointer?, WireReader?)
        var reader = message
        while let field = try reader.next() {
            switch field.number {
            case 1:
                if case .bytes(let content) = field.value {
                    guard content.count % 4 == 0 else { throw fail("numbers of 4 bytes", "\(content.count) bytes") }
                    bytes += content.count
                    range = field.contentOffset..<field.contentOffset + content.count
                } else {
                    _ = try field.float()
                    bytes += 4
                    range = nil
                }
            case 2:
                bytes += try field.bytes().count
                range = field.contentOffset..<field.contentOffset + (try field.bytes().count)
            case 30: raw = try field.bytes()
            case 31:
                throw InterchangeError(
                    file, place,
                    .refused("int8RawValue, which goes with inputs that are rounded to 8 bits: no model has any"))
            case 40: quantization = try field.message("\(place), its quantization")
            default: continue
            }
            pieces[field.number, default: 0] += 1
        }
        guard Set(pieces.keys).subtracting([40]).count <= 1, pieces[2] ?? 0 <= 1, pieces[30] ?? 0 <= 1 else {
            throw fail("numbers in one field", "them in several")
        }
        if let raw {
            guard let quantization else { throw fail("how raw bytes are quantized", "nothing") }
            content = .quantized(
                try CoreMLQuantization(quantization, raw, count: count, units: units, file: file, place: place))
            return
        }
        guard quantization == nil else { throw fail("raw bytes beside a quantization", "none") }
        let type: DataType = pieces[2] != nil ? .float16 : .float32
        guard bytes % type.size == 0, bytes / type.size == count else {
            throw fail("\(count) numbers", bytes % type.size == 0 ? "\(bytes / type.size)" : "\(bytes) bytes")
        }
        content = .numbers(type, range: pieces[1] ?? 0 > 1 ? nil : range)
    }

    var isQuantized: Bool { if case .quantized = content { true } else { false } }

    /// The type of the numbers; quantized ones become float32.
    var dataType: DataType { if case .numbers(let type, _) = content { type } else { .float32 } }

    /// The numbers, bit for bit where they aren't quantized, and where they are in the file if they stand there so.
    ///
    /// - Precondition: `shape` has `count` elements.
    func tensor(shape: [Int], in file: FileBytes) throws(InterchangeError) -> Tensor {
        switch content {
        case .quantized(let quantization): return Tensor(quantization.numbers, shape: shape)
        case .numbers(let type, let range?): return Tensor(file: file, range: range, dataType: type, shape: shape)
        case .numbers(let type, nil):
            var (bytes, reader): ([UInt8], WireReader) = ([], message)
            while let field = try reader.next() {
                if field.number == 1 { try field.appendNumbers(of: 4, to: &bytes) }
            }
            return Tensor(bytes: bytes, dataType: type, shape: shape)
        }
    }
}
