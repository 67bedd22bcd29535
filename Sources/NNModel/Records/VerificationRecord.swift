/// The chunk `vERF`: inputs with the outputs to expect.
enum VerificationRecord {
    /// The record; `parse` reads it back.
    static func encode(_ checks: [VerificationCheck]) -> [UInt8] {
        var writer = ByteWriter()
        writer.put(UInt32(checks.count))
        writer.put(UInt32(0))
        for check in checks {
            let (kind, seed, values) = check.source.encoded
            writer.put(UInt64(kind))
            writer.put(check.tolerance)
            writer.put(seed)
            for number in values + check.expected { writer.put(number) }
        }
        return writer.bytes
    }

    /// Reads the record.
    ///
    /// - Parameters:
    ///   - features: elements of an example.
    ///   - units: numbers of an output.
    static func parse(
        _ reader: inout ByteReader, features: Int, units: Int
    ) throws(Violation) -> [VerificationCheck] {
        let start = reader.position
        let count = try reader.get(UInt32.self)
        guard (1...UInt32(Limits.verificationChecks)).contains(count) else {
            throw reader.violation(
                .verification, at: start, expected: "1 to \(Limits.verificationChecks) checks", found: "\(count)")
        }
        try reader.zeros(4)
        var checks: [VerificationCheck] = []
        for _ in 0..<count {
            let start = reader.position
            let kind = try reader.get(UInt8.self)
            guard kind == seedKind || kind == valuesKind else {
                throw reader.violation(.code, at: start, expected: "a seed or values", found: "code \(kind)")
            }
            try reader.zeros(7)
            let tolerance = try reader.finite(.verification, "tolerance")
            guard tolerance > 0 else {
                throw reader.violation(
                    .verification, at: start + 8, expected: "a tolerance above 0", found: "\(tolerance)")
            }
            let seed = try reader.get(UInt64.self)
            guard kind == seedKind || seed == 0 else {
                throw reader.violation(
                    .verification, at: start + 16, expected: "no seed beside values", found: "\(seed)")
            }
            let source =
                try kind == seedKind
                ? .seed(seed)
                : VerificationCheck.Source.values(
                    numbers(features, of: &reader))
            let expected = try numbers(units, of: &reader)
            checks.append(VerificationCheck(source: source, tolerance: tolerance, expected: expected))
        }
        try reader.end()
        return checks
    }

    private static func numbers(_ count: Int, of reader: inout ByteReader) throws(Violation) -> [Double] {
        var numbers: [Double] = []
        for _ in 0..<count { numbers.append(try reader.finite(.verification, "number")) }
        return numbers
    }

    fileprivate static let seedKind: UInt8 = 1
    fileprivate static let valuesKind: UInt8 = 2
}

extension VerificationCheck.Source {
    fileprivate var encoded: (kind: UInt8, seed: UInt64, values: [Double]) {
        switch self {
        case .seed(let seed): (VerificationRecord.seedKind, seed, [])
        case .values(let values): (VerificationRecord.valuesKind, 0, values)
        }
    }
}
