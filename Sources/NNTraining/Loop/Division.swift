import NNNetwork

/// How the work of an update is cut up for threads: by its sizes alone, so that the result of training doesn't depend on
/// how many threads there are.
enum Division {
    /// Cuts a batch into shards of examples: an even number of them, of at most 128 examples and about as many each.
    ///
    /// Products of matrices lose a tenth of their speed with shards of 64, and more with smaller ones; so a batch of 128
    /// makes two.
    static func shards(of examples: Int) -> [Range<Int>] {
        let count = examples < 32 ? 1 : 2 * ((examples + 255) / 256)
        return (0..<count).map { examples * $0 / count..<examples * ($0 + 1) / count }
    }

    /// Cuts a gradient into blocks of units of one layer, the largest first.
    ///
    /// - Parameter skippingFirstWeights: whether W[1] has its own way of being updated.
    static func blocks(of architecture: Architecture, skippingFirstWeights: Bool) -> [GradientBlock] {
        let blocks = architecture.layers.enumerated().flatMap { index, layer in
            let hasWeights = index > 0 || !skippingFirstWeights
            let count = hasWeights ? Self.blockCount(layer) : 1
            return (0..<count).map {
                GradientBlock(
                    layer: index, units: layer.units * $0 / count..<layer.units * ($0 + 1) / count,
                    hasWeights: hasWeights, inputs: layer.inputs)
            }
        }
        return blocks.sorted { ($1.work, $0.layer, $0.units.lowerBound) < ($0.work, $1.layer, $1.units.lowerBound) }
    }

    /// Some 100,000 weights a block, which a core's cache holds with their moments; two at least of a layer that is worth
    /// it.
    private static func blockCount(_ layer: Architecture.Layer) -> Int {
        guard layer.weights.count >= 16_384 else { return 1 }
        return min(layer.units, max(2, (layer.weights.count + 99_999) / 100_000))
    }
}

/// Some units of a layer, whose weights and biases are differentiated and updated together.
struct GradientBlock: Sendable {
    let layer: Int
    let units: Range<Int>
    /// Whether it is about biases alone.
    let hasWeights: Bool
    let inputs: Int

    var weightCount: Int { hasWeights ? units.count * inputs : 0 }
    /// How much there is to do, roughly.
    var work: Int { weightCount + units.count }
}
