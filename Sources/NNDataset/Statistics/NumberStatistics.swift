/// What there is to say of many numbers, found in one pass.
///
/// Mean and deviation are kept up as Welford has it (Technometrics 4, 1962), of the distances from the first number: so no
/// digits are lost where the deviation is small beside the mean.
public struct NumberStatistics: Sendable, Equatable {
    /// Numbers that are neither NaN nor infinite; all else but the other counts is about these.
    public private(set) var count = 0
    /// The smallest number; infinite where there is none.
    public private(set) var minimum = Double.infinity
    /// The largest number; −infinite where there is none.
    public private(set) var maximum = -Double.infinity
    /// The mean; NaN where there is none.
    public var mean: Double { count > 0 ? origin + runningMean : .nan }
    /// The root of the mean squared distance from the mean, numpy's `std`; NaN where there is no number.
    public var deviation: Double { count > 0 ? (squares / Double(count)).squareRoot() : .nan }
    /// How many are NaN.
    public private(set) var nanCount = 0
    /// How many are infinite.
    public private(set) var infiniteCount = 0
    /// The first number.
    private var origin = 0.0
    /// The mean, from there.
    private var runningMean = 0.0
    /// The sum of the squared distances from the mean.
    private var squares = 0.0

    /// Of no numbers.
    public init() {}

    /// Takes one more number into account.
    public mutating func add(_ number: Double) {
        guard number.isFinite else {
            if number.isNaN { nanCount += 1 } else { infiniteCount += 1 }
            return
        }
        if count == 0 { origin = number }
        count += 1
        minimum = min(minimum, number)
        maximum = max(maximum, number)
        let place = number - origin
        let distance = place - runningMean
        runningMean += distance / Double(count)
        squares += distance * (place - runningMean)
    }

    /// Of bytes, from how often each value is there; exact but for the last rounding.
    init(ofBytes counts: some Collection<Int>) {
        precondition(counts.count == 256, "a count for each byte")
        var (sum, squaredSum) = (0, 0)
        for (value, times) in counts.enumerated() where times > 0 {
            count += times
            minimum = min(minimum, Double(value))
            maximum = max(maximum, Double(value))
            sum += value * times
            squaredSum += value * value * times
        }
        guard count > 0 else { return }
        // n·Σx² − (Σx)², whose parts may have more than 64 bits; the difference is never negative.
        let (first, second) = (
            UInt128(count) * UInt128(squaredSum), UInt128(sum) * UInt128(sum)
        )
        runningMean = Double(sum) / Double(count)
        squares = Double(first - second) / Double(count)
    }
}
