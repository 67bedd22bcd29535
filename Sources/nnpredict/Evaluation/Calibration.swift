/// Whether probabilities mean what they say: of the answers that a model calls 80% probable, 80% should be right.
///
/// The expected calibration error (C. Guo, G. Pleiss, Y. Sun, K. Q. Weinberger: On Calibration of Modern Neural Networks,
/// 2017, section 2) puts n answers into M = 15 bins by the probability of the class that is answered, bin m from (m−1)/M,
/// which is outside, to m/M, and is
///
///     ECE = Σ |Bₘ|/n · |acc(Bₘ) − conf(Bₘ)|
///
/// with the share of right answers and the mean probability of each bin.
struct Calibration {
    struct Bin {
        fileprivate(set) var count = 0
        fileprivate(set) var rightCount = 0
        fileprivate var sum = 0.0

        /// The share of answers that are right; nil of none.
        var accuracy: Double? { count == 0 ? nil : Double(rightCount) / Double(count) }
        /// The mean probability that the model gives its answers; nil of none.
        var meanProbability: Double? { count == 0 ? nil : sum / Double(count) }
    }

    static let binCount = 15

    /// From the lowest probabilities to the highest.
    private(set) var bins = [Bin](repeating: Bin(), count: binCount)
    /// Answers whose probability is no number.
    private var strayCount = 0

    mutating func add(probability: Double, isRight: Bool) {
        guard probability >= 0, probability <= 1 else {
            strayCount += 1
            return
        }
        let index = max(0, Int((probability * Double(Self.binCount)).rounded(.up)) - 1)
        bins[index].count += 1
        bins[index].rightCount += isRight ? 1 : 0
        bins[index].sum += probability
    }

    /// The expected calibration error; nil of no answers, or where one has no probability.
    var error: Double? {
        let count = bins.reduce(0) { $0 + $1.count }
        guard count > 0, strayCount == 0 else { return nil }
        return bins.reduce(0) { $0 + abs(Double($1.rightCount) - $1.sum) } / Double(count)
    }
}
