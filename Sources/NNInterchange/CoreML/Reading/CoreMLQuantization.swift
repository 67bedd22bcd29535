/// Weights of 1 to 8 bits (QuantizationParams), each the highest bit first and without gaps between: steps of a scale, or
/// places in a table.
struct CoreMLQuantization {
    private enum Meaning {
        /// scale · q + bias, with one pair for all rows or one for each.
        case linear(scales: [Float], biases: [Float])
        case table([Float])
    }

    private let meaning: Meaning
    private let bits: Int
    private let bytes: UnsafeRawBufferPointer
    private let count: Int
    private let units: Int

    init(
        _ message: WireReader, _ bytes: UnsafeRawBufferPointer, count: Int, units: Int, file: String, place: String
    ) throws(InterchangeError) {
        let fields = try WireFields(message, file: file, place: place)
        bits = try fields.integer(1)
        guard (1...8).contains(bits) else { throw fields.fail("1 to 8 bits a weight", found: "\(bits)") }
        let needed = count.multipliedReportingOverflow(by: bits)
        guard !needed.overflow, bytes.count == (needed.partialValue + 7) / 8 else {
            throw fields.fail("bytes for \(count) weights of \(bits) bits", found: "\(bytes.count)")
        }
        func floats(_ fields: WireFields, _ number: Int, limit: Int) throws(InterchangeError) -> [Float] {
            var floats: [Float] = []
            for field in fields.all(number) { try field.add(to: &floats, limit: limit) }
            return floats
        }
        if let linear = try fields.fields(101, place) {
            let scales = try floats(linear, 1, limit: InterchangeLimits.spreadNumbers)
            let biases = try floats(linear, 2, limit: InterchangeLimits.spreadNumbers)
            guard [1, units].contains(scales.count), [0, 1, units].contains(biases.count) else {
                throw linear.fail(
                    "one scale and bias, or one for each of \(units) units",
                    found: "\(scales.count) and \(biases.count)")
            }
            meaning = .linear(scales: scales, biases: biases.isEmpty ? [0] : biases)
        } else if let table = try fields.fields(102, place) {
            let values = try floats(table, 1, limit: 256)
            guard values.count == 1 << bits else {
                throw table.fail("a table of \(1 << bits) numbers", found: "\(values.count)")
            }
            meaning = .table(values)
        } else {
            throw fields.fail("linear quantization or a table", found: "neither")
        }
        (self.bytes, self.count, self.units) = (bytes, count, units)
    }

    /// The numbers that the weights stand for.
    var numbers: [Float] {
        let width = max(1, count / max(1, units))
        return (0..<count).map { index in
            let steps = step(at: index * bits)
            switch meaning {
            case .table(let values): return values[steps]
            case .linear(let scales, let biases):
                let row = index / width
                return Float(
                    Double(scales[row % scales.count]) * Double(steps) + Double(biases[row % biases.count]))
            }
        }
    }

    private func step(at bit: Int) -> Int {
        let (byte, offset) = (bit / 8, bit % 8)
        let pair = Int(bytes[byte]) << 8 | (byte + 1 < bytes.count ? Int(bytes[byte + 1]) : 0)
        return pair >> (16 - offset - bits) & (1 << bits - 1)
    }
}
