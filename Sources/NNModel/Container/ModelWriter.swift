import NNFile

/// How a model is stored.
public enum Compression: String, Sendable, CaseIterable {
    /// Every chunk as it is: tensors can be mapped.
    case none
    /// Whichever codec makes a chunk smallest, at zlib's fastest level.
    case fast
    /// Whichever codec makes a chunk smallest, at zlib's best level.
    case best

    fileprivate var level: Int32? {
        switch self {
        case .none: nil
        case .fast: 1
        case .best: 9
        }
    }
}

/// Lays out the file of a model; what this writes, `ModelFile` reads.
struct ModelWriter {
    /// The file in pieces, of which none is copied but those that had to be made.
    private var pieces: [ByteStorage] = []
    private var entries: [ChunkEntry] = []

    /// - Throws: `Violation` where no valid file can hold the model.
    init(_ model: Model, compression: Compression) throws(Violation) {
        let (records, ancillary) = try Self.records(of: model)
        let chunkCount = 1 + records.count + 2 * model.layers.count + ancillary.count
        let directoryLength = (chunkCount - 1) * ChunkEntry.length
        var offset = Directory.ownEntry(length: directoryLength, checksum: 0).end
        var digest = ContentDigest()

        func append(_ type: ChunkType, _ raw: ByteStorage, tensor: ChunkEntry.TensorEntry? = nil) {
            let (entry, payload) = raw.withUnsafeBytes { bytes in
                let encoded = compression.level.flatMap { Blocks.encode(bytes, level: $0) }
                let entry = ChunkEntry(
                    type: type, codec: encoded == nil ? .raw : .deflate, offset: offset, payload: encoded,
                    raw: bytes, tensor: tensor)
                if ContentDigest.covers(type) { digest.add(entry, raw: bytes) }
                return (entry, encoded.map { ByteStorage.owned($0) } ?? raw)
            }
            let padding = [UInt8](repeating: 0, count: ChunkEntry.padding(after: entry.storedLength))
            entries.append(entry)
            pieces += [.owned(entry.completeHeader), payload, .owned(padding)]
            offset = entry.end
        }

        for (type, record) in records { append(type, .owned(record)) }
        for (index, layer) in model.layers.enumerated() {
            for (role, tensor) in [(ChunkEntry.Role.weights, layer.weights), (.biases, layer.biases)] {
                let entry = ChunkEntry.TensorEntry(
                    layer: index + 1, role: role, dataType: tensor.dataType, shape: tensor.shape)
                append(.tensor, tensor.storage, tensor: entry)
            }
        }
        for (type, record) in ancillary { append(type, .owned(record)) }

        let directory = Directory.encode(entries)
        let own = directory.withUnsafeBytes { bytes in
            ChunkEntry(
                type: .directory, codec: .raw, offset: FileHeader.length, payload: nil, raw: bytes, tensor: nil)
        }
        let header = FileHeader(fileLength: offset, chunkCount: chunkCount, digest: digest.finish())
        let padding = [UInt8](repeating: 0, count: ChunkEntry.padding(after: directory.count))
        pieces.insert(.owned(header.encoded + own.completeHeader + directory + padding), at: 0)
    }

    private typealias Record = (type: ChunkType, bytes: [UInt8])

    /// The records of a model, those that every file has and the others, in the order of the file; all of them checked.
    private static func records(of model: Model) throws(Violation) -> (required: [Record], ancillary: [Record]) {
        try WriteCheck.check(model)
        let layers = model.layers.map { LayerRecord($0) }
        let required: [Record] = [
            (.input, model.input.encoded), (.layers, LayerRecord.encode(layers)), (.output, model.output.encoded),
        ]
        var ancillary: [Record] = []
        if let history = model.history, !history.columns.isEmpty { ancillary.append((.history, history.encoded)) }
        if !model.metadata.isEmpty { ancillary.append((.metadata, MetadataRecord.encode(model.metadata))) }
        for (type, record) in required + ancillary { try WriteCheck.check(record, as: type) }
        try ModelCheck.records(input: model.input, layers: layers, output: model.output)
        return (required, ancillary)
    }

    /// Whether a file can hold the model.
    fileprivate static func check(_ model: Model) throws(Violation) {
        _ = try records(of: model)
    }

    func write(_ sink: (UnsafeRawBufferPointer) throws(FileError) -> Void) throws(FileError) {
        for piece in pieces { try piece.withUnsafeBytes(sink) }
    }
}

extension ChunkEntry {
    /// The entry of a chunk that holds `raw`, stored as `payload` where it is compressed.
    fileprivate init(
        type: ChunkType, codec: Codec, offset: Int, payload: [UInt8]?, raw: UnsafeRawBufferPointer, tensor: TensorEntry?
    ) {
        let bare = ChunkEntry(
            type: type, codec: codec, offset: offset, storedLength: payload?.count ?? raw.count, rawLength: raw.count,
            checksum: 0, tensor: tensor)
        var checksum = Checksum()
        bare.encodedHeader.withUnsafeBytes { checksum.add($0) }
        if let payload { payload.withUnsafeBytes { checksum.add($0) } } else { checksum.add(raw) }
        self.init(
            type: type, codec: codec, offset: offset, storedLength: bare.storedLength, rawLength: raw.count,
            checksum: checksum.value, tensor: tensor)
    }

    /// The header that stands before the payload.
    fileprivate var completeHeader: [UInt8] {
        var writer = ByteWriter()
        writer.put(encodedHeader)
        writer.put(checksum)
        return writer.bytes
    }
}

extension Model {
    /// Whether a file can hold the model, which is better known before an hour of training than after it.
    ///
    /// - Throws: `ModelFileError.violation` with the rule that a file of it would break.
    public func validate() throws(ModelFileError) {
        do throws(Violation) {
            try ModelWriter.check(self)
        } catch {
            throw .violation(error, path: "model")
        }
    }

    /// The bytes of the model's file; the same model gives the same bytes, wherever and whenever it is written.
    ///
    /// - Throws: `ModelFileError.violation` where no valid file can hold the model, as with a name of 300 bytes.
    public func encoded(compression: Compression = .best) throws(ModelFileError) -> [UInt8] {
        var bytes: [UInt8] = []
        let writer = try ModelWriter(reporting: self, compression: compression, path: "model")
        do throws(FileError) {
            try writer.write { buffer throws(FileError) in bytes += buffer }
        } catch {
            throw .file(error)
        }
        return bytes
    }

    /// Writes the model's file: aside, synced, and renamed, so that `path` holds the old file or the whole new one.
    ///
    /// - Throws: `ModelFileError` where no valid file can hold the model, or the file can't be written.
    public func write(to path: String, compression: Compression = .best) throws(ModelFileError) {
        let writer = try ModelWriter(reporting: self, compression: compression, path: path)
        do throws(FileError) {
            let file = try AtomicFile(path: path)
            try writer.write { buffer throws(FileError) in try file.write(buffer) }
            try file.commit()
        } catch {
            throw .file(error)
        }
    }
}

extension ModelWriter {
    fileprivate init(reporting model: Model, compression: Compression, path: String) throws(ModelFileError) {
        do throws(Violation) {
            try self.init(model, compression: compression)
        } catch {
            throw .violation(error, path: path)
        }
    }
}
