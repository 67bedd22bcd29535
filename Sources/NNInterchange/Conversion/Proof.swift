import NNModel
import Synchronization

/// That a model which was read back is the one that was to be written, and that it still gives the answers of its source.
public struct Proof: Sendable, Equatable {
    /// Tensors that were compared bit for bit with what was to be written.
    public let tensors: Int
    /// Whether those are the source's own, or the same numbers in a wider type: nothing was rounded.
    public let isExact: Bool
    /// Random inputs whose outputs were compared; 0 where this version can't compute the model.
    public let examples: Int
    /// The largest difference of an output, for outputs of magnitude above 1 relative to the largest of its example.
    public let worst: Double
    /// How much it may be.
    public let tolerance: Double

    /// What is different.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// How far an output may be off where numbers were rounded to a type; where they weren't, 1e-6.
    public static func tolerance(ofRoundingTo dataType: DataType) -> Double {
        switch dataType {
        case .float64, .float32: 1e-5
        case .float16: 1e-2
        case .bfloat16: 5e-2
        case .int8: 1e-1
        }
    }

    /// Compares.
    ///
    /// - Parameters:
    ///   - back: what was read back.
    ///   - expected: what was to be written.
    ///   - source: what was read in the first place.
    package init(that back: Model, is expected: Model, from source: Model, examples: Int = 16) throws(Failure) {
        if let difference = Self.difference(between: back, and: expected) { throw Failure(description: difference) }
        // The three are passed over together.
        guard source.layers.map(\.weights.shape) == back.layers.map(\.weights.shape) else {
            throw Failure(description: "the layers have other shapes than the source's")
        }
        let weights = WeightsComparison(back, expected)
        tensors = 2 * expected.layers.count
        // What was read back is what was expected, which is often the source's own tensors.
        isExact = zip(source.layers, expected.layers).allSatisfy {
            $0.weights.holdsNumbers(of: $1.weights) && $0.biases.holdsNumbers(of: $1.biases)
        }
        let types = back.layers.flatMap { [$0.weights.dataType, $0.biases.dataType] }
        tolerance = isExact ? 1e-6 : types.map(Self.tolerance(ofRoundingTo:)).max() ?? 0
        // A tenth of a second for a gigabyte, since the bits of all numbers are compared along with it.
        let comparison = PredictionComparison(
            source, back, examples: examples, multiplications: 600_000_000, beside: weights)
        if let layer = weights.firstDifference { throw Failure(description: "W[\(layer + 1)] differs") }
        self.examples = comparison?.examples ?? 0
        worst = comparison?.worst ?? 0
        guard worst <= tolerance else {
            throw Failure(description: "predictions differ by \(worst), and \(tolerance) is allowed")
        }
    }

    /// The first thing in which two models differ, but for the numbers of their weights, or nil.
    private static func difference(between back: Model, and expected: Model) -> String? {
        guard back.layers.count == expected.layers.count else {
            return "\(back.layers.count) layers instead of \(expected.layers.count)"
        }
        for (index, (a, b)) in zip(back.layers, expected.layers).enumerated() {
            if !a.weights.isLike(b.weights) { return "W[\(index + 1)] differs" }
            if a.biases != b.biases { return "b[\(index + 1)] differs" }
            if a.activation != b.activation || a.name != b.name { return "layer \(index + 1) differs" }
        }
        if back.input != expected.input { return "the input differs" }
        if back.output != expected.output { return "the output differs" }
        if back.metadata != expected.metadata { return "the metadata differs" }
        if back.history?.bits ?? [] != expected.history?.bits ?? [] { return "the history differs" }
        if back.verification != expected.verification { return "the verification differs" }
        if back.extras != expected.extras { return "unknown chunks differ" }
        return nil
    }
}

/// Whether the weights of two models have the same bits; the shapes and types are known to be the same.
private final class WeightsComparison: WeightsVisitor {
    /// The first layer, from 0, whose weights differ.
    var firstDifference: Int? {
        let layer = found.load(ordering: .relaxed)
        return layer == .max ? nil : layer
    }

    private let tensors: [(Tensor, Tensor)]
    private let found = Atomic(Int.max)

    init(_ model: Model, _ other: Model) {
        tensors = zip(model.layers, other.layers).map { ($0.weights, $1.weights) }
    }

    func visit(_ layer: Int, rows: Range<Int>) {
        let (one, other) = tensors[layer]
        if !one.equals(other, rows: rows) { found.min(layer, ordering: .relaxed) }
    }

    func giveBack(_ layer: Int, rows: Range<Int>) {
        tensors[layer].0.giveBack(rows: rows)
        tensors[layer].1.giveBack(rows: rows)
    }

    func end(_ layer: Int) {}
}

extension History {
    /// Everything in it, comparable although NaN stands for no value.
    fileprivate var bits: [[UInt64]] {
        columns.map { column in column.name.utf8.map { UInt64($0) } + [0] + column.values.map(\.bitPattern) }
    }
}

extension Tensor {
    /// Whether it has the same numbers, whatever type they stand in; NaN are alike.
    fileprivate func holdsNumbers(of other: Tensor) -> Bool {
        if self == other { return true }
        guard shape == other.shape else { return false }
        return rowBlocks.allSatisfy { rows in
            defer {
                giveBack(rows: rows)
                other.giveBack(rows: rows)
            }
            return zip(scalars(as: Double.self, rows: rows), other.scalars(as: Double.self, rows: rows)).allSatisfy {
                $0 == $1 || ($0.isNaN && $1.isNaN)
            }
        }
    }
}
