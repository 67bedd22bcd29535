#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A number with few digits, coefficient · 10^exponent, as it stands at a tick.
struct RoundNumber: Sendable, Equatable {
    let coefficient: Int
    let exponent: Int

    init(_ coefficient: Int, _ exponent: Int) {
        self.coefficient = coefficient
        self.exponent = exponent
    }

    /// The smallest of 1, 2 and 5 times a power of ten that isn't below `step`.
    ///
    /// - Precondition: `step` is above 0.
    init(atLeast step: Double) {
        precondition(step > 0, "a step of \(step)")
        let exponent = Int(log10(step).rounded(.down))
        // A hair's breadth, so that 0.3/3 counts as 0.1.
        let isEnough = { (number: RoundNumber) in number.value >= step * (1 - 1e-9) }
        self = [1, 2, 5].map { RoundNumber($0, exponent) }.first(where: isEnough) ?? RoundNumber(1, exponent + 1)
    }

    var value: Double {
        // Divided, since 10^-1 is none that a Double has, but its quotients are rounded once.
        exponent < 0
            ? Double(coefficient) / pow(10, Double(-exponent)) : Double(coefficient) * pow(10, Double(exponent))
    }

    func times(_ factor: Int) -> RoundNumber { RoundNumber(coefficient * factor, exponent) }

    /// How many times the number goes into `value`, up or down to a whole one.
    func multiples(in value: Double, _ rule: FloatingPointRoundingRule) -> Int {
        let quotient = value / self.value
        let nearest = quotient.rounded()
        // What is whole but for rounding needs no tick beyond.
        return Int(abs(quotient - nearest) < 1e-6 ? nearest : quotient.rounded(rule))
    }

    /// The number as a person would write it: `0.05`, `2,500`, `1e-7`.
    var label: String {
        let digits = String(coefficient.magnitude)
        let power = exponent + digits.count - 1
        if coefficient == 0 { return "0" }
        guard -4..<7 ~= power else {
            let tail = digits.dropFirst().trimmingTrailingZeros
            return (coefficient < 0 ? "-" : "") + digits.prefix(1) + (tail.isEmpty ? "" : ".\(tail)") + "e\(power)"
        }
        return exponent < 0 ? decimal(value, places: -exponent) : grouped(Int(value))
    }
}

extension Substring {
    fileprivate var trimmingTrailingZeros: Substring {
        var text = self
        while text.last == "0" { text.removeLast() }
        return text
    }
}
