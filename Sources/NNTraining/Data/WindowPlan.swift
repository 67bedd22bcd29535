import NNModel

/// How epochs go through examples of which only so many are in memory at a time: a shuffle of two levels.
///
/// In every epoch the blocks of the source come in a random order. The examples in them, one block after the other, are
/// cut into windows of whole batches, and within its window every example gets a random place. So a batch never needs two
/// windows, every example comes once an epoch, and a window follows from the seed, the number of its epoch and its own,
/// not from the windows before it. Where everything fits in one window, the order is a plain shuffle of all.
///
/// Windows and batches are numbered from 0 through all epochs, and epochs from 1.
package struct WindowPlan: Sendable {
    /// Windows of an epoch.
    package let windowsPerEpoch: Int
    private let batchesPerWindow: Int
    private let training: TrainingPlan
    private let exampleCount: Int
    private let blocks: [Range<Int>]
    private let seed: UInt64

    /// - Throws: `TrainingError.batchBeyondMemory` where not even one batch fits.
    package init(_ source: any ExampleSource, _ training: TrainingPlan, seed: UInt64) throws(TrainingError) {
        let total = training.batchesPerEpoch
        guard training.batchSize <= source.capacity else {
            throw .batchBeyondMemory(batchSize: training.batchSize, capacity: source.capacity)
        }
        let most = source.capacity >= source.count ? total : source.capacity / training.batchSize
        // All about as long, since a short one at the end would be shuffled worse than the others.
        batchesPerWindow = rounding(total, up: rounding(total, up: most))
        windowsPerEpoch = rounding(total, up: batchesPerWindow)
        exampleCount = source.count
        blocks = source.blocks
        self.training = training
        self.seed = seed
    }

    /// The number of the window that holds a batch.
    package func window(of batch: Int) -> Int {
        let (epoch, place) = batch.quotientAndRemainder(dividingBy: training.batchesPerEpoch)
        return epoch * windowsPerEpoch + place / batchesPerWindow
    }

    /// Where in the order of its window a batch stands.
    package func places(of batch: Int) -> Range<Int> {
        let first = batch % training.batchesPerEpoch % batchesPerWindow * training.batchSize
        return first..<min(first + training.batchSize, positions(of: window(of: batch)).count)
    }

    /// Which examples of the source a window holds, in ascending order.
    package func ranges(of window: Int) -> [Range<Int>] {
        let positions = positions(of: window)
        var ranges: [Range<Int>] = []
        var first = 0
        for index in blockOrder(ofEpoch: window / windowsPerEpoch + 1) {
            let block = blocks[index]
            let cut = positions.clamped(to: first..<first + block.count)
            if !cut.isEmpty {
                let start = block.lowerBound - first
                ranges.append(start + cut.lowerBound..<start + cut.upperBound)
            }
            first += block.count
            if first >= positions.upperBound { break }
        }
        return ranges.sorted { $0.lowerBound < $1.lowerBound }
    }

    /// The order of a window: indices into the examples of its ranges.
    package func order(of window: Int) -> [Int] {
        var order = Array(0..<positions(of: window).count)
        if training.isFullBatch { return order }
        let (epoch, place) = window.quotientAndRemainder(dividingBy: windowsPerEpoch)
        let purpose: RandomPurpose =
            windowsPerEpoch == 1
            ? .order(epoch: epoch + 1)
            : .window(firstBatch: epoch * training.batchesPerEpoch + place * batchesPerWindow)
        var generator = SplitMix64(seed: seed, for: purpose)
        generator.shuffle(&order)
        return order
    }

    private func blockOrder(ofEpoch epoch: Int) -> [Int] {
        var order = Array(blocks.indices)
        guard windowsPerEpoch > 1 else { return order }
        var generator = SplitMix64(seed: seed, for: .blocks(epoch: epoch))
        generator.shuffle(&order)
        return order
    }

    /// The places of a window in the order of its epoch's blocks.
    private func positions(of window: Int) -> Range<Int> {
        let length = batchesPerWindow * training.batchSize
        let first = window % windowsPerEpoch * length
        return first..<min(first + length, exampleCount)
    }
}

/// How many pieces of a length make up a whole, the last one maybe shorter.
private func rounding(_ whole: Int, up length: Int) -> Int { (whole - 1) / length + 1 }
