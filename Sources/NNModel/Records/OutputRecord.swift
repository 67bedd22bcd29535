/// The chunk `OUTP`: what the numbers of the last layer mean.
extension Output {
    /// The record; `init(parsing:)` reads it back.
    var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.put(meaning.code)
        writer.put(UInt8(0))
        writer.put(UInt16(0))
        writer.put(UInt32(classNames.count))
        writer.put(threshold)
        for name in [name] + classNames { writer.put(name: name) }
        return writer.bytes
    }

    /// Reads the record.
    init(parsing reader: inout ByteReader) throws(Violation) {
        let start = reader.position
        let code = try reader.get(UInt8.self)
        guard let meaning = Meaning.allCases.first(where: { $0.code == code }) else {
            throw reader.violation(.code, at: start, expected: "what the output means", found: "code \(code)")
        }
        self.meaning = meaning
        try reader.zeros(3)
        let classCount = try reader.get(UInt32.self)
        threshold = try reader.finite(.threshold, "threshold")
        name = try reader.name()
        // Every name takes a byte at least, so this bounds the loop by the bytes that are there.
        guard Int(classCount) <= reader.remaining else {
            throw reader.violation(
                .recordLength, at: start + 4, expected: "at most \(reader.remaining) class names",
                found: "\(classCount)")
        }
        classNames = []
        for _ in 0..<classCount { classNames.append(try reader.name()) }
        try reader.end()
    }
}

extension Output.Meaning {
    fileprivate var code: UInt8 {
        switch self {
        case .probability: 1
        case .logit: 2
        case .logProbability: 3
        case .value: 4
        }
    }
}
