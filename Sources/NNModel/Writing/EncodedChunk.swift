/// A chunk that is ready to stand anywhere in a file.
struct EncodedChunk: Sendable {
    /// Its entry in the directory; only the offset is still open.
    let entry: ChunkEntry
    let payload: ByteStorage

    /// Encodes what a chunk is to hold.
    init(
        _ type: ChunkType, _ raw: ByteStorage, tensor: ChunkEntry.TensorEntry? = nil, compression: Compression,
        threads: Int
    ) {
        let layout = tensor.map { WordLayout($0.dataType) }
        (entry, payload) = raw.withUnsafeBytes { bytes in
            let encoded = CodecChoice.encode(bytes, layout: layout, compression: compression, threads: threads)
            let payload = encoded.map { ByteStorage.owned($0.payload) } ?? raw
            let entry = payload.withUnsafeBytes { stored in
                ChunkEntry(
                    type: type, codec: encoded?.codec ?? .raw, storedLength: stored.count, rawLength: bytes.count,
                    payloadChecksum: Checksum.of(stored, threads: threads), tensor: tensor)
            }
            return (entry, payload)
        }
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
