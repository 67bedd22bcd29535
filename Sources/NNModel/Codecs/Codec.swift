/// How the bytes of a chunk are stored.
public enum Codec: UInt8, Sendable, CaseIterable, CustomStringConvertible {
    /// As they are.
    case raw = 0
    /// In blocks, each a deflate stream.
    case deflate = 1
    /// In blocks of byte planes, so that exponents, which are alike, stand together and apart from the rest.
    case planes = 2
    /// In blocks of a bit map that tells which numbers are zero, and the byte planes of the others.
    case sparse = 3

    public var description: String {
        switch self {
        case .raw: "raw"
        case .deflate: "deflate"
        case .planes: "planes"
        case .sparse: "sparse"
        }
    }

    /// Whether it takes the bytes for numbers, which only tensors are.
    var needsNumbers: Bool { self == .planes || self == .sparse }
}

/// What the codecs must know of a number: how many bytes it has, and whether a sign stands before its exponent.
struct WordLayout: Sendable {
    /// 1, 2, 4 or 8 bytes.
    let size: Int
    /// Whether words are rotated left by one bit before they are cut into bytes, which moves the sign to the end and
    /// makes the exponent of a float32 a whole byte.
    let rotates: Bool

    init(_ dataType: DataType) {
        size = dataType.size
        rotates = dataType != .int8
    }
}
