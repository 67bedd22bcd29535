import NNFile

/// The file of a model, laid out and ready to be written; what this writes, `ModelFile` reads.
public struct EncodedModel: Sendable {
    /// The file in pieces, of which none is copied but those that had to be made.
    private var pieces: [ByteStorage] = []
    /// The SHA-256 of what the model is, whatever the encoding and the metadata.
    public let digest: [UInt8]

    /// Lays out a file of these chunks.
    ///
    /// - Parameter digest: the content digest of the model that they hold.
    /// - Throws: `Violation` where there are more than a file may have.
    init(_ chunks: [EncodedChunk], digest: [UInt8]) throws(Violation) {
        guard chunks.count < Limits.chunks else {
            throw Violation(
                rule: .directory, offset: 0, place: "directory", expected: "at most \(Limits.chunks) chunks",
                found: "\(chunks.count + 1)")
        }
        self.digest = digest
        var offset = Directory.ownEntry(length: chunks.count * ChunkEntry.length, checksum: 0).end
        var entries: [ChunkEntry] = []
        for chunk in chunks {
            let entry = chunk.entry.moved(to: offset)
            entries.append(entry)
            pieces += [.owned(entry.completeHeader), chunk.payload, .owned(entry.zeros)]
            offset = entry.end
        }
        let directory = Directory.encode(entries)
        let checksum = directory.withUnsafeBytes { Checksum.of($0) }
        let bare = Directory.ownEntry(length: directory.count, checksum: 0)
        let own = Directory.ownEntry(
            length: directory.count, checksum: bare.checksum(withPayload: checksum))
        let header = FileHeader(fileLength: offset, chunkCount: chunks.count + 1, digest: self.digest)
        pieces.insert(.owned(header.encoded + own.completeHeader + directory + own.zeros), at: 0)
    }

    /// All the bytes in one array.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for piece in pieces { piece.withUnsafeBytes { bytes += $0 } }
        return bytes
    }

    /// Hands the file over block by block, in order.
    package func write(_ sink: (UnsafeRawBufferPointer) throws(FileError) -> Void) throws(FileError) {
        for piece in pieces { try piece.forEachBlock(sink) }
    }

    /// Writes the file: aside, synced, and renamed, so that `path` holds the old file or the whole new one.
    ///
    /// - Throws: `ModelFileError` where the file can't be written.
    public func write(to path: String) throws(ModelFileError) {
        do throws(FileError) {
            let file = try AtomicFile(path: path)
            try write { bytes throws(FileError) in try file.write(bytes) }
            try file.commit()
        } catch {
            throw .file(error)
        }
    }
}

extension ChunkEntry {
    /// The padding behind the payload.
    fileprivate var zeros: [UInt8] { [UInt8](repeating: 0, count: Self.padding(after: storedLength)) }
}
