/// z += W·a for one example, with W row-major, z.count × a.count.
///
/// Sixteen running sums a row, so that the processor need not wait for one addition before it starts the next; they
/// also round better than one.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
func multiplyAdd<Scalar: Real>(_ weights: [Scalar], _ values: [Scalar], into sums: inout [Scalar]) {
    let width = values.count
    let whole = width - width % 16
    weights.withUnsafeBufferPointer { weights in
        values.withUnsafeBufferPointer { values in
            for row in sums.indices {
                let weights = UnsafeBufferPointer(rebasing: weights[row * width..<(row + 1) * width])
                var lanes = InlineArray<16, Scalar>(repeating: 0)
                for start in stride(from: 0, to: whole, by: 16) {
                    for lane in 0..<16 { lanes[lane] += weights[start + lane] * values[start + lane] }
                }
                for index in whole..<width { lanes[0] += weights[index] * values[index] }
                for half in [8, 4, 2, 1] {
                    for lane in 0..<half { lanes[lane] += lanes[lane + half] }
                }
                sums[row] += lanes[0]
            }
        }
    }
}
