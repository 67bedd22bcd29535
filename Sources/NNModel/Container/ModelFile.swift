import NNFile
internal import NNThreads
import Synchronization

/// A model file that is open: its header, its directory and its architecture, with the tensors still where they are.
///
///     let file = try ModelFile(path: "cats.nnm")
///     let weights = try file.tensor(.weights, ofLayer: 1)
///
/// Opening maps the file, and reads and checks header, directory, input, layers and output. Everything else is checked
/// when it is first asked for; tensors that stand raw in the file are views into it, without a copy. What
/// `EncodedModel` writes, this reads.
public struct ModelFile: Sendable {
    /// When checksums are compared.
    public enum Checking: Sendable {
        /// Those of a chunk when it is first asked for.
        case onFirstTouch
        /// Those of tensors, metadata, history and verification never, for a file that was verified before.
        case never
    }

    /// The first bytes of the file.
    public let header: FileHeader
    /// The directory's own chunk.
    public let directory: ChunkEntry
    /// The chunks behind the directory, in the order of the file.
    public let chunks: [ChunkEntry]
    /// What the network takes.
    public let input: Input
    /// The layers in order.
    public let layers: [LayerRecord]
    /// What the network gives.
    public let output: Output
    /// How many threads check and decode.
    public let threads: Int
    private let file: FileBytes
    private let checking: Checking
    private let touched: Touched
    /// Where the tensors of layer 1 begin among the chunks.
    private let tensorsOfLayer: [Range<Int>]

    /// Which chunks have been checked, shared by all copies.
    private final class Touched: Sendable {
        private let chunks: Mutex<Set<Int>> = Mutex([])

        func contains(_ entry: ChunkEntry) -> Bool { chunks.withLock { $0.contains(entry.offset) } }
        func insert(_ entry: ChunkEntry) { chunks.withLock { _ = $0.insert(entry.offset) } }
    }

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - limits: how much it may take.
    ///   - checking: when checksums are compared.
    ///   - threads: how many threads check and decode; all cores unless told.
    /// - Throws: `ModelFileError` where the file can't be read or breaks a rule of the format.
    public init(
        path: String, limits: Limits = Limits(), checking: Checking = .onFirstTouch, threads: Int? = nil
    ) throws(ModelFileError) {
        let file: FileBytes
        do throws(FileError) {
            file = try FileBytes(path: path, limit: limits.bytes)
        } catch {
            throw .file(error)
        }
        try self.init(file, limits: limits, checking: checking, threads: threads)
    }

    /// Opens a file that is in memory.
    ///
    /// - Parameters:
    ///   - name: what to call the file in messages.
    ///   - limits: how much it may take.
    ///   - checking: when checksums are compared.
    ///   - threads: how many threads check and decode; all cores unless told.
    /// - Throws: `ModelFileError` where it breaks a rule of the format.
    public init(
        bytes: [UInt8], name: String = "model", limits: Limits = Limits(), checking: Checking = .onFirstTouch,
        threads: Int? = nil
    ) throws(ModelFileError) {
        try self.init(FileBytes(bytes, name: name), limits: limits, checking: checking, threads: threads)
    }

    package init(
        _ file: FileBytes, limits: Limits = Limits(), checking: Checking = .onFirstTouch, threads: Int? = nil
    ) throws(ModelFileError) {
        self.file = file
        self.checking = checking
        self.threads = threads ?? availableCores
        touched = Touched()
        do throws(Violation) {
            (header, directory, chunks) = try file.withUnsafeBytes { bytes throws(Violation) in
                let header = try FileHeader(parsing: bytes)
                let (directory, chunks) = try Directory.parse(bytes, header: header, limits: limits)
                return (header, directory, chunks)
            }
            let records = RecordReader(file: file, chunks: chunks)
            input = try records.read(.input) { r throws(Violation) in try Input(parsing: &r) }
            layers = try records.read(.layers) { r throws(Violation) in try LayerRecord.parse(&r) }
            output = try records.read(.output) { r throws(Violation) in try Output(parsing: &r) }
            try ModelCheck.records(input: input, layers: layers, output: output) { records.offset(of: $0) }
            try ModelCheck.tensors(chunks.compactMap(\.tensor), of: layers)
            tensorsOfLayer = Self.tensorRanges(chunks, layerCount: layers.count)
        } catch {
            throw .violation(error, path: file.path)
        }
    }

