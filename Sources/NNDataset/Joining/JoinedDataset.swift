import NNHDF5
import Synchronization

/// The labelled examples of several HDF5 files as one data set, one file after the other; or of one file.
///
/// Shapes, types and classes must agree. As with `Dataset`, numbers are read by hyperslab when they are asked for, and
/// examples are counted from 0. One file at a time is open.
public final class JoinedDataset: Sendable {
    /// The files, in the order in which they were given.
    public let parts: [Part]
    /// The number of examples in all, m; at least 1.
    public let exampleCount: Int
    /// The shape of one example, for images height × width × channels.
    public let inputShape: [Int]
    /// The numbers in one example, n[0].
    public let featureCount: Int
    /// What the files store the inputs as.
    public let elementType: ElementType
    /// How images were made to fit their size, as `nndata` records it.
    public let resizeFilter: String?
    /// How their proportions were treated.
    public let resizeFit: String?
    /// The bytes of the largest chunk, inflated; 0 where there are no chunks.
    public let chunkBytes: Int
    /// The bytes of the chunks that hold one example, inflated, where these are most; 0 where there are no chunks. A part
    /// of what they hold costs as much to read as the whole, unless a cache of so many bytes keeps it.
    public let slabBytes: Int

    private let names: DatasetNames
    private let kind: DatasetKind
    let limits: DatasetLimits
    private let opened: Mutex<(index: Int, dataset: Dataset)?>

    /// One file of the set.
    public struct Part: Sendable {
        /// The path of the file as it was given.
        public let path: String
        /// The path of the inputs inside the file.
        public let inputsPath: String
        /// The path of the labels inside the file.
        public let labelsPath: String
        /// Its examples among those of all files.
        public let examples: Range<Int>
        /// Examples that are stored together.
        public let examplesPerChunk: Int
        let identity: FileIdentity
    }

    /// Opens the files at `paths`, one at least, and holds them against each other.
    ///
    /// - Parameters:
    ///   - names: paths inside the files, where the search wouldn't find them.
    ///   - kind: which set is meant where a file holds one for training and one for testing.
    /// - Throws: `DatasetError` as `Dataset` does, and where files disagree, with the first that differs from the first.
    public init(
        paths: [String], names: DatasetNames = DatasetNames(), kind: DatasetKind = .any,
        limits: DatasetLimits = DatasetLimits()
    ) throws(DatasetError) {
        precondition(!paths.isEmpty, "one file or more")
        var limits = limits
        limits.hdf5.chunkCacheBytes = 0
        let first = try Dataset(path: paths[0], names: names, kind: kind, limits: limits)
        var (last, parts, count, slabBytes, chunkBytes) = (first, [Part](), 0, 0, 0)
        for (index, path) in paths.enumerated() {
            // Before it is opened: what comes in between is noticed when it is opened again.
            let identity = FileIdentity(of: path)
            if index > 0 {
                last = try Dataset(path: path, names: names, kind: kind, limits: limits)
                try last.checkInputs(like: first)
            }
            let end = count + last.exampleCount
            guard end <= limits.examples else {
                throw DatasetError(
                    file: path, place: last.inputsPath,
                    .limit("examples in all files", limit: limits.examples, found: end))
            }
            parts.append(
                Part(
                    path: path, inputsPath: last.inputsPath, labelsPath: last.labelsPath, examples: count..<end,
                    examplesPerChunk: last.examplesPerChunk, identity: identity))
            count = end
            chunkBytes = max(chunkBytes, last.chunkBytes)
            slabBytes = max(slabBytes, last.slabBytes)
        }
        self.parts = parts
        exampleCount = count
        inputShape = first.inputShape
        featureCount = first.featureCount
        elementType = first.elementType
        resizeFilter = first.resizeFilter
        resizeFit = first.resizeFit
        self.chunkBytes = chunkBytes
        self.slabBytes = slabBytes
        self.names = names
        self.kind = kind
        self.limits = limits
        opened = Mutex((paths.count - 1, last))
    }

    /// The same data set, which keeps the chunks that it has read last, up to so many bytes: none where `slabBytes` is
    /// more. For whoever reads blocks that are shorter than chunks, or cuts them.
    public func keepingChunks(_ bytes: Int) -> JoinedDataset {
        JoinedDataset(self, cacheBytes: bytes)
    }

