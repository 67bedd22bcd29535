import NNFile

/// A model file that is open: its header, its directory and its architecture, with the tensors still where they are.
///
/// Opening reads and checks everything but the tensors, the metadata and the history, which are checked when they are
/// asked for. What `ModelWriter` writes, this reads.
public struct ModelFile: Sendable {
    /// The first bytes of the file.
    public let header: FileHeader
    /// The chunks behind the directory, in the order of the file.
    public let chunks: [ChunkEntry]
    /// What the network takes.
    public let input: Input
    /// The layers in order.
    public let layers: [LayerRecord]
    /// What the network gives.
    public let output: Output
    private let file: FileBytes
    /// The directory's own chunk.
    public let directory: ChunkEntry

    /// Opens a file.
    ///
    /// - Throws: `ModelFileError` where the file can't be read or breaks a rule of the format.
    public init(path: String, limits: Limits = Limits()) throws(ModelFileError) {
        let file: FileBytes
        do throws(FileError) {
            file = try FileBytes(path: path, limit: limits.bytes)
        } catch {
            throw .file(error)
        }
        try self.init(file, limits: limits)
    }

    /// Opens a file that is in memory.
    ///
    /// - Parameter name: what to call the file in messages.
    /// - Throws: `ModelFileError` where it breaks a rule of the format.
    public init(bytes: [UInt8], name: String = "model", limits: Limits = Limits()) throws(ModelFileError) {
        try self.init(FileBytes(bytes, name: name), limits: limits)
    }

    private init(_ file: FileBytes, limits: Limits) throws(ModelFileError) {
        self.file = file
        do throws(Violation) {
            let (header, directory, chunks) = try file.withUnsafeBytes { bytes throws(Violation) in
                let header = try FileHeader(parsing: bytes)
                let (directory, chunks) = try Directory.parse(bytes, header: header, limits: limits)
                return (header, directory, chunks)
            }
            self.header = header
            self.chunks = chunks
            self.directory = directory
            input = try Self.record(.input, in: chunks, of: file) { r throws(Violation) in try Input(parsing: &r) }
            layers = try Self.record(.layers, in: chunks, of: file) { r throws(Violation) in try LayerRecord.parse(&r) }
            output = try Self.record(.output, in: chunks, of: file) { r throws(Violation) in try Output(parsing: &r) }
            try ModelCheck.records(input: input, layers: layers, output: output)
            try ModelCheck.tensors(chunks.compactMap(\.tensor), of: layers)
        } catch {
            throw .violation(error, path: file.path)
        }
    }

    /// The path or the name that the file was opened under.
    public var path: String { file.path }

    /// The weights or the biases of a layer, counted from 1; a view into the file where they are stored as they are.
    ///
    /// - Throws: `ModelFileError` where the chunk is damaged.
    /// - Precondition: there is such a layer.
    public func tensor(_ role: ChunkEntry.Role, ofLayer layer: Int) throws(ModelFileError) -> Tensor {
        guard
            let entry = chunks.first(where: { $0.tensor?.layer == layer && $0.tensor?.role == role }),
            let tensor = entry.tensor
        else { preconditionFailure("no layer \(layer) among \(layers.count)") }
        let contents = try reporting { () throws(Violation) -> ByteStorage in try self.contents(of: entry) }
        return Tensor(dataType: tensor.dataType, shape: tensor.shape, storage: contents)
    }

    /// The metadata, empty where the file has none.
    ///
    /// - Throws: `ModelFileError` where the chunk is damaged.
    public func metadata() throws(ModelFileError) -> [String: String] {
        guard chunks.contains(where: { $0.type == .metadata }) else { return [:] }
        return try reporting { () throws(Violation) -> [String: String] in
            try Self.record(.metadata, in: chunks, of: file) { r throws(Violation) in try MetadataRecord.parse(&r) }
        }
    }

