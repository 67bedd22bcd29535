/// The most that an HDF5 file may ask of us. Everything a file declares is held against these before memory is taken.
public struct HDF5Limits: Sendable {
    /// Members of one group that are listed.
    public var members = 4096
    /// Bytes in the name of a member; longer ones are not listed.
    public var nameBytes = 1024
    /// Soft links followed on the way to one object.
    public var softLinks = 16
    /// Bytes in one chunk, uncompressed: libhdf5 holds a whole chunk in memory to read any part of it.
    public var chunkBytes = 256 << 20
    /// Bytes of chunks that are kept for the next read.
    public var chunkCacheBytes = 64 << 20
    /// Bytes of one string.
    public var stringBytes = 64 << 10
    /// Bytes of strings in one call.
    public var stringBytesPerRead = 16 << 20
    /// Bytes that one stored byte may stand for in compressed data: deflate's own bound is 1,032.
    public var inflation = 1032

    /// The defaults.
    public init() {}
}
