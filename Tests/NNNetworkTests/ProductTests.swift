import Foundation
import NNCBLAS
import NNModel
import NNNetwork
import NNTestSupport
import Testing

/// BLAS picks a kernel by the processor, and some had bugs: hold it, and ours for small products, to the plain sum.
@Suite("Products of matrices")
struct ProductTests {
    static let shapes = [
        (1, 1, 1), (1, 7, 3), (7, 1, 5), (3, 5, 0), (2, 3, 1), (17, 19, 23), (31, 33, 127), (7, 209, 1031),
        (209, 7, 517),
        (128, 10, 128), (1, 7, 209), (104, 7, 1), (104, 1, 7), (2, 17, 5), (8, 16, 16), (8, 16, 17), (5, 6, 64),
        (65, 129, 257), (1, 300, 999), (300, 1, 999),
    ]

    @Test("a product is the sum over the inner index, transposed or not", arguments: shapes)
    func product(_ rows: Int, _ columns: Int, _ inner: Int) {
        for (a, b) in [(false, false), (false, true), (true, false), (true, true)] {
            check(rows, columns, inner, a, b, tolerance: 1e-14 as Double)
            check(rows, columns, inner, a, b, tolerance: 5e-6 as Float)
        }
    }

    @Test(
        "OpenBLAS doesn't use the kernels that it has for processors it doesn't know",
        .enabled(if: (try? text(of: "/proc/cpuinfo").contains(" avx2 ")) == true && getenv("OPENBLAS_CORETYPE") == nil))
    func kernels() {
        ProductThreads.set(1)
        #expect(String(cString: openblas_get_corename()) != "Prescott")
        #expect(getenv("OPENBLAS_CORETYPE") == nil)
    }

    private func check<Scalar: NetworkReal>(
        _ rows: Int, _ columns: Int, _ inner: Int, _ transposeA: Bool, _ transposeB: Bool, tolerance: Scalar
    ) {
        var generator = SplitMix64(seed: UInt64(rows * 1000 + columns))
        func numbers(_ count: Int) -> [Scalar] { (0..<count).map { _ in Scalar(2 * generator.nextUniform() - 1) } }
        // One more than needed, so that an empty matrix still has an address.
        let (a, b, before) = (numbers(rows * inner + 1), numbers(inner * columns + 1), numbers(rows * columns))
        for adding in [false, true] {
            // What C held must not matter where it is not added to.
            var c = adding ? before : before.map { _ in .nan }
            c.withUnsafeMutableBufferPointer { c in
                a.withUnsafeBufferPointer { a in
                    b.withUnsafeBufferPointer { b in
                        guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
                        let viewA =
                            transposeA
                            ? MatrixView(a, rows: inner, columns: rows).transposed
                            : MatrixView(a, rows: rows, columns: inner)
                        let viewB =
                            transposeB
                            ? MatrixView(b, rows: columns, columns: inner).transposed
                            : MatrixView(b, rows: inner, columns: columns)
                        Scalar.multiply(viewA, viewB, scale: 0.5, adding: adding, into: c)
                    }
                }
            }
            var worst = Scalar.zero
            for i in 0..<rows {
                for j in 0..<columns {
                    var sum = 0.0
                    for k in 0..<inner {
                        let x = transposeA ? a[k * rows + i] : a[i * inner + k]
                        let y = transposeB ? b[j * inner + k] : b[k * columns + j]
                        sum += Double(x) * Double(y)
                    }
                    let expected = Scalar(sum / 2) + (adding ? before[i * columns + j] : 0)
                    let error = abs(c[i * columns + j] - expected)
                    worst = error <= worst ? worst : error  // NaN stays
                }
            }
            #expect(worst <= tolerance * Scalar(max(1, inner)), "\(Scalar.self) \(transposeA) \(transposeB) \(adding)")
        }
    }
}
