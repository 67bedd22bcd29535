import NNNetwork

/// How the work of an update is cut up for threads: by its sizes alone, and by how many inputs are 0, so that the result
/// of training doesn't depend on how many threads there are.
enum Division {
    /// Cuts a batch into shards of examples: an even number of them, of at most 128 examples and about as many each.
    ///
    /// Products of matrices lose a tenth of their speed with shards of 64, and more with smaller ones; so a batch of 128
    /// makes two.
    static func shards(of examples: Int) -> [Range<Int>] {
        let count = examples < 32 ? 1 : 2 * ((examples + 255) / 256)
        return (0..<count).map { examples * $0 / count..<examples * ($0 + 1) / count }
    }

    /// Cuts a gradient into blocks of one layer each, the largest first.
    static func blocks(of architecture: Architecture, firstLayer: FirstLayerForm) -> [GradientBlock] {
        let blocks = architecture.layers.enumerated().flatMap { index, layer in
            let count = Self.blockCount(layer)
            switch index == 0 ? firstLayer : .direct {
            case .direct:
                return (0..<count).map {
                    GradientBlock(index, layer, .units(layer.units * $0 / count..<layer.units * ($0 + 1) / count))
                }
            case .dual: return [GradientBlock(index, layer, .biases)]
            case .sparse(let density):
                return [GradientBlock(index, layer, .biases)]
                    + density.ranges(count, columns: layer.inputs).filter { !$0.isEmpty }.map {
                        GradientBlock(index, layer, .inputs($0))
                    }
            }
        }
        return blocks.sorted {
            ($1.work, $0.layer, $0.weights.lowerBound) < ($0.work, $1.layer, $1.weights.lowerBound)
        }
    }

    /// Some 100,000 weights a block, which a core's cache holds with their moments; two at least of a layer that is worth
    /// it.
    private static func blockCount(_ layer: Architecture.Layer) -> Int {
        guard layer.weights.count >= 16_384 else { return 1 }
        return min(layer.units, max(2, (layer.weights.count + 99_999) / 100_000))
    }
}

/// Parameters of a layer that are differentiated and updated together.
struct GradientBlock: Sendable {
    enum Part: Sendable {
        /// Weights and biases of some units.
        case units(Range<Int>)
        /// All weights of some inputs, where W lies turned.
        case inputs(Range<Int>)
        /// All biases, and no weights.
        case biases
    }

    let layer: Int
    let part: Part
    /// Where the weights are among the parameters.
    let weights: Range<Int>
    /// Where the biases are among the parameters.
    let biases: Range<Int>

    init(_ index: Int, _ layer: Architecture.Layer, _ part: Part) {
        self.layer = index
        self.part = part
        let (w, b) = (layer.weights.lowerBound, layer.biases.lowerBound)
        switch part {
        case .units(let units):
            weights = w + units.lowerBound * layer.inputs..<w + units.upperBound * layer.inputs
            biases = b + units.lowerBound..<b + units.upperBound
        case .inputs(let inputs):
            weights = w + inputs.lowerBound * layer.units..<w + inputs.upperBound * layer.units
            biases = b..<b
        case .biases:
            weights = w..<w
            biases = layer.biases
        }
    }

    /// How much there is to do, roughly.
    var work: Int { weights.count + biases.count }
}
