// Building blocks of activations and costs, in forms that neither overflow nor cancel.
extension Real {
    /// 1 / (1 + e⁻ᶻ), by whichever of e⁻ᶻ and eᶻ can't overflow.
    @inlinable
    @inline(__always)
    package static func sigmoid(_ z: Self) -> Self {
        if z >= 0 { return 1 / (1 + exp(-z)) }
        let e = exp(z)
        return e / (1 + e)
    }

    /// ln(1 + eᶻ) = max(z, 0) + ln(1 + e^−|z|)
    @inline(__always)
    package static func softplus(_ z: Self) -> Self {
        (z <= 0 ? 0 : z) + log1p(exp(-abs(z)))
    }

    /// tanh(ln(1 + eᶻ)) = n / (n + 2) with n = eᶻ (eᶻ + 2)
    @inline(__always)
    package static func tanhOfSoftplus(_ z: Self) -> Self {
        // From here on the quotient is 1 in both precisions, and soon eᶻ would overflow.
        if z > 20 { return 1 }
        let e = exp(z)
        let n = e * (e + 2)
        return n / (n + 2)
    }

    /// √(2/π) (z + 0.044715 z³), whose tanh the tanh form of GELU takes; (1 + tanh u)/2 = sigmoid(2u).
    @inline(__always)
    package static func geluTanhArgument(_ z: Self) -> Self {
        Self((2 / Double.pi).squareRoot()) * (z + Self(0.044715) * z * z * z)
    }

    /// min(max(x, 0), 1), and NaN for NaN
    @inline(__always)
    package static func clamped(_ x: Self) -> Self {
        x < 0 ? 0 : x > 1 ? 1 : x
    }

    /// The largest element; NaN are passed over, since whatever is subtracted from them leaves NaN.
    @inline(__always)
    package static func maximum(_ row: UnsafeBufferPointer<Self>) -> Self {
        var largest = -Self.infinity
        for x in row where x > largest { largest = x }
        return largest
    }

    /// ln Σⱼ e^zⱼ in two parts, the largest zⱼ and the rest, from 0 up: added, the rest would lose its digits.
    @inline(__always)
    package static func logSumExp(_ row: UnsafeBufferPointer<Self>) -> (largest: Self, rest: Self) {
        let largest = maximum(row)
        var others = Self.zero
        var isFound = false
        for z in row {
            // The largest itself is the 1 in ln(1 + the others).
            if z == largest && !isFound { isFound = true } else { others += exp(z - largest) }
        }
        return (largest, log1p(others))
    }
}