    /// Tensors stand together and in the order of the layers, as `ModelCheck` has made sure of.
    private static func tensorRanges(_ chunks: [ChunkEntry], layerCount: Int) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = chunks.firstIndex { $0.tensor != nil } ?? 0
        for layer in 1...layerCount {
            let end = chunks[start...].firstIndex { $0.tensor?.layer != layer } ?? chunks.count
            ranges.append(start..<end)
            start = end
        }
        return ranges
    }

    /// The path or the name that the file was opened under.
    public var path: String { file.path }

    /// The weights or the biases of a layer, counted from 1; a view into the file where they are stored as they are.
    ///
    /// Weights in int8 come with their scales.
    /// - Throws: `ModelFileError` where the chunk is damaged.
    /// - Precondition: there is such a layer, and it has such a tensor.
    public func tensor(_ role: ChunkEntry.Role, ofLayer layer: Int) throws(ModelFileError) -> Tensor {
        precondition((1...layers.count).contains(layer), "no layer \(layer) among \(layers.count)")
        func entry(_ role: ChunkEntry.Role) -> ChunkEntry? {
            chunks[tensorsOfLayer[layer - 1]].first { $0.tensor?.role == role }
        }
        guard let wanted = entry(role) else { preconditionFailure("layer \(layer) has no \(role)") }
        return try reporting { () throws(Violation) -> Tensor in
            try tensor(wanted, scales: wanted.tensor?.dataType == .int8 ? entry(.scales) : nil)
        }
    }

    private func tensor(_ entry: ChunkEntry, scales: ChunkEntry?) throws(Violation) -> Tensor {
        guard let tensor = entry.tensor else { preconditionFailure("\(entry.type) is no tensor") }
        let multipliers = try scales.map { scales throws(Violation) in
            try self.tensor(scales, scales: nil).scalars(as: Float.self)
        }
        return Tensor(
            dataType: tensor.dataType, shape: tensor.shape, scales: multipliers ?? [],
            storage: try contents(of: entry))
    }

    /// The metadata, empty where the file has none.
    ///
    /// - Throws: `ModelFileError` where the chunk is damaged.
    public func metadata() throws(ModelFileError) -> [String: String] {
        try record(.metadata) { r throws(Violation) in try MetadataRecord.parse(&r) } ?? [:]
    }

    /// The history of training, nil where the file has none.
    ///
    /// - Throws: `ModelFileError` where the chunk is damaged.
    public func history() throws(ModelFileError) -> History? {
        try record(.history) { r throws(Violation) in try History(parsing: &r) }
    }

    /// Inputs with the outputs to expect, empty where the file has none.
    ///
    /// - Throws: `ModelFileError` where the chunk is damaged.
    public func verification() throws(ModelFileError) -> [VerificationCheck] {
        try record(.verification) { r throws(Violation) in try parseVerification(&r) } ?? []
    }

    /// The chunks of types that this version doesn't know, safe to copy or not.
    public var unknownChunks: [ChunkEntry] { chunks.filter { !$0.type.isKnown } }

    /// What a chunk holds, decoded.
    ///
    /// - Throws: `ModelFileError` where the chunk is damaged.
    public func bytes(of chunk: ChunkEntry) throws(ModelFileError) -> [UInt8] {
        try reporting { () throws(Violation) -> [UInt8] in try contents(of: chunk).withUnsafeBytes { Array($0) } }
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
        var model = Model(
            input: input, layers: dense, output: output, metadata: try metadata(), history: try history())
        model.verification = try verification()
        for chunk in unknownChunks where chunk.type.isSafeToCopy {
            model.extras.append(ExtraChunk(type: chunk.type, bytes: try bytes(of: chunk)))
        }
        return model
    }

    private func parseVerification(_ reader: inout ByteReader) throws(Violation) -> [VerificationCheck] {
        try VerificationRecord.parse(&reader, features: input.featureCount, units: layers.last?.units ?? 0)
    }

    private func record<Record>(
        _ type: ChunkType, parse: (inout ByteReader) throws(Violation) -> Record
    ) throws(ModelFileError) -> Record? {
        guard let entry = chunks.first(where: { $0.type == type }) else { return nil }
        return try reporting { () throws(Violation) -> Record in
            let bytes = try contents(of: entry).withUnsafeBytes { Array($0) }
            var reader = ByteReader(entry, bytes: bytes)
            return try parse(&reader)
        }
    }

    /// What a chunk holds; checked unless the caller wants none of it, or it has been looked at before.
    func contents(of entry: ChunkEntry) throws(Violation) -> ByteStorage {
        let isChecked = checking == .onFirstTouch && !touched.contains(entry)
        return try contents(of: entry, isChecked: isChecked, threads: threads)
    }

    private func contents(of entry: ChunkEntry, isChecked: Bool, threads: Int) throws(Violation) -> ByteStorage {
        let contents = try file.withUnsafeBytes { bytes throws(Violation) -> ByteStorage in
            let reader = ChunkReader(bytes, threads: threads)
            guard entry.codec == .raw else { return .owned(try reader.read(entry, isChecked: isChecked)) }
            if isChecked { try reader.check(entry) }
            return .mapped(file, entry.payload)
        }
        if isChecked { touched.insert(entry) }
        return contents
    }

    /// The payload of a chunk as it stands in the file.
    func payload(of entry: ChunkEntry) -> ByteStorage { .mapped(file, entry.payload) }

    func reporting<Result>(_ body: () throws(Violation) -> Result) throws(ModelFileError) -> Result {
        do throws(Violation) {
            return try body()
        } catch {
            throw .violation(error, path: file.path)
        }
    }
}

