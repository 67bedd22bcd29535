#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// An axis of a chart: the numbers that it spans, how they are spread over it, and where its round ticks stand.
package struct Axis: Sendable, Equatable {
    package struct Tick: Sendable, Equatable {
        package let value: Double
        package let label: String
    }

    package let isLogarithmic: Bool
    package let lowest: Double
    package let highest: Double
    package let ticks: [Tick]

    /// An axis over these numbers with even steps, about `tickCount` of them.
    ///
    /// - Parameters:
    ///   - values: numbers that a series holds; of none, the axis goes from 0 to 1.
    ///   - limit: what no number of this kind is above, so that the axis need not be either.
    ///   - leastStep: how far two ticks lie apart at least.
    ///   - isTight: whether the axis ends where the numbers do, instead of at the ticks beyond.
    package init(
        linear values: some Sequence<Double>, tickCount: Int, upTo limit: Double = .infinity,
        leastStep: Double = 0, isTight: Bool = false
    ) {
        var (low, high) = Self.extremes(values) ?? (0, 1)
        // Differences that small are rounding, and no ticks could tell them.
        if high - low <= 1e-8 * max(low.magnitude, high.magnitude) {
            // A line of equal numbers runs somewhere in the middle, but for one of zeros.
            let margin = low == 0 ? 1 : low.magnitude / 2
            (low, high) = (low == 0 ? 0 : low - margin, max(high, min(high + margin, limit)))
        }
        let step = RoundNumber(atLeast: max((high - low) / Double(tickCount), leastStep))
        var (first, last) = (step.multiples(in: low, .down), step.multiples(in: high, .up))
        if isTight {
            // A tick that lies a hair beyond is worth the room.
            let hair = (high - low) / 100
            if step.times(first).value < low - hair { first += 1 }
            if step.times(last).value > high + hair { last -= 1 }
            (low, high) = (min(low, step.times(first).value), max(high, step.times(last).value))
        } else {
            if first == last { last += 1 }
            (low, high) = (step.times(first).value, step.times(last).value)
        }
        isLogarithmic = false
        (lowest, highest) = (low, high)
        ticks = first <= last ? (first...last).map { Tick(step.times($0)) } : []
    }

    /// An axis over these numbers with even ratios: a tick at each power of ten, and over a short range also at 2 and 5
    /// times a power.
    ///
    /// - Precondition: all of them are above 0.
    package init(logarithmic values: some Sequence<Double>) {
        let (low, high) = Self.extremes(values) ?? (1, 10)
        let decades = Int(log10(low).rounded(.down))...Int(log10(high).rounded(.up))
        let numbers = decades.flatMap { exponent in [1, 2, 5].map { RoundNumber($0, exponent) } }
        let first = numbers.lastIndex { $0.value <= low } ?? 0
        let last = numbers.firstIndex { $0.value >= high } ?? numbers.count - 1
        let span = numbers[first...last]
        isLogarithmic = true
        lowest = numbers[first].value
        highest = numbers[last].value
        if span.count <= 8 {
            ticks = span.map { Tick($0) }
        } else {
            let powers = span.filter { $0.coefficient == 1 }
            let stride = (powers.count - 1) / 7 + 1
            ticks = powers.enumerated().filter { $0.offset.isMultiple(of: stride) }.map { Tick($0.element) }
        }
    }

    /// Whether even steps would press most of these numbers flat, and even ratios would not: all are above zero, and they
    /// span two decades, or the middle half of them keeps to a tenth of the span.
    package static func areCrowded(_ values: [Double]) -> Bool {
        let sorted = values.sorted()
        guard let low = sorted.first, let high = sorted.last, low > 0 else { return false }
        let middle = sorted[sorted.count * 3 / 4] - sorted[sorted.count / 4]
        return high / low > 100 || high / low > 3 && middle < (high - low) / 10
    }

    /// Where a number stands: 0 at the axis's low end, 1 at its high one.
    package func fraction(of value: Double) -> Double {
        guard isLogarithmic else { return (value - lowest) / (highest - lowest) }
        return log10(value / lowest) / log10(highest / lowest)
    }

    /// The column of a picture that a number falls into.
    package func column(of value: Double, among columns: Int) -> Int {
        min(max(Int(fraction(of: value) * Double(columns)), 0), columns - 1)
    }

    private static func extremes(_ values: some Sequence<Double>) -> (Double, Double)? {
        var extremes: (Double, Double)?
        for value in values {
            let (low, high) = extremes ?? (value, value)
            extremes = (min(low, value), max(high, value))
        }
        return extremes
    }
}

extension Axis.Tick {
    fileprivate init(_ number: RoundNumber) {
        self.init(value: number.value, label: number.label)
    }
}