    /// The history of training, nil where the file has none.
    ///
    /// - Throws: `ModelFileError` where the chunk is damaged.
    public func history() throws(ModelFileError) -> History? {
        guard chunks.contains(where: { $0.type == .history }) else { return nil }
        return try reporting { () throws(Violation) -> History in
            try Self.record(.history, in: chunks, of: file) { r throws(Violation) in try History(parsing: &r) }
        }
    }

    /// The whole model.
    ///
    /// - Throws: `ModelFileError` where a chunk is damaged.
    public func model() throws(ModelFileError) -> Model {
        var dense: [DenseLayer] = []
        for (index, record) in layers.enumerated() {
            dense.append(
                DenseLayer(
                    name: record.name, weights: try tensor(.weights, ofLayer: index + 1),
                    biases: try tensor(.biases, ofLayer: index + 1), activation: record.activation))
        }
        return Model(
            input: input, layers: dense, output: output, metadata: try metadata(), history: try history())
    }

    /// Reads everything and checks every rule: each byte of the file is under a checksum or must be zero.
    ///
    /// - Parameter finite: whether weights and biases must be finite too, which the format doesn't demand.
    /// - Throws: `ModelFileError` with the first rule that is broken.
    public func verify(finite: Bool = false) throws(ModelFileError) {
        try reporting { () throws(Violation) -> Void in
            var digest = ContentDigest()
            for entry in chunks {
                let contents = try contents(of: entry)
                if ContentDigest.covers(entry.type) { contents.withUnsafeBytes { digest.add(entry, raw: $0) } }
                if finite, let tensor = entry.tensor {
                    try checkFinite(
                        Tensor(dataType: tensor.dataType, shape: tensor.shape, storage: contents), of: entry)
                }
            }
            let computed = digest.finish()
            guard computed == header.digest else {
                throw Violation(
                    rule: .digest, offset: FileHeader.digestOffset, place: "header",
                    expected: "the digest \(hexadecimal(computed))", found: hexadecimal(header.digest))
            }
        }
        _ = try metadata()
        _ = try history()
    }

    private func checkFinite(_ tensor: Tensor, of entry: ChunkEntry) throws(Violation) {
        let values = tensor.scalars(as: Double.self)
        guard let index = values.firstIndex(where: { !$0.isFinite }) else { return }
        throw Violation(
            rule: .finite, offset: entry.payload.lowerBound, place: entry.name, expected: "finite numbers",
            found: "\(values[index]) at index \(index)")
    }

    /// What a chunk holds, once the chunk is checked.
    private func contents(of entry: ChunkEntry) throws(Violation) -> ByteStorage {
        try file.withUnsafeBytes { bytes throws(Violation) in
            let reader = ChunkReader(bytes)
            guard entry.codec == .raw else { return .owned(try reader.read(entry)) }
            try reader.check(entry)
            return .mapped(file, entry.payload)
        }
    }

    private static func record<Record>(
        _ type: ChunkType, in chunks: [ChunkEntry], of file: FileBytes,
        parse: (inout ByteReader) throws(Violation) -> Record
    ) throws(Violation) -> Record {
        guard let entry = chunks.first(where: { $0.type == type }) else {
            throw Violation(
                rule: .missingChunk, offset: FileHeader.length, place: "directory", expected: "a chunk \(type)",
                found: "none")
        }
        let bytes = try file.withUnsafeBytes { bytes throws(Violation) in try ChunkReader(bytes).read(entry) }
        // Offsets inside a compressed chunk can't be offsets in the file.
        let start = entry.codec == .raw ? entry.payload.lowerBound : 0
        var reader = ByteReader(bytes, place: type.description, start: start)
        return try parse(&reader)
    }

    private func reporting<Result>(_ body: () throws(Violation) -> Result) throws(ModelFileError) -> Result {
        do throws(Violation) {
            return try body()
        } catch {
            throw .violation(error, path: file.path)
        }
    }
}

extension Model {
    /// Reads a whole model from a file.
    ///
    /// - Throws: `ModelFileError` where the file can't be read or breaks a rule of the format.
    public init(path: String, limits: Limits = Limits()) throws(ModelFileError) {
        self = try ModelFile(path: path, limits: limits).model()
    }
}
