import NNFile
internal import NNThreads

/// The file of a model, laid out and ready to be written; what this writes, `ModelFile` reads.
///
/// Where everything stands is known at once. Checksums and hashes, which stand in front of what they are computed of, are
/// computed when they are first wanted: of a large model that isn't compressed, while it is being written.
public struct EncodedModel: Sendable {
    private let chunks: [EncodedChunk]
    private let seal: Seal

    /// Lays out a file of these chunks.
    ///
    /// - Parameters:
    ///   - digest: the content digest of the model that they hold; nil to compute it of the payloads, none of which is
    ///     compressed then.
    ///   - threads: how many compute it.
    /// - Throws: `Violation` where there are more than a file may have.
    init(_ chunks: [EncodedChunk], digest: [UInt8]?, threads: Int) throws(Violation) {
        guard chunks.count < Limits.chunks else {
            throw Violation(
                rule: .directory, offset: 0, place: "directory", expected: "at most \(Limits.chunks) chunks",
                found: "\(chunks.count + 1)")
        }
        var offset = Directory.ownEntry(length: chunks.count * ChunkEntry.length, checksum: 0).end
        var placed: [EncodedChunk] = []
        for chunk in chunks {
            placed.append(chunk.moved(to: offset))
            offset = placed[placed.count - 1].entry.end
        }
        self.chunks = placed
        seal = Seal(placed, fileLength: offset, digest: digest, threads: threads)
    }

    /// The SHA-256 of what the model is, whatever the encoding and the metadata.
    public var digest: [UInt8] { seal.parts.digest }

    /// All the bytes in one array.
    public var bytes: [UInt8] {
        var bytes = seal.parts.start
        for (chunk, entry) in zip(chunks, seal.parts.entries) {
            bytes += entry.completeHeader
            chunk.payload.withUnsafeBytes { bytes += $0 }
            bytes += entry.zeros
        }
        return bytes
    }

    /// Whether the chunk of this number is of this entry, checksum included.
    func holds(_ entry: ChunkEntry, at index: Int) -> Bool {
        chunks.indices.contains(index) && seal.parts.entries[index] == entry
    }

    /// Writes the file: aside, synced, and renamed, so that `path` holds the old file or the whole new one.
    ///
    /// - Throws: `ModelFileError` where the file can't be written.
    public func write(to path: String) throws(ModelFileError) {
        do throws(FileError) {
            let file = try AtomicFile(path: path)
            try write(to: file)
            try file.commit()
        } catch {
            throw .file(error)
        }
    }

    /// Writes the file without putting it in place.
    package func write(to file: borrowing AtomicFile) throws(FileError) {
        guard file.isSeekable else {
            try file.write(seal.parts.start)
            for (chunk, entry) in zip(chunks, seal.parts.entries) {
                try file.write(entry.completeHeader)
                try chunk.payload.forEachBlock { bytes throws(FileError) in try file.write(bytes) }
                try file.write(entry.zeros)
            }
            return
        }
        try writePayloads(to: file)
        try file.write(seal.parts.start, at: 0)
        for entry in seal.parts.entries {
            try file.write(entry.completeHeader, at: entry.offset)
            try file.write(entry.zeros, at: entry.payload.upperBound)
        }
    }

    /// Writes what stands between headers, while other threads compute what those say of it.
    private func writePayloads(to file: borrowing AtomicFile) throws(FileError) {
        let seal = seal
        let isLong = chunks.reduce(0) { $0 + $1.entry.storedLength } >= Self.longLength
        let helper = isLong ? PlainThread { _ = seal.parts } : nil
        defer { helper?.join() }
        for chunk in chunks {
            var position = chunk.entry.payload.lowerBound
            try chunk.payload.forEachBlock { bytes throws(FileError) in
                try file.write(bytes, at: position)
                position += bytes.count
            }
        }
    }

    /// From here on a thread more pays.
    private static let longLength = 16 << 20
}

extension ChunkEntry {
    /// The padding behind the payload.
    var zeros: [UInt8] { [UInt8](repeating: 0, count: Self.padding(after: storedLength)) }
}
