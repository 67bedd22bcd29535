import NNDataset
import NNTraining

/// What a data set takes in memory: whole, or two windows at a time.
///
/// The limits of `NNDataset` keep all products far below what an Int holds.
struct MemoryNeed {
    /// Examples, m.
    private let count: Int
    /// The raw inputs of one example.
    private let rowBytes: Int
    /// The label of one example among all, and in a window.
    private let labelBytes: (kept: Int, window: Int)
    /// Chunks on their way through libhdf5, as stored, inflated and unshuffled, and what it needs besides.
    private let readingBytes: Int

    init(_ data: JoinedDataset, _ labels: DatasetLabels) {
        count = data.exampleCount
        rowBytes = data.featureCount * data.elementType.bytesInMemory
        switch labels {
        case .classes: labelBytes = (MemoryLayout<Int32>.size, MemoryLayout<Int>.size)
        case .values(_, let width): labelBytes = (width * MemoryLayout<Double>.size, width * MemoryLayout<Double>.size)
        }
        readingBytes = 3 * data.chunkBytes + 2 << 20
    }

    /// All raw inputs, all labels, and the order in which batches take them.
    var whole: Int { count * windowBytes }

    /// What stays where only windows are in memory: the labels.
    var kept: Int { count * labelBytes.kept }

    /// What stays all the time, the windows left out.
    func taken(of memory: Int) -> Int { fits(in: memory) ? whole : kept }

    /// Whether everything fits, with some room left to read by.
    func fits(in memory: Int) -> Bool {
        whole + max(readingBytes, memory / 16) <= memory
    }

    /// How many examples a window may have, if there are two; 0 where not even one fits.
    func capacity(in memory: Int) -> Int {
        min(count, max(0, memory - kept - readingBytes) / 2 / windowBytes)
    }

    /// Memory in which windows of so many examples fit, beside what stays of another data set.
    ///
    /// - Parameter memory: what there is, and is too little.
    func memory(forBatch size: Int, beside other: MemoryNeed?, insteadOf memory: Int) -> Int {
        let streamed = kept + readingBytes + 2 * size * windowBytes
        let own = min(streamed, whole + max(readingBytes, whole / 15 + 1))
        guard let other else { return own }
        // With more memory the other one may be there whole, and so take more of it than with less.
        return own + other.taken(of: max(memory, own + other.kept))
    }

    /// One example in memory, with its place in the order.
    private var windowBytes: Int { rowBytes + labelBytes.window + MemoryLayout<Int>.size }

    /// Examples of a block, of which a window should have many to be mixed well, and each enough to be read at one go.
    func blockLength(capacity: Int) -> Int {
        max(1, min(Self.blockBytes / rowBytes, capacity / 32))
    }

    private static let blockBytes = 4 << 20
}

extension ElementType {
    /// Bytes of a number as examples hold it: bytes and floats as they are, everything else as doubles.
    fileprivate var bytesInMemory: Int {
        switch self {
        case .uint8: 1
        case .float32, .float16: 4
        default: 8
        }
    }
}