    private init(_ other: JoinedDataset, cacheBytes: Int) {
        parts = other.parts
        exampleCount = other.exampleCount
        inputShape = other.inputShape
        featureCount = other.featureCount
        elementType = other.elementType
        resizeFilter = other.resizeFilter
        resizeFit = other.resizeFit
        chunkBytes = other.chunkBytes
        slabBytes = other.slabBytes
        names = other.names
        kind = other.kind
        var limits = other.limits
        limits.hdf5.chunkCacheBytes = cacheBytes
        self.limits = limits
        opened = Mutex(nil)
    }

    /// Reads inputs as `Dataset` does, of whichever files have the examples.
    ///
    /// - Parameters:
    ///   - examples: which examples; within `0..<exampleCount`.
    ///   - buffer: room for `examples.count * featureCount` numbers: one example a row, features row-major.
    /// - Throws: `DatasetError`; a place in a file counts from that file's first example.
    public func readInputs<Element: InputElement>(
        examples: Range<Int>, into buffer: UnsafeMutableBufferPointer<Element>
    ) throws(DatasetError) {
        precondition(
            examples.lowerBound >= 0 && examples.upperBound <= exampleCount, "examples outside of the data set")
        precondition(buffer.count == examples.count * featureCount, "the buffer must fit the examples")
        for (index, part) in parts.enumerated() {
            let wanted = part.examples.clamped(to: examples)
            guard !wanted.isEmpty else { continue }
            let first = (wanted.lowerBound - examples.lowerBound) * featureCount
            let room = UnsafeMutableBufferPointer(rebasing: buffer[first..<first + wanted.count * featureCount])
            let start = part.examples.lowerBound
            try dataset(index).readInputs(
                examples: wanted.lowerBound - start..<wanted.upperBound - start, into: room)
        }
    }

    /// Runs of examples that are cheap to read, of about `length` examples each: none reaches into two files, and, as
    /// long as these are not longer than `most`, all consist of whole chunks.
    public func blocks(ofAbout length: Int, atMost most: Int) -> [Range<Int>] {
        precondition(length >= 1 && most >= length, "blocks of \(length) examples, at most \(most)")
        return parts.flatMap { part in
            let chunk = part.examplesPerChunk
            let step = chunk <= most ? min((length - 1) / chunk + 1, most / chunk) * chunk : length
            return stride(from: part.examples.lowerBound, to: part.examples.upperBound, by: step).map {
                $0..<min($0 + step, part.examples.upperBound)
            }
        }
    }

    /// The data set of a part, opened anew unless it is the last that was asked for.
    func dataset(_ index: Int) throws(DatasetError) -> Dataset {
        try opened.withLock { opened throws(DatasetError) in
            if let (last, dataset) = opened, last == index { return dataset }
            // The old one first, and what its cache holds.
            opened = nil
            let part = parts[index]
            let dataset = try Dataset(path: part.path, names: names, kind: kind, limits: limits)
            guard FileIdentity(of: part.path) == part.identity else { throw DatasetError(file: part.path, .changed) }
            opened = (index, dataset)
            return dataset
        }
    }
}

extension Dataset {
    /// The bytes of a chunk of the inputs, inflated; 0 where they aren't stored in chunks.
    var chunkBytes: Int {
        inputs.chunkShape.map { $0.reduce(1, *) * elementType.byteCount } ?? 0
    }

    /// The bytes of the chunks that hold one example, inflated; 0 where there are no chunks.
    var slabBytes: Int {
        guard let chunk = inputs.chunkShape else { return 0 }
        let chunksAlong = zip(inputs.shape, chunk).dropFirst().map { ($0 - 1) / $1 + 1 }
        return product(chunksAlong + [chunkBytes]) ?? .max
    }

    /// - Throws: `DatasetError` where the inputs are of another shape or type than those of `first`.
    fileprivate func checkInputs(like first: Dataset) throws(DatasetError) {
        func agree(_ found: String, _ expected: String) throws(DatasetError) {
            guard found == expected else {
                throw DatasetError(
                    file: path, place: inputsPath, .disagreement(expected: expected, with: first.path, found: found))
            }
        }
        try agree("examples of \(sizes(inputShape))", "examples of \(sizes(first.inputShape))")
        try agree(elementType.rawValue, first.elementType.rawValue)
        try agree("resize filter \(resizeFilter ?? "unknown")", "resize filter \(first.resizeFilter ?? "unknown")")
        try agree("resize fit \(resizeFit ?? "unknown")", "resize fit \(first.resizeFit ?? "unknown")")
    }
}
