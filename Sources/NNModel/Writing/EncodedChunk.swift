/// A chunk that is ready to stand in a file.
struct EncodedChunk: Sendable {
    /// Its entry in the directory; the checksum is still open where `isSummed` is false.
    let entry: ChunkEntry
    let payload: ByteStorage
    let isSummed: Bool

    private init(_ entry: ChunkEntry, payload: ByteStorage, isSummed: Bool) {
        (self.entry, self.payload, self.isSummed) = (entry, payload, isSummed)
    }

    /// A chunk that holds these bytes as they are.
    init(_ type: ChunkType, _ raw: ByteStorage, tensor: ChunkEntry.TensorEntry? = nil) {
        let length = raw.withUnsafeBytes(\.count)
        let entry = ChunkEntry(
            type: type, codec: .raw, offset: 0, storedLength: length, rawLength: length, checksum: 0, tensor: tensor)
        self.init(entry, payload: raw, isSummed: false)
    }

    /// A chunk of these bytes in the codec that makes it smallest.
    init(
        _ type: ChunkType, _ raw: ByteStorage, tensor: ChunkEntry.TensorEntry? = nil, compression: Compression,
        threads: Int
    ) {
        let layout = tensor.map { WordLayout($0.dataType) }
        let (length, encoded) = raw.withUnsafeBytes { bytes in
            (bytes.count, CodecChoice.encode(bytes, layout: layout, compression: compression, threads: threads))
        }
        guard let encoded else {
            self.init(type, raw, tensor: tensor)
            return
        }
        let bare = ChunkEntry(
            type: type, codec: encoded.codec, offset: 0, storedLength: encoded.payload.count, rawLength: length,
            checksum: 0, tensor: tensor)
        let checksum = encoded.payload.withUnsafeBytes { Checksum.of($0, threads: threads) }
        self.init(
            bare.with(checksum: bare.checksum(withPayload: checksum)), payload: .owned(encoded.payload), isSummed: true)
    }

    /// Takes a chunk over as it stands in a file that has been verified.
    init(_ entry: ChunkEntry, payload: ByteStorage) {
        self.init(entry, payload: payload, isSummed: true)
    }

    /// The same chunk at another place.
    func moved(to offset: Int) -> EncodedChunk {
        EncodedChunk(entry.moved(to: offset), payload: payload, isSummed: isSummed)
    }
}

extension ChunkEntry {
    /// The entry of the same chunk at another place.
    fileprivate func moved(to offset: Int) -> ChunkEntry {
        ChunkEntry(
            type: type, codec: codec, offset: offset, storedLength: storedLength, rawLength: rawLength,
            checksum: checksum, tensor: tensor)
    }

    /// The entry with another checksum.
    func with(checksum: UInt32) -> ChunkEntry {
        ChunkEntry(
            type: type, codec: codec, offset: offset, storedLength: storedLength, rawLength: rawLength,
            checksum: checksum, tensor: tensor)
    }
}
