/// A chunk that is ready to stand anywhere in a file.
struct EncodedChunk: Sendable {
    /// Its entry in the directory; only the offset is still open.
    let entry: ChunkEntry
    let payload: ByteStorage

    /// Encodes what a chunk is to hold.
    ///
    /// - Returns: the chunk, and the SHA-256 of what it holds.
    static func encoding(
        _ type: ChunkType, _ raw: ByteStorage, tensor: ChunkEntry.TensorEntry? = nil, compression: Compression,
        threads: Int
    ) -> (chunk: EncodedChunk, contents: [UInt8]) {
        let layout = tensor.map { WordLayout($0.dataType) }
        let (length, encoded) = raw.withUnsafeBytes { bytes in
            (bytes.count, CodecChoice.encode(bytes, layout: layout, compression: compression, threads: threads))
        }
        let (checksum, hash) = raw.sums()
        let entry = ChunkEntry(
            type: type, codec: encoded?.codec ?? .raw, storedLength: encoded?.payload.count ?? length,
            rawLength: length,
            payloadChecksum: encoded.map { $0.payload.withUnsafeBytes { Checksum.of($0, threads: threads) } }
                ?? checksum,
            tensor: tensor)
        return (EncodedChunk(entry, payload: encoded.map { .owned($0.payload) } ?? raw), hash)
    }

    /// Takes a chunk over as it stands in a file that has been verified.
    init(_ entry: ChunkEntry, payload: ByteStorage) {
        self.entry = entry
        self.payload = payload
    }
}

extension ChunkEntry {
    /// The entry of a chunk that stands nowhere yet.
    fileprivate init(
        type: ChunkType, codec: Codec, storedLength: Int, rawLength: Int, payloadChecksum: UInt32,
        tensor: TensorEntry?
    ) {
        let bare = ChunkEntry(
            type: type, codec: codec, offset: 0, storedLength: storedLength, rawLength: rawLength, checksum: 0,
            tensor: tensor)
        self.init(
            type: type, codec: codec, offset: 0, storedLength: storedLength, rawLength: rawLength,
            checksum: bare.checksum(withPayload: payloadChecksum), tensor: tensor)
    }

    /// The entry of the same chunk at another place.
    func moved(to offset: Int) -> ChunkEntry {
        ChunkEntry(
            type: type, codec: codec, offset: offset, storedLength: storedLength, rawLength: rawLength,
            checksum: checksum, tensor: tensor)
    }
}
