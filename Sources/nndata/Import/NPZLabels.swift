import NNCommand
import NNDataset
import NNInterchange
import NNModel

/// The array of an .npz file that holds the labels: (m), (m, 1) or (1, m) of whole numbers or strings, or one-hot rows
/// (m, k).
struct NPZLabels {
    private var texts = LabelTexts()
    /// How long a one-hot row is; 1 for labels that are none.
    private let width: Int

    /// - Throws: `InterchangeError` where the array is damaged, `LabelTexts.Problem` where a label can't be one.
    init(_ name: String, of arrays: NPZArrays, limits: DatasetLimits = DatasetLimits()) throws {
        let array = try arrays.describe(name)
        width = array.shape.count == 2 && array.shape[0] > 1 ? array.shape[1] : 1
        guard array.shape.count <= 2 else { throw problem("labels of one axis or two", found: "\(array.shape.count)") }
        // Before room is made for a row.
        guard width <= limits.classes else { throw problem("at most \(limits.classes) classes", found: "\(width)") }
        guard array.shape[0] * (array.width / width) <= limits.examples else {
            throw problem("at most \(limits.examples) labels", found: "more")
        }
        switch array.type.kind {
        case .byteString, .unicodeString:
            guard width == 1 else { throw problem("one string", found: "\(width)") }
            try arrays.forEachBlock(of: name) { _, rows in
                guard let strings = array.strings(rows) else { throw problem("text", found: "bytes that are none") }
                for string in strings { try texts.add(Array(string.utf8)) }
            }
        default:
            try arrays.forEachBlock(of: name) { _, rows in
                let numbers = array.numbers(rows)
                for start in stride(from: 0, to: numbers.count, by: width) {
                    try add(numbers[start..<start + width])
                }
            }
        }
    }

    /// The classes, as `LabelTexts` has them; of one-hot rows as many as they are long.
    func classes(named names: [String]?) throws(LabelTexts.Problem) -> ClassLabels {
        try texts.classes(named: names ?? (width > 1 ? (0..<width).map(String.init) : nil))
    }

    private mutating func add(_ row: ArraySlice<Double>) throws {
        guard width > 1 else {
            let number = row[row.startIndex]
            guard let whole = Int(exactly: number) else { throw problem("a whole number", found: "\(number)") }
            return try texts.add(Array(String(whole).utf8))
        }
        guard row.allSatisfy({ $0 == 0 || $0 == 1 }), row.count(where: { $0 == 1 }) == 1 else {
            throw problem("one 1 among zeros", found: "another row")
        }
        let one = row.firstIndex(of: 1).map { $0 - row.startIndex } ?? 0
        try texts.add(Array(String(one).utf8))
    }

    private func problem(_ expected: String, found: String) -> LabelTexts.Problem {
        LabelTexts.Problem(example: texts.count, expected: expected, found: found)
    }
}

extension NPZArrays.Description {
    /// The numbers among rows as `forEachBlock` lends them. Integers beyond 2^53 are rounded, and far from any class.
    fileprivate func numbers(_ rows: UnsafeRawBufferPointer) -> [Double] {
        func all<Number: BitwiseCopyable>(_ convert: (Number) -> Double) -> [Double] {
            rows.assumingMemoryBound(to: Number.self).map(convert)
        }
        switch (type.kind, type.size) {
        case (.float, 2): return Tensor(bytes: Array(rows), dataType: .float16, shape: [rows.count / 2]).scalars()
        case (.float, 4): return all { (number: Float) in Double(number) }
        case (.float, _): return all { (number: Double) in number }
        case (.integer(isSigned: true), 1): return all { (number: Int8) in Double(number) }
        case (.integer(isSigned: true), 2): return all { (number: Int16) in Double(number) }
        case (.integer(isSigned: true), 4): return all { (number: Int32) in Double(number) }
        case (.integer(isSigned: true), _): return all { (number: Int64) in Double(number) }
        case (_, 1): return all { (number: UInt8) in Double(number) }
        case (_, 2): return all { (number: UInt16) in Double(number) }
        case (_, 4): return all { (number: UInt32) in Double(number) }
        default: return all { (number: UInt64) in Double(number) }
        }
    }
}
