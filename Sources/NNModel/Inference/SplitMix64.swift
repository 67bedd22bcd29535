/// A generator of reproducible random bits (Steele, Lea and Flood 2014): a Weyl sequence, each term of it mixed.
///
///     state ← state + 0x9E3779B97F4A7C15
///     z ← (state ⊕ state≫30) · 0xBF58476D1CE4E5B9
///     z ← (z ⊕ z≫27) · 0x94D049BB133111EB
///     next = z ⊕ z≫31
public struct SplitMix64: RandomNumberGenerator, Sendable, Equatable {
    /// All that the numbers to come depend on.
    public private(set) var state: UInt64

    /// The sequence that belongs to `seed`.
    public init(seed: UInt64) {
        state = seed
    }

    /// The next 64 bits.
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// The upper 53 of the next 64 bits, as a number from 0 to below 1.
    public mutating func nextUniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// A whole number from 0 to below `bound`, all equally likely (Lemire 2019).
    ///
    /// - Precondition: `bound` is at least 1.
    public mutating func next(below bound: Int) -> Int {
        precondition(bound >= 1, "no number is below \(bound)")
        let bound = UInt64(bound)
        var product = next().multipliedFullWidth(by: bound)
        if product.low < bound {
            let threshold = (0 &- bound) % bound
            while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
        }
        return Int(product.high)
    }

    /// Two independent numbers of the standard normal distribution, by Marsaglia's polar method.
    ///
    /// Points (u, v) of the square from −1 to 1 are drawn, u first, until one lies inside the unit circle and is not its
    /// centre; with s = u² + v² the numbers are u and v times √(−2 ln s / s).
    public mutating func nextNormals() -> (Double, Double) {
        while true {
            let u = 2 * nextUniform() - 1
            let v = 2 * nextUniform() - 1
            let s = u * u + v * v
            if s < 1 && s > 0 {
                let factor = (-2 * Double.log(s) / s).squareRoot()
                return (u * factor, v * factor)
            }
        }
    }
}
