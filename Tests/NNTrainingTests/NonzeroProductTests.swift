import NNCKernels
import NNModel
import Testing

@Suite("Products that leave out zeros")
struct NonzeroProductTests {
    /// A matrix with as many zeros as not, of both signs.
    private static func matrix(_ rows: Int, _ columns: Int, zeros: Bool) -> [Double] {
        var random = SplitMix64(seed: UInt64(rows * columns))
        return (0..<rows * columns).map { _ in
            // Whole numbers of few digits: every order of a sum comes to the same.
            zeros && random.next(below: 2) == 0
                ? (random.next(below: 2) == 0 ? 0 : -0.0) : Double(random.next(below: 17)) - 8
        }
    }

    private static let shapes = [
        (1, 1, 16), (1, 31, 17), (2, 32, 31), (3, 33, 32), (31, 63, 100), (32, 64, 128), (33, 65, 129), (64, 100, 255),
        (65, 7, 300), (128, 97, 16),
    ]

    @Test("are those of all numbers, in float32", arguments: shapes)
    func areExact(rows: Int, columns: Int, units: Int) {
        let (x, w, b, d) = Self.operands(rows, columns, units)
        let (numbers, weights, biases, deltas) = (
            x.map { Float($0) }, w.map { Float($0) }, b.map { Float($0) }, d.map { Float($0) }
        )
        let words = (columns + 31) / 32
        var marks = [UInt32](repeating: 7, count: rows * words)
        var z = [Float](repeating: .nan, count: rows * units)
        numbers.withUnsafeBufferPointer { numbers in
            marks.withUnsafeMutableBufferPointer { marks in
                let inputs = nn_nonzero_f32(
                    numbers: numbers.baseAddress, marks: marks.baseAddress, rows: rows, columns: columns)
                nn_mark_nonzero_f32(inputs, marks.baseAddress)
                nn_weigh_nonzero_f32(inputs, weights, biases, units, &z)
                for cut in Self.cuts(columns) {
                    var gradient = [Float](repeating: .nan, count: columns * units)
                    gradient.withUnsafeMutableBufferPointer {
                        nn_differentiate_nonzero_f32(inputs, 0, cut, deltas, units, 0.5, $0.baseAddress)
                        nn_differentiate_nonzero_f32(
                            inputs, cut, columns, deltas, units, 0.5, $0.baseAddress.map { $0 + cut * units })
                    }
                    #expect(gradient.map { Double($0) } == Self.gradient(x, d, rows, columns, units))
                }
            }
        }
        #expect(marks == Self.marks(x, rows, columns))
        #expect(z.map { Double($0) } == Self.product(x, w, b, rows, columns, units))
    }

    @Test("are those of all numbers, in float64", arguments: shapes)
    func areExactInDouble(rows: Int, columns: Int, units: Int) {
        let (x, w, b, d) = Self.operands(rows, columns, units)
        let words = (columns + 31) / 32
        var marks = [UInt32](repeating: 7, count: rows * words)
        var z = [Double](repeating: .nan, count: rows * units)
        x.withUnsafeBufferPointer { numbers in
            marks.withUnsafeMutableBufferPointer { marks in
                let inputs = nn_nonzero_f64(
                    numbers: numbers.baseAddress, marks: marks.baseAddress, rows: rows, columns: columns)
                nn_mark_nonzero_f64(inputs, marks.baseAddress)
                nn_weigh_nonzero_f64(inputs, w, b, units, &z)
                for cut in Self.cuts(columns) {
                    var gradient = [Double](repeating: .nan, count: columns * units)
                    gradient.withUnsafeMutableBufferPointer {
                        nn_differentiate_nonzero_f64(inputs, 0, cut, d, units, 0.5, $0.baseAddress)
                        nn_differentiate_nonzero_f64(
                            inputs, cut, columns, d, units, 0.5, $0.baseAddress.map { $0 + cut * units })
                    }
                    #expect(gradient == Self.gradient(x, d, rows, columns, units))
                }
            }
        }
        #expect(marks == Self.marks(x, rows, columns))
        #expect(z == Self.product(x, w, b, rows, columns, units))
    }

    private static func operands(
        _ rows: Int, _ columns: Int, _ units: Int
    ) -> (x: [Double], w: [Double], b: [Double], d: [Double]) {
        (
            matrix(rows, columns, zeros: true), matrix(columns, units, zeros: false), matrix(1, units, zeros: false),
            matrix(rows, units, zeros: false)
        )
    }

    private static func cuts(_ columns: Int) -> [Int] { Array(stride(from: 0, to: columns, by: 32)) }

    private static func marks(_ x: [Double], _ rows: Int, _ columns: Int) -> [UInt32] {
        (0..<rows).flatMap { row in
            stride(from: 0, to: columns, by: 32).map { first in
                (first..<min(first + 32, columns)).reduce(UInt32(0)) {
                    x[row * columns + $1] == 0 ? $0 : $0 | 1 << UInt32($1 - first)
                }
            }
        }
    }

    private static func product(
        _ x: [Double], _ w: [Double], _ b: [Double], _ rows: Int, _ columns: Int, _ units: Int
    ) -> [Double] {
        var z = [Double]()
        for row in 0..<rows {
            for unit in 0..<units {
                var sum = b[unit]
                for column in 0..<columns { sum += x[row * columns + column] * w[column * units + unit] }
                z.append(sum)
            }
        }
        return z
    }

    private static func gradient(
        _ x: [Double], _ d: [Double], _ rows: Int, _ columns: Int, _ units: Int
    ) -> [Double] {
        var gradient = [Double]()
        for column in 0..<columns {
            for unit in 0..<units {
                var sum = 0.0
                for row in 0..<rows { sum += x[row * columns + column] * d[row * units + unit] }
                gradient.append(sum / 2)
            }
        }
        return gradient
    }
}
