import Foundation
import NNCommand
import Testing

@Suite("Axis")
struct AxisTests {
    @Test(
        "even steps are round, and reach around the numbers",
        arguments: [
            ([0, 2501], 8, ["0", "500", "1,000", "1,500", "2,000", "2,500", "3,000"]),
            ([0.0306, 0.694, 0], 5, ["0", "0.2", "0.4", "0.6", "0.8"]),
            ([0.3, 1], 3, ["0", "0.5", "1.0"]), ([0.86, 0.9], 3, ["0.86", "0.88", "0.90"]),
            ([-3, 4], 4, ["-4", "-2", "0", "2", "4"]),
            ([1_000_000, 3_000_000], 2, ["1,000,000", "2,000,000", "3,000,000"]),
            ([0, 1e9], 2, ["0", "5e8", "1e9"]), ([0, 3e-7], 3, ["0", "1e-7", "2e-7", "3e-7"]),
            ([0, 1.5e12], 3, ["0", "5e11", "1e12", "1.5e12"]), ([0.00011, 0.0002], 1, ["0.0001", "0.0002"]),
        ] as [([Double], Int, [String])])
    func linear(values: [Double], count: Int, labels: [String]) {
        #expect(Axis(linear: values, tickCount: count).ticks.map(\.label) == labels)
    }

    @Test(
        "even ratios have ticks at powers of ten, over short ranges at 2 and 5 too",
        arguments: [
            ([0.0306, 0.694], ["0.02", "0.05", "0.1", "0.2", "0.5", "1"]),
            ([1, 100], ["1", "2", "5", "10", "20", "50", "100"]),
            ([0.9, 1100], ["1", "10", "100", "1,000"]), ([1e-9, 1], ["1e-9", "1e-7", "1e-5", "0.001", "0.1"]),
            ([1e-100, 1e100], ["1e-100", "1e-71", "1e-42", "1e-13", "1e16", "1e45", "1e74"]),
        ] as [([Double], [String])])
    func logarithmic(values: [Double], labels: [String]) {
        #expect(Axis(logarithmic: values).ticks.map(\.label) == labels)
    }

    @Test(
        "any numbers that can be drawn have an axis, with few ticks that say what they are",
        arguments: [
            [], [0], [1], [-1], [0.74], [1e100], [-1e100], [1e-100], [-1e100, 1e100], [1e-100, 2e-100], [0, 1e-100],
            [1, 1.0.nextUp], [1e100, 1e100.nextUp], [0.1, 0.3], [0.7, 0.1], [99.95, 100.05], [1e15, 1e15 + 2],
        ] as [[Double]])
    func anyNumbers(values: [Double]) {
        for axis in [
            Axis(linear: values, tickCount: 5), Axis(linear: values, tickCount: 5, upTo: 1),
            Axis(linear: values, tickCount: 5, isTight: true), Axis(linear: values, tickCount: 1, leastStep: 1),
        ] {
            #expect(axis.lowest < axis.highest && axis.ticks.count <= 8)
            #expect(axis.ticks.map(\.value) == axis.ticks.map(\.value).sorted())
            for value in values + axis.ticks.map(\.value) {
                #expect((-1e-9...1 + 1e-9).contains(axis.fraction(of: value)), "\(value) on \(axis)")
            }
            for tick in axis.ticks {
                guard let read = Double(tick.label.filter { $0 != "," }) else {
                    Issue.record("\(tick.label) is no number")
                    continue
                }
                #expect(abs(read - tick.value) <= 1e-9 * abs(tick.value), "\(tick)")
            }
        }
    }

    @Test("shares that are all the same have an axis that ends at 1", arguments: [0.3, 0.74, 1.0])
    func shares(value: Double) {
        let axis = Axis(linear: [value, value], tickCount: 3, upTo: 1)
        #expect(axis.highest <= 1 && axis.lowest >= 0 && axis.lowest < value)
    }

    @Test("a tight axis ends with the numbers, or at a tick a hair beyond")
    func tight() {
        let close = Axis(linear: [0, 4689.0 / 469], tickCount: 8, leastStep: 1, isTight: true)
        #expect(close.highest == 10 && close.ticks.last?.label == "10")
        let far = Axis(linear: [0, 2590], tickCount: 8, leastStep: 1, isTight: true)
        #expect(far.highest == 2590 && far.ticks.last?.label == "2,500")
        let none = Axis(linear: [0.2, 0.8], tickCount: 8, leastStep: 1, isTight: true)
        #expect(none.ticks.isEmpty)
    }

    @Test(
        "ratios count where differences would press most numbers flat",
        arguments: [
            ([0.694, 0.506, 0.344, 0.131, 0.055, 0.031], false),
            ([2.253, 0.544, 0.406, 0.370, 0.344, 0.329, 0.309, 0.298, 0.286, 0.276, 0.269], true),
            ([1, 0.1, 0.001], true), ([2, 1], false), ([1], false), ([], false), ([3, 2, 1, 0], false),
            ([100, 1, 1, 1, -1], false), ([1, 1, 1, 1], false),
        ] as [([Double], Bool)])
    func crowded(values: [Double], areCrowded: Bool) {
        #expect(Axis.areCrowded(values) == areCrowded)
    }

    @Test("a number stands where its logarithm does")
    func fractions() {
        let axis = Axis(logarithmic: [0.01, 1000])
        for (value, fraction) in [(0.01, 0), (0.1, 0.2), (1, 0.4), (31.6227766, 0.7), (1000, 1)] {
            #expect(abs(axis.fraction(of: value) - fraction) < 1e-9)
        }
    }
}
