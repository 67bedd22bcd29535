extension NetworkReal {
    /// Z = A·Wᵀ + b of some examples.
    ///
    /// - Parameters:
    ///   - a: m × n[l−1].
    ///   - weights: W, n[l] × n[l−1].
    ///   - biases: b, n[l] numbers.
    ///   - z: receives Z, m × n[l].
    ///   - stride: the distance from one row of Z to the next; nil where there are no gaps.
    ///   - spare: room for m × n[l] numbers, which aren't looked at.
    @inline(__always)
    static func weigh(
        _ a: MatrixView<Self>, by weights: MatrixView<Self>, biases: UnsafePointer<Self>,
        into z: UnsafeMutablePointer<Self>, stride: Int? = nil, spare: UnsafeMutablePointer<Self>
    ) {
        let (rows, units) = (a.rows, weights.rows)
        let stride = stride ?? units
        if units * 8 <= rows && weights.columns >= 256 {
            // A few units over many examples: BLAS packs the long operand, A, faster as the right factor of
            // Zᵀ = W·Aᵀ, by a third for 7 units over 209 pictures.
            multiply(weights, a.transposed, scale: 1, adding: false, into: spare)
            for unit in 0..<units {
                for row in 0..<rows { z[row * stride + unit] = spare[unit * rows + row] + biases[unit] }
            }
            return
        }
        // The biases first and the product added: as many passes over Z as setting it to zero would take.
        if units == 1 {
            for row in 0..<rows { z[row * stride] = biases[0] }
        } else {
            for row in 0..<rows { (z + row * stride).update(from: biases, count: units) }
        }
        multiply(a, weights.transposed, scale: 1, adding: true, into: z, stride: stride)
    }
}
