/// A chunk of a type that this version doesn't know, and that may be copied to a changed model.
public struct ExtraChunk: Sendable, Equatable {
    /// Its type.
    public let type: ChunkType
    /// What it holds.
    public let bytes: [UInt8]

    /// - Precondition: the type is unknown to this version, not critical, and safe to copy.
    public init(type: ChunkType, bytes: [UInt8]) {
        precondition(!type.isKnown && !type.isCritical && type.isSafeToCopy, "\(type) may not be copied")
        self.type = type
        self.bytes = bytes
    }
}
