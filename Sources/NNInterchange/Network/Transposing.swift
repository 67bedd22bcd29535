import NNModel

/// Column-major elements in row-major order.
func transposed(_ bytes: [UInt8], rows: Int, columns: Int, size: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: bytes.count) { target, initialized in
        for row in 0..<rows {
            for column in 0..<columns {
                let (from, to) = ((column * rows + row) * size, (row * columns + column) * size)
                for i in 0..<size { target[to + i] = bytes[from + i] }
            }
        }
        initialized = bytes.count
    }
}

extension Tensor {
    /// The elements, which stand in the order of the transposed shape, in that of `shape`, of two axes.
    func transposed(shape: [Int]) -> Tensor {
        let bytes = withUnsafeBytes { Array($0) }
        return Tensor(
            bytes: NNInterchange.transposed(bytes, rows: shape[0], columns: shape[1], size: dataType.size),
            dataType: dataType, shape: shape)
    }

    /// Rows as columns, of two axes.
    var transposed: Tensor { transposed(shape: [shape[1], shape[0]]) }
}
