import NNCommand

/// A number of bytes as people write it: 512M, 2G, 100K, or plain bytes. K, M, G and T are powers of 1,024.
struct MemorySize: ParameterValue, Equatable {
    static let expectation = "a size such as 512M or 2G (K, M, G, T), or a number of bytes"
    /// At least 1.
    let bytes: Int

    private static let units: [(letter: String, bytes: Int)] = [
        ("T", 1 << 40), ("G", 1 << 30), ("M", 1 << 20), ("K", 1 << 10),
    ]

    init(bytes: Int) {
        self.bytes = bytes
    }

    /// So many bytes, or a few more: whole megabytes.
    ///
    /// - Precondition: at least 1, and 2^60 at most.
    init(roundingUp bytes: Int) {
        self.bytes = ((bytes - 1) >> 20 + 1) << 20
    }

    init?(argument: String) {
        let unit = Self.units.first { argument.uppercased().hasSuffix($0.letter) }
        let digits = unit == nil ? argument[...] : argument.dropLast()
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(digits), number >= 1 else {
            return nil
        }
        let (bytes, overflows) = number.multipliedReportingOverflow(by: unit?.bytes ?? 1)
        guard !overflows else { return nil }
        self.bytes = bytes
    }

    var argument: String {
        guard let unit = Self.units.first(where: { bytes.isMultiple(of: $0.bytes) }) else { return String(bytes) }
        return "\(bytes / unit.bytes)\(unit.letter)"
    }
}
