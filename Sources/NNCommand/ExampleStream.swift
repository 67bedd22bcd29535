/// The header of the stream in which `nndata stream` hands labelled examples to another tool, so that this one need not
/// link HDF5: 8 bytes of signature, then the count of examples, the numbers of each, and the bytes of a number (1 for
/// u8, 8 for f64), each as a little-endian u64. Behind it, an example at a time, the class as a u64 and the numbers.
public struct ExampleStreamHeader: Sendable, Equatable {
    /// How many examples follow.
    public let count: Int
    /// How many numbers each has.
    public let features: Int
    /// 1 for bytes, 8 for float64.
    public let numberSize: Int

    /// Bytes of the header.
    public static let length = 32
    private static let signature: [UInt8] = Array("NNSTREAM".utf8)

    /// A header for so many examples.
    public init(count: Int, features: Int, numberSize: Int) {
        self.count = count
        self.features = features
        self.numberSize = numberSize
    }

    /// Reads what `bytes` wrote; nil where that is something else.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.length, bytes.starts(with: Self.signature) else { return nil }
        let numbers = [8, 16, 24].map { Int(truncatingIfNeeded: littleEndian(bytes[$0..<$0 + 8])) }
        guard numbers.allSatisfy({ (1...1 << 40).contains($0) }), [1, 8].contains(numbers[2]) else { return nil }
        self.init(count: numbers[0], features: numbers[1], numberSize: numbers[2])
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        Self.signature + [count, features, numberSize].flatMap { littleEndianBytes(UInt64($0)) }
    }

    /// Bytes of one example behind the header, its class included.
    public var exampleLength: Int { 8 + features * numberSize }
}

/// A number from its bytes, the lowest first.
public func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
}

/// The bytes of a number, the lowest first.
public func littleEndianBytes(_ number: UInt64) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
}
