/// What a chunk holds, as four letters whose case tells more, as in PNG: a capital first letter says that a reader
/// must know the chunk, a small last one that a writer which doesn't may copy it.
public struct ChunkType: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The letters in ASCII.
    let bytes: [UInt8]

    /// Where every other chunk stands.
    public static let directory = ChunkType(known: "INDX")
    /// The input and its preprocessing.
    public static let input = ChunkType(known: "INPT")
    /// The layers.
    public static let layers = ChunkType(known: "LAYR")
    /// The output, with the classes.
    public static let output = ChunkType(known: "OUTP")
    /// Weights or biases.
    public static let tensor = ChunkType(known: "TNSR")
    /// The history of training.
    public static let history = ChunkType(known: "hISt")
    /// Keys and values.
    public static let metadata = ChunkType(known: "mETa")
    /// Inputs with the outputs to expect.
    public static let verification = ChunkType(known: "vERF")

    private init(known letters: StaticString) {
        bytes = Array(letters.description.utf8)
    }

    /// The type of these four letters, or nil where they can't be one.
    public init?(_ letters: String) {
        self.init(Array(letters.utf8)[...])
    }

    /// The type that these four bytes name, or nil where they can't be one.
    init?(_ bytes: ArraySlice<UInt8>) {
        let areLetters = bytes.allSatisfy { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
        guard bytes.count == 4, areLetters, bytes[bytes.startIndex + 2] & 0x20 == 0 else { return nil }
        self.bytes = Array(bytes)
    }

    /// Whether a reader that doesn't know the chunk must refuse the file.
    public var isCritical: Bool { bytes[0] & 0x20 == 0 }
    /// Whether the specification of the format leaves it to others.
    public var isPrivate: Bool { bytes[1] & 0x20 != 0 }
    /// Whether a writer that doesn't know the chunk may copy it to a changed model.
    public var isSafeToCopy: Bool { bytes[3] & 0x20 != 0 }
    /// Whether this version knows the chunk.
    public var isKnown: Bool {
        let known: [ChunkType] = [.directory, .input, .layers, .output, .tensor, .history, .metadata, .verification]
        return known.contains(self)
    }

    /// Capitals, and so the critical chunks, come first.
    public static func < (a: ChunkType, b: ChunkType) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
