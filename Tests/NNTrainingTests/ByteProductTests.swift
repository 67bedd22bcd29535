import NNCKernels
import NNModel
import Testing

@Suite("Products of rows of bytes")
struct ByteProductTests {
    @Test(
        "are those of whole numbers, for every number of rows, of bytes that count at their most, and in any cut",
        arguments: [(1, 1), (2, 3), (3, 1_023), (4, 1_024), (5, 1_025), (9, 4_099), (11, 70_000)])
    func areExact(rows: Int, width: Int) {
        var random = SplitMix64(seed: 8)
        let bytes = (0..<rows * width).map { $0 < width ? 255 : UInt8(truncatingIfNeeded: random.next()) }
        func product(_ i: Int, _ j: Int) -> Double {
            var sum = 0
            for k in 0..<width { sum += Int(bytes[i * width + k]) * Int(bytes[j * width + k]) }
            return Double(sum)
        }
        // What is above the diagonal stays as it is.
        let unset = -1.0
        var expected = [Double](repeating: unset, count: rows * rows)
        for i in 0..<rows {
            for j in 0...i { expected[i * rows + j] = product(i, j) }
        }
        for multiply in [nn_multiply_bytes, nn_multiply_bytes_portably] {
            for cut in 0...rows {
                var products = expected.map { $0 == unset ? unset : 0 }
                multiply(bytes, width, 0, cut, rows, &products)
                multiply(bytes, width, cut, rows - cut, rows, &products)
                #expect(products == expected)
            }
        }
    }
}
