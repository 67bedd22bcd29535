import NNHDF5
import Synchronization

/// The labelled examples of several HDF5 files as one data set, one file after the other; or of one file.
///
/// Shapes, types and classes must agree. As with `Dataset`, numbers are read by hyperslab when they are asked for, and
/// examples are counted from 0. One file at a time is open, and of the inputs no chunk is kept from one read to the next:
/// whoever reads in `blocks` needs each once.
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
        func open(_ path: String) throws(DatasetError) -> Dataset {
            try Dataset(path: path, names: names, kind: kind, limits: limits, inputCacheBytes: 0)
        }
        let first = try open(paths[0])
        var (last, parts, count, chunkBytes) = (first, [Part](), 0, 0)
        for (index, path) in paths.enumerated() {
            // Before it is opened: what comes in between is noticed when it is opened again.
            let identity = FileIdentity(of: path)
            if index > 0 {
                last = try open(path)
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
        }
        self.parts = parts
        exampleCount = count
        inputShape = first.inputShape
        featureCount = first.featureCount
        elementType = first.elementType
        resizeFilter = first.resizeFilter
        resizeFit = first.resizeFit
        self.chunkBytes = chunkBytes
        self.names = names
        self.kind = kind
        self.limits = limits
        opened = Mutex((paths.count - 1, last))
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

    /// Runs of examples that are cheap to read: of about `length` examples each and at most `most`, none of them in two
    /// files, and all of whole chunks. Chunks that are longer than `most` are cut into as few equal parts as will do, each
    /// of which costs as much to read as the whole.
    public func blocks(ofAbout length: Int, atMost most: Int) -> [Range<Int>] {
        precondition(length >= 1 && most >= length, "blocks of \(length) examples, at most \(most)")
        return parts.flatMap { part in
            let chunk = part.examplesPerChunk
            let step = chunk <= most ? min((length - 1) / chunk + 1, most / chunk) * chunk : chunk
            return cut(part.examples, every: step).flatMap { run in
                cut(run, every: (run.count - 1) / ((run.count - 1) / most + 1) + 1)
            }
        }
    }

    /// The data set of a part, opened anew unless it is the last that was asked for.
    func dataset(_ index: Int) throws(DatasetError) -> Dataset {
        try opened.withLock { opened throws(DatasetError) in
            if let (last, dataset) = opened, last == index { return dataset }
            opened = nil
            let part = parts[index]
            let dataset = try Dataset(
                path: part.path, names: names, kind: kind, limits: limits, inputCacheBytes: 0)
            guard FileIdentity(of: part.path) == part.identity else { throw DatasetError(file: part.path, .changed) }
            opened = (index, dataset)
            return dataset
        }
    }
}

/// A range in pieces of a length, the last one maybe shorter.
private func cut(_ range: Range<Int>, every length: Int) -> [Range<Int>] {
    stride(from: range.lowerBound, to: range.upperBound, by: length).map { $0..<min($0 + length, range.upperBound) }
}

extension Dataset {
    /// The bytes of a chunk of the inputs, inflated; 0 where they aren't stored in chunks.
    var chunkBytes: Int {
        inputs.chunkShape.map { $0.reduce(1, *) * elementType.byteCount } ?? 0
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
