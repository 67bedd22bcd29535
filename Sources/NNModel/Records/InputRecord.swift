/// The chunk `INPT`: what the network takes, and its preprocessing.
extension Input {
    /// The record; `init(parsing:)` reads it back.
    var encoded: [UInt8] {
        var writer = ByteWriter()
        writer.put(UInt8(shape.count))
        writer.put(UInt8(range == nil ? 0 : 1))
        writer.put(resizing?.filter.code ?? 0)
        writer.put(resizing?.fit.code ?? 0)
        writer.put(UInt32(scaling.offsets.count))
        writer.put(shape: shape)
        writer.put(range?.lowerBound ?? 0)
        writer.put(range?.upperBound ?? 0)
        writer.put(name: name)
        writer.align()
        for (offset, divisor) in zip(scaling.offsets, scaling.divisors) {
            writer.put(offset)
            writer.put(divisor)
        }
        return writer.bytes
    }

    /// Reads the record.
    init(parsing reader: inout ByteReader) throws(Violation) {
        let rank = try Self.code(&reader, 1...UInt8(Limits.rank), .shape, "1 to \(Limits.rank) axes")
        let hasRange = try Self.code(&reader, 0...1, .code, "0 or 1 for the range")
        let filter = try Self.code(&reader, 0...UInt8(Resizing.Filter.allCases.count), .code, "a resize filter")
        let fit = try Self.code(&reader, 0...UInt8(Resizing.Fit.allCases.count), .code, "a way to fit")
        resizing = try Self.resizing(reader, filter: filter, fit: fit)
        let scalingCount = Int(try reader.get(UInt32.self))
        shape = try reader.shape(rank: rank, at: 0)
        guard let features = elementCount(shape), features <= UInt32.max else {
            throw reader.violation(
                .shape, at: 8, expected: "at most \(UInt32.max) numbers an example", found: "the shape \(shape)")
        }
        range = try Self.parseRange(&reader, isGiven: hasRange == 1)
        name = try reader.name()
        try reader.align()
        let counts = Set([1, shape.last ?? 1, features])
        guard counts.contains(scalingCount) else {
            throw reader.violation(
                .scaling, at: 4,
                expected: "a scaling for \(counts.sorted().map(String.init).joined(separator: " or ")) numbers",
                found: "\(scalingCount)")
        }
        var (offsets, divisors) = ([Double](), [Double]())
        for _ in 0..<scalingCount {
            offsets.append(try reader.finite(.scaling, "offset"))
            let at = reader.position
            let divisor = try reader.finite(.scaling, "divisor")
            guard divisor != 0 else {
                throw reader.violation(.scaling, at: at, expected: "a divisor that isn't 0", found: "0")
            }
            divisors.append(divisor)
        }
        scaling = Scaling(offsets: offsets, divisors: divisors)
        try reader.end()
    }

    /// A byte that must be one of `known`.
    private static func code(
        _ reader: inout ByteReader, _ known: ClosedRange<UInt8>, _ rule: Rule, _ expected: String
    ) throws(Violation) -> UInt8 {
        let at = reader.position
        let code = try reader.get(UInt8.self)
        guard known.contains(code) else {
            throw reader.violation(rule, at: at, expected: expected, found: "\(code)")
        }
        return code
    }

    private static func parseRange(
        _ reader: inout ByteReader, isGiven: Bool
    ) throws(Violation) -> ClosedRange<Double>? {
        let at = reader.position
        let (low, high) = (try reader.finite(.range, "bound"), try reader.finite(.range, "bound"))
        if isGiven {
            guard low <= high else {
                throw reader.violation(.range, at: at, expected: "a smallest value first", found: "\(low) to \(high)")
            }
            return low...high
        }
        guard low.bitPattern == 0, high.bitPattern == 0 else {
            throw reader.violation(
                .range, at: at, expected: "zeros where there is no range", found: "\(low) to \(high)")
        }
        return nil
    }

    private static func resizing(_ reader: ByteReader, filter: UInt8, fit: UInt8) throws(Violation) -> Resizing? {
        let (filters, fits) = (Resizing.Filter.allCases, Resizing.Fit.allCases)
        switch (filters.first { $0.code == filter }, fits.first { $0.code == fit }) {
        case (let filter?, let fit?): return Resizing(filter: filter, fit: fit)
        case (nil, nil): return nil
        default:
            throw reader.violation(
                .code, at: 2, expected: "a filter and a fit, or neither", found: "codes \(filter) and \(fit)")
        }
    }
}

extension Resizing.Filter {
    fileprivate var code: UInt8 {
        switch self {
        case .nearest: 1
        case .bilinear: 2
        case .bicubic: 3
        case .lanczos: 4
        case .area: 5
        }
    }
}

extension Resizing.Fit {
    fileprivate var code: UInt8 {
        switch self {
        case .stretch: 1
        case .fit: 2
        case .crop: 3
        }
    }
}
