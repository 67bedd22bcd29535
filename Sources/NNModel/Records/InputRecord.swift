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
        let start = reader.offset
        let (rank, hasRange) = (try reader.get(UInt8.self), try reader.get(UInt8.self))
        let (filter, fit) = (try reader.get(UInt8.self), try reader.get(UInt8.self))
        let scalingCount = Int(try reader.get(UInt32.self))
        shape = try reader.shape(rank: rank, at: start)
        let features = shape.reduce(into: (count: 1, overflow: false)) { product, length in
            let (count, overflow) = product.count.multipliedReportingOverflow(by: length)
            product = (count, product.overflow || overflow)
        }
        guard !features.overflow, features.count <= UInt32.max else {
            throw reader.violation(
                .shape, at: start + 8, expected: "at most \(UInt32.max) numbers an example", found: "the shape \(shape)"
            )
        }
        range = try Self.parseRange(&reader, code: hasRange, at: start + 1)
        resizing = try Self.parseResizing(reader, filter: filter, fit: fit, at: start + 2)
        name = try reader.name()
        try reader.align()
        let counts = Set([1, shape.last ?? 1, features.count])
        guard counts.contains(scalingCount) else {
            throw reader.violation(
                .scaling, at: start + 4,
                expected: "a scaling for \(counts.sorted().map(String.init).joined(separator: " or ")) numbers",
                found: "\(scalingCount)")
        }
        guard reader.remaining == 16 * scalingCount else {
            throw reader.violation(
                .recordLength, expected: "\(16 * scalingCount) bytes of scaling", found: "\(reader.remaining)")
        }
        var (offsets, divisors) = ([Double](), [Double]())
        for _ in 0..<scalingCount {
            offsets.append(try reader.finite(.scaling, "offset"))
            let at = reader.offset
            let divisor = try reader.finite(.scaling, "divisor")
            guard divisor != 0 else {
                throw reader.violation(.scaling, at: at, expected: "a divisor that isn't 0", found: "0")
            }
            divisors.append(divisor)
        }
        scaling = Scaling(offsets: offsets, divisors: divisors)
    }

    private static func parseRange(
        _ reader: inout ByteReader, code: UInt8, at offset: Int
    ) throws(Violation) -> ClosedRange<Double>? {
        let at = reader.offset
        let (low, high) = (try reader.finite(.range, "bound"), try reader.finite(.range, "bound"))
        switch code {
        case 0:
            guard low.bitPattern == 0, high.bitPattern == 0 else {
                throw reader.violation(
                    .range, at: at, expected: "zeros where there is no range", found: "\(low) to \(high)")
            }
            return nil
        case 1:
            guard low <= high else {
                throw reader.violation(.range, at: at, expected: "a smallest value first", found: "\(low) to \(high)")
            }
            return low...high
        default:
            throw reader.violation(.code, at: offset, expected: "0 or 1 for the range", found: "\(code)")
        }
    }

    private static func parseResizing(
        _ reader: ByteReader, filter: UInt8, fit: UInt8, at offset: Int
    ) throws(Violation) -> Resizing? {
        if filter == 0, fit == 0 { return nil }
        guard let filter = Resizing.Filter.allCases.first(where: { $0.code == filter }) else {
            throw reader.violation(.code, at: offset, expected: "a resize filter", found: "code \(filter)")
        }
        guard let fit = Resizing.Fit.allCases.first(where: { $0.code == fit }) else {
            throw reader.violation(.code, at: offset + 1, expected: "a way to fit", found: "code \(fit)")
        }
        return Resizing(filter: filter, fit: fit)
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
