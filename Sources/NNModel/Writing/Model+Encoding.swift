internal import NNThreads

extension Model {
    /// Whether a file can hold the model, which is better known before an hour of training than after it.
    ///
    /// - Throws: `ModelFileError.violation` with the rule that a file of it would break.
    public func validate() throws(ModelFileError) {
        try reporting(path: "model") { () throws(Violation) -> Void in _ = try records() }
    }

    /// The model's file, laid out; the same model gives the same bytes, wherever and whenever it is written, and with
    /// any number of threads.
    ///
    /// - Parameter threads: how many threads compress; all cores unless told.
    /// - Throws: `ModelFileError.violation` where no valid file can hold the model, as with a name of 300 bytes.
    public func file(
        compression: Compression = .best, threads: Int? = nil, path: String = "model"
    ) throws(ModelFileError) -> EncodedModel {
        let threads = threads ?? availableCores
        return try reporting(path: path) { () throws(Violation) -> EncodedModel in
            try laidOut(compression, threads: threads)
        }
    }

    /// The same with chunks of a type of its writer's own beside them, which belong to this very model: who changes it
    /// drops them.
    ///
    /// - Precondition: their types are unknown to this library, private, not critical and not safe to copy.
    package func file(
        compression: Compression = .best, threads: Int? = nil, path: String = "model",
        privateChunks: [(type: ChunkType, bytes: [UInt8])]
    ) throws(ModelFileError) -> EncodedModel {
        for (type, _) in privateChunks {
            precondition(!type.isKnown && type.isPrivate && !type.isCritical && !type.isSafeToCopy, "\(type)")
        }
        return try reporting(path: path) { () throws(Violation) -> EncodedModel in
            try laidOut(compression, threads: threads ?? availableCores, privateChunks)
        }
    }

    /// The bytes of the model's file.
    ///
    /// - Throws: `ModelFileError.violation` where no valid file can hold the model.
    public func encoded(compression: Compression = .best, threads: Int? = nil) throws(ModelFileError) -> [UInt8] {
        try file(compression: compression, threads: threads).bytes
    }

    /// Writes the model's file: aside, synced, and renamed, so that `path` holds the old file or the whole new one.
    ///
    /// - Throws: `ModelFileError` where no valid file can hold the model, or the file can't be written.
    public func write(
        to path: String, compression: Compression = .best, threads: Int? = nil
    ) throws(ModelFileError) {
        try file(compression: compression, threads: threads, path: path).write(to: path)
    }

    typealias Record = (type: ChunkType, bytes: [UInt8])

    /// The whole file.
    private func laidOut(
        _ compression: Compression, threads: Int, _ privateChunks: [Record] = []
    ) throws(Violation) -> EncodedModel {
        var contents: [(type: ChunkType, raw: ByteStorage, tensor: ChunkEntry.TensorEntry?)] = []
        let records = try records(privateChunks)
        for record in records where record.type.isCritical {
            contents.append((record.type, .owned(record.bytes), nil))
        }
        for (index, layer) in layers.enumerated() {
            let scales = layer.weights.dataType == .int8 ? layer.weights.scaleTensor : nil
            let tensors: [(ChunkEntry.Role, Tensor?)] = [
                (.weights, layer.weights), (.biases, layer.biases), (.scales, scales),
            ]
            for case (let role, let tensor?) in tensors {
                let entry = ChunkEntry.TensorEntry(
                    layer: index + 1, role: role, dataType: tensor.dataType, shape: tensor.shape)
                contents.append((.tensor, tensor.storage, entry))
            }
        }
        for record in records where !record.type.isCritical {
            contents.append((record.type, .owned(record.bytes), nil))
        }
        guard compression != .none else {
            let chunks = contents.map { EncodedChunk($0.type, $0.raw, tensor: $0.tensor) }
            return try EncodedModel(chunks, digest: nil, threads: threads)
        }
        // Blocks of one chunk are compressed side by side, and not chunks: not all of them should be in work at once.
        let chunks = contents.map {
            EncodedChunk($0.type, $0.raw, tensor: $0.tensor, compression: compression, threads: threads)
        }
        let covered = zip(contents, chunks).filter { ContentDigest.covers($0.0.type) }
        var digest = ContentDigest()
        for ((content, chunk), sums) in zip(covered, Sums.of(covered.map { $0.0.raw }, threads: threads)) {
            digest.add(content.type, content.tensor, rawLength: chunk.entry.rawLength, contents: sums.hash)
        }
        return try EncodedModel(chunks, digest: digest.finish(), threads: threads)
    }

    /// What isn't a tensor, in the order of the file; all of it checked.
    private func records(_ privateChunks: [Record] = []) throws(Violation) -> [Record] {
        try WriteCheck.check(self)
        let layers = layers.map { LayerRecord($0) }
        var records: [Record] = [
            (.input, input.encoded), (.layers, LayerRecord.encode(layers)), (.output, output.encoded),
        ]
        var ancillary = Self.editableRecords(metadata: metadata, history: history)
        if !verification.isEmpty { ancillary.append((.verification, VerificationRecord.encode(verification))) }
        ancillary += extras.map { ($0.type, $0.bytes) } + privateChunks
        records += ancillary.sorted { $0.type < $1.type }
        for (type, record) in records { try WriteCheck.check(record, as: type, of: self) }
        try ModelCheck.records(input: input, layers: layers, output: output)
        return records
    }

    /// The records that can be edited without touching the model itself; an empty one is none.
    static func editableRecords(metadata: [String: String], history: History?) -> [Record] {
        var records: [Record] = []
        if let history, !history.columns.isEmpty { records.append((.history, history.encoded)) }
        if !metadata.isEmpty { records.append((.metadata, MetadataRecord.encode(metadata))) }
        return records
    }

    private func reporting<Result>(
        path: String, _ body: () throws(Violation) -> Result
    ) throws(ModelFileError) -> Result {
        do throws(Violation) {
            return try body()
        } catch {
            throw .violation(error, path: path)
        }
    }
}

extension Tensor {
    /// The scales of the rows as a tensor of their own, which is how a file holds them.
    fileprivate var scaleTensor: Tensor { Tensor(scales, shape: [scales.count]) }
}