extension ModelFile {
    /// Reads everything and checks every rule: each byte of the file is under a checksum or must be zero.
    ///
    /// - Parameter finite: whether weights, biases and scales must be finite too, which the format doesn't demand.
    /// - Throws: `ModelFileError` with the first rule that is broken.
    public func verify(finite: Bool = false) throws(ModelFileError) {
        try verify(finite: finite, written: nil)
    }

    /// The same for somebody who has written this file and is going to compare every number with those that he wrote: then
    /// the digest, and the checksums of tensors that aren't compressed, needn't be computed again, which would take longer
    /// than all of the rest.
    package func verify(as written: EncodedModel) throws(ModelFileError) {
        try verify(finite: false, written: written)
    }

    private func verify(finite: Bool, written: EncodedModel?) throws(ModelFileError) {
        let sums = payloadSums(writtenAs: written)
        // Chunk by chunk, so that no more of the model is in memory than the threads are at work on.
        let results = concurrentMap(chunks.count, threads: threads) { index in
            do throws(Violation) {
                return Swift.Result<[UInt8]?, Violation>.success(
                    try verify(chunks[index], finite: finite, isHashed: written == nil, sums: sums[index]))
            } catch {
                return .failure(error)
            }
        }
        try reporting { () throws(Violation) -> Void in
            var digest = ContentDigest()
            for (entry, result) in zip(chunks, results) {
                guard let hash = try result.get() else { continue }
                digest.add(entry.type, entry.tensor, rawLength: entry.rawLength, contents: hash)
            }
            let computed = written?.digest ?? digest.finish()
            guard computed == header.digest else {
                throw Violation(
                    rule: .digest, offset: FileHeader.digestOffset, place: "header",
                    expected: "the digest \(hexadecimal(computed))", found: hexadecimal(header.digest))
            }
        }
    }

    /// The sums of each raw chunk; none where the checksum in its entry is known to be that of what it must hold, because it
    /// is a tensor that somebody has written so and will compare.
    private func payloadSums(writtenAs written: EncodedModel?) -> [Sums?] {
        let open = chunks.indices.filter { index in
            chunks[index].codec == .raw
                && (chunks[index].tensor == nil || written?.holds(chunks[index], at: index) != true)
        }
        var sums = [Sums?](repeating: nil, count: chunks.count)
        let computed = Sums.of(open.map { payload(of: chunks[$0]) }, isHashed: written == nil, threads: threads)
        for (index, ofChunk) in zip(open, computed) { sums[index] = ofChunk }
        return sums
    }

