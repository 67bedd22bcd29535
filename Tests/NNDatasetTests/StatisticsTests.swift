import NNDataset
import NNTestSupport
import Testing

@Suite("Statistics of the numbers")
struct StatisticsTests {
    @Test(
        "are those of exact arithmetic on what h5py reads, channel by channel",
        arguments: ImportExpectations.all.statistics.keys.sorted())
    func statistics(_ name: String) throws {
        let expected = try #require(ImportExpectations.all.statistics[name])
        let dataset = try Dataset(path: ImportExpectations.path(name))
        var done: [Int] = []
        let found = try dataset.statistics { examples, total in
            done.append(examples)
            #expect(total == dataset.exampleCount)
        }
        #expect(done == done.sorted() && done.last == dataset.exampleCount)
        try #require(found.count == expected.count && found.count == dataset.channelCount)
        for (found, expected) in zip(found, expected) {
            #expect(found.minimum == expected.minimum && found.maximum == expected.maximum)
            #expect(abs(found.mean / expected.mean - 1) < 1e-13)
            #expect(abs(found.deviation / expected.deviation - 1) < 1e-13)
            #expect(found.nanCount == expected.nan && found.infiniteCount == expected.infinite)
        }
    }

    @Test("of no number there is none")
    func empty() {
        var numbers = NumberStatistics()
        numbers.add(.nan)
        numbers.add(-.infinity)
        #expect(numbers.count == 0 && numbers.nanCount == 1 && numbers.infiniteCount == 1)
        #expect(numbers.mean.isNaN && numbers.deviation.isNaN)
        numbers.add(3)
        #expect(numbers.mean == 3 && numbers.deviation == 0 && numbers.minimum == 3 && numbers.maximum == 3)
    }
}
