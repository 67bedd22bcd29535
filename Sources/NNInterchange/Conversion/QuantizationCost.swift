import NNModel

/// What it costs to store a model in another type: how far its numbers and its answers move.
public struct QuantizationCost: Sendable, Equatable {
    /// What it costs in one layer.
    public struct Layer: Sendable, Equatable {
        /// The layer, from 1.
        public let layer: Int
        /// The largest |W′ − W|.
        public let largest: Double
        /// The root of the mean square of W′ − W, ÷ that of W: the noise, relative to the signal. 0 where W is 0.
        public let relative: Double
    }

    /// Each layer's weights.
    public let layers: [Layer]
    /// Random inputs that were tried; 0 where this version can't compute the model.
    public let examples: Int
    /// The largest difference of an output, for outputs of magnitude above 1 relative to the largest of its example.
    public let worst: Double
    /// How many of the inputs get another class.
    public let changedAnswers: Int

    init(of model: Model, from source: Model, examples: Int = 256) {
        layers = zip(source.layers, model.layers).enumerated().map { index, pair in
            var (largest, noise, signal) = (0.0, 0.0, 0.0)
            for rows in pair.0.weights.rowBlocks {
                let (before, after) = (pair.0.weights, pair.1.weights)
                for (old, new) in zip(
                    before.scalars(as: Double.self, rows: rows), after.scalars(as: Double.self, rows: rows))
                where old.isFinite {
                    largest = max(largest, abs(new - old))
                    noise += (new - old) * (new - old)
                    signal += old * old
                }
                before.giveBack(rows: rows)
            }
            return Layer(layer: index + 1, largest: largest, relative: signal > 0 ? (noise / signal).squareRoot() : 0)
        }
        let comparison = PredictionComparison(
            source, model, examples: examples, multiplications: 2_000_000_000)
        self.examples = comparison?.examples ?? 0
        worst = comparison?.worst ?? 0
        changedAnswers = comparison?.changedAnswers ?? 0
    }
}
