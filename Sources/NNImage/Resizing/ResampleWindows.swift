/// Which samples of a row (or column) of the original make each sample of the resized one, and with which weights.
///
/// Weights are whole numbers of which 2²² make one, as in Pillow (`Resample.c`), so that results agree bit for bit.
struct ResampleWindows {
    /// The bits after the point: 32 less 8 of the sample and 2 for kernels that go below 0 and beyond 1.
    private static let precision = 32 - 8 - 2

    /// The first sample of each window.
    private(set) var first: [Int]
    /// How many samples each has, at most `stride`.
    private(set) var count: [Int]
    /// The weights of window `i`, at `i × stride`.
    private(set) var weights: [Int32]
    /// The distance between two windows' weights.
    let stride: Int

    /// - Parameters:
    ///   - length: samples in the original.
    ///   - range: the part of them that is resized.
    ///   - target: samples in the result.
    init(length: Int, range: Range<Float>, target: Int, filter: ResizeFilter) {
        let scale = Double(range.upperBound - range.lowerBound) / Double(target)
        // A kernel is widened where the image shrinks, and never narrowed.
        let widening = max(1, scale)
        let support = filter.support * widening
        stride = Int(support.rounded(.up)) * 2 + 1
        first = []
        count = []
        weights = [Int32](repeating: 0, count: target * stride)
        var window = [Double](repeating: 0, count: stride)
        for index in 0..<target {
            let centre = Double(range.lowerBound) + (Double(index) + 0.5) * scale
            let start = max(0, Int(centre - support + 0.5))
            let samples = min(length, Int(centre + support + 0.5)) - start
            var sum = 0.0
            for sample in 0..<samples {
                window[sample] = filter.weight(at: (Double(sample + start) - centre + 0.5) * (1 / widening))
                sum += window[sample]
            }
            for sample in 0..<samples {
                let weight = (sum == 0 ? window[sample] : window[sample] / sum) * Double(1 << Self.precision)
                weights[index * stride + sample] = Int32(weight < 0 ? weight - 0.5 : weight + 0.5)
            }
            first.append(start)
            count.append(samples)
        }
    }
}
