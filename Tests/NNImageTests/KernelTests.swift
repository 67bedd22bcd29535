import NNCKernels
import Testing

/// What the machine's own instructions give is compared with plain code, which gives the same on every machine.
@Suite("Sums of resampling")
struct KernelTests {
    @Test("along a row are the same by plain code, for any samples and weights", arguments: [1, 3], [16, 48, 4096])
    func rows(channels: Int, stride: Int) {
        var random = Random(state: UInt64(stride + channels))
        let count = 37
        let planeBytes = 100 + stride
        let planes = (0..<planeBytes * channels).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let first = (0..<count).map { _ in Int32(random.next() % 100) }
        for scale in [1, 20, 127] {
            // High parts are small where there are many taps, as the sum of the weights is one.
            let weights = (0..<count * 2 * stride).map { index in
                index / stride % 2 == 0
                    ? Int16(Int(random.next() % UInt64(2 * scale + 1)) - scale) / Int16(max(1, stride / 16))
                    : Int16(random.next() % 32768)
            }
            var wide = [UInt8](repeating: 7, count: count * channels)
            var plain = wide
            nn_resample_row(planes, planeBytes, Int32(channels), first, weights, stride, count, &wide)
            nn_resample_portable_row(planes, planeBytes, Int32(channels), first, weights, stride, count, &plain)
            #expect(wide == plain)
            #expect(Set(plain).count > 1)
        }
    }

    @Test("along columns are rounded and held within 0 and 255", arguments: [1, 31, 32, 33, 100])
    func columns(count: Int) {
        var random = Random(state: UInt64(count))
        let taps = 9
        let lines = (0..<taps * count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        let weights = (0..<taps).map { _ in Int32(random.next() % 2_000_000) - 600_000 }
        var result = [UInt8](repeating: 0, count: count)
        nn_resample_column(lines, count, weights, taps, count, &result)
        let expected = (0..<count).map { column in
            let sum = (0..<taps).reduce(0.0) { $0 + Double(lines[$1 * count + column]) * Double(weights[$1]) }
            return UInt8(max(0, min(255, (sum / 4_194_304 + 0.5).rounded(.down))))
        }
        #expect(result == expected)
    }
}

/// Knuth's generator of MMIX.
private struct Random {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state >> 33
    }
}
