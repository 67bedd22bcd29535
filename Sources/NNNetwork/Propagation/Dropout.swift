import NNModel

/// Dropout (Srivastava and others 2014) of hidden units, in the inverted form that frameworks have: in each example every
/// hidden unit is silent with probability p, and the others are multiplied by 1/(1−p), so that nothing needs to be scaled
/// when the network is used.
package struct Dropout: Sendable, Equatable {
    /// p, from 0 to below 1.
    package let rate: Double
    /// What the choice depends on, besides the layer, the example's row and the unit.
    package let seed: UInt64

    package init(rate: Double, seed: UInt64) {
        self.rate = rate
        self.seed = seed
    }

    /// Fills the factors, 0 or 1/(1−p), of the units of one example in one layer.
    @inline(__always)
    func fill<Scalar: NetworkReal>(_ factors: UnsafeMutablePointer<Scalar>, units: Int, layer: Int, row: Int) {
        var generator = SplitMix64(seed: seed ^ UInt64(layer) << 48 ^ UInt64(row))
        // The first number of neighbouring seeds is mixed already; it becomes the seed of this row.
        generator = SplitMix64(seed: generator.next())
        let (threshold, kept) = (UInt32(rate * 0x1p32), Scalar(1 / (1 - rate)))
        for first in stride(from: 0, to: units, by: 2) {
            let bits = generator.next()
            factors[first] = UInt32(truncatingIfNeeded: bits) < threshold ? 0 : kept
            if first + 1 < units { factors[first + 1] = UInt32(truncatingIfNeeded: bits >> 32) < threshold ? 0 : kept }
        }
    }
}
