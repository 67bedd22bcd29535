import NNCommand
import NNDataset
import NNFile
import NNModel
import NNTraining

/// The examples of a data set that is larger than memory: all labels, and inputs read by hyperslab as they are wanted.
struct StreamedExamples: ExampleSource {
    let capacity: Int
    let blocks: [Range<Int>]
    let scaling: Scaling
    let targetKind: TargetKind
    private let data: JoinedDataset
    private let labels: DatasetLabels

    var count: Int { data.exampleCount }
    var featureCount: Int { data.featureCount }
    var classes: [Int]? {
        if case .classes(let indices, _) = labels { indices.map { Int($0) } } else { nil }
    }

    /// The examples of `data`, of which two windows and all labels fit in so much memory.
    ///
    /// - Parameters:
    ///   - other: whose examples take some of it.
    ///   - scaling: is given the examples, as yet not scaled.
    /// - Throws: `UsageError` where not even one example fits, `TrainingError` for a label that is none of the classes.
    init(
        _ data: JoinedDataset, _ labels: DatasetLabels, memory: MemorySize, beside other: MemoryNeed?,
        scaling: (Self) throws -> Scaling
    ) throws {
        try labels.check()
        let need = MemoryNeed(data, labels)
        let capacity = need.capacity(in: memory.bytes - (other?.taken(of: memory.bytes) ?? 0))
        guard capacity >= 1 else {
            let least = need.memory(
                forBatch: min(data.exampleCount, 128), beside: other, insteadOf: memory.bytes)
            let beside = other == nil ? "" : " beside the examples to learn from"
            throw UsageError(
                "--memory: expected \(MemorySize(roundingUp: least).argument) or more for \(data.parts[0].path)\(beside), "
                    + "found \(memory.argument)")
        }
        giveBackFreedMemory()
        let blocks = data.blocks(ofAbout: need.blockLength(capacity: capacity), atMost: capacity)
        let unscaled = Self(data, labels, capacity: capacity, blocks: blocks, scaling: .none)
        self = Self(data, labels, capacity: capacity, blocks: blocks, scaling: try scaling(unscaled))
    }

    private init(
        _ data: JoinedDataset, _ labels: DatasetLabels, capacity: Int, blocks: [Range<Int>], scaling: Scaling
    ) {
        self.data = data
        self.labels = labels
        self.capacity = capacity
        self.blocks = blocks
        self.scaling = scaling
        targetKind = labels.kind
    }

    func examples(in ranges: [Range<Int>]) throws(TrainingError) -> Examples {
        let inputs: Examples.Inputs
        do throws(DatasetError) { inputs = try data.inputs(ranges) } catch { throw .unreadable(ReadingFailure(error)) }
        return try Examples(
            inputs: inputs, targets: labels.targets(ranges), featureCount: featureCount, scaling: scaling)
    }

    /// Reads everything once, block by block.
    func forEachBlock(_ body: (Examples.Inputs) -> Void) throws(DatasetError) {
        for block in blocks { body(try data.inputs([block])) }
    }
}

extension JoinedDataset {
    /// The raw inputs of some examples, in the order of the ranges.
    func inputs(_ ranges: [Range<Int>]) throws(DatasetError) -> Examples.Inputs {
        switch elementType {
        case .uint8: .bytes(try numbers(ranges))
        case .float32, .float16: .floats(try numbers(ranges))
        default: .doubles(try numbers(ranges))
        }
    }

    private func numbers<Element: InputElement>(_ ranges: [Range<Int>]) throws(DatasetError) -> [Element] {
        var failure: DatasetError?
        let total = ranges.reduce(0) { $0 + $1.count } * featureCount
        let numbers = [Element](unsafeUninitializedCapacity: total) { buffer, filled in
            prepareToFill(UnsafeMutableRawBufferPointer(buffer))
            do throws(DatasetError) {
                for range in ranges {
                    let end = filled + range.count * featureCount
                    try readInputs(examples: range, into: UnsafeMutableBufferPointer(rebasing: buffer[filled..<end]))
                    filled = end
                }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return numbers
    }
}