    /// Checks a chunk and what it holds.
    ///
    /// - Parameters:
    ///   - isHashed: whether its SHA-256 is wanted.
    ///   - sums: of a raw one; nil where they aren't to be compared.
    /// - Returns: the SHA-256 of what it holds, where the digest covers it and somebody wants it.
    private func verify(
        _ entry: ChunkEntry, finite: Bool, isHashed: Bool, sums: Sums?
    ) throws(Violation) -> [UInt8]? {
        let (contents, hash) = try checkedContents(of: entry, isHashed: isHashed, sums: sums)
        if [.history, .metadata, .verification].contains(entry.type) {
            var reader = ByteReader(entry, bytes: contents.withUnsafeBytes { Array($0) })
            switch entry.type {
            case .history: _ = try History(parsing: &reader)
            case .metadata: _ = try MetadataRecord.parse(&reader)
            default: _ = try parseVerification(&reader)
            }
        }
        if finite, let tensor = entry.tensor, tensor.dataType != .int8 {
            let numbers = Tensor(dataType: tensor.dataType, shape: tensor.shape, scales: [], storage: contents)
            if let (index, number) = numbers.firstNonFinite {
                throw Violation(
                    rule: .finite, offset: entry.payload.lowerBound, place: entry.name, expected: "finite numbers",
                    found: "\(number) at index \(index)")
            }
        }
        return ContentDigest.covers(entry.type) ? hash : nil
    }

    /// What a chunk holds, checked, and its SHA-256. Of a raw one nothing is in memory.
    private func checkedContents(
        of entry: ChunkEntry, isHashed: Bool, sums: Sums?
    ) throws(Violation) -> (ByteStorage, hash: [UInt8]) {
        guard entry.codec == .raw else {
            let contents = try contents(
                of: entry, isChecked: true, threads: entry.rawLength > 4 * Blocks.rawLength ? threads : 1)
            return (contents, isHashed ? contents.withUnsafeBytes { SHA256.of($0) } : [])
        }
        try file.withUnsafeBytes { bytes throws(Violation) in
            let reader = ChunkReader(bytes)
            try reader.checkHeader(entry)
            if let sums {
                try reader.check(entry, payloadChecksum: sums.checksum)
            } else {
                try reader.checkPadding(entry)
            }
        }
        touched.insert(entry)
        return (payload(of: entry), sums?.hash ?? [])
    }
}

/// Reads the records that every file has.
private struct RecordReader {
    let file: FileBytes
    let chunks: [ChunkEntry]

    func read<Record>(
        _ type: ChunkType, parse: (inout ByteReader) throws(Violation) -> Record
    ) throws(Violation) -> Record {
        // `Directory.parse` has made sure that it is there.
        guard let entry = chunks.first(where: { $0.type == type }) else { preconditionFailure("no \(type)") }
        let bytes = try file.withUnsafeBytes { bytes throws(Violation) in try ChunkReader(bytes).read(entry) }
        var reader = ByteReader(entry, bytes: bytes)
        return try parse(&reader)
    }

    /// Where the payload of the chunk begins.
    func offset(of type: ChunkType) -> Int {
        chunks.first { $0.type == type }?.payload.lowerBound ?? 0
    }
}

extension ByteReader {
    /// Reads what a chunk holds.
    fileprivate init(_ entry: ChunkEntry, bytes: [UInt8]) {
        self.init(
            bytes, place: entry.name, start: entry.payload.lowerBound, isCompressed: entry.codec != .raw)
    }
}

extension Model {
    /// Reads a whole model from a file.
    ///
    /// - Parameters:
    ///   - limits: how much it may take.
    ///   - threads: how many threads check and decode; all cores unless told.
    /// - Throws: `ModelFileError` where the file can't be read or breaks a rule of the format.
    public init(path: String, limits: Limits = Limits(), threads: Int? = nil) throws(ModelFileError) {
        self = try ModelFile(path: path, limits: limits, threads: threads).model()
    }
}
