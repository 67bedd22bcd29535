import NNDataset
import NNFile
import NNHDF5
import NNTestSupport
import Testing

@Suite("Splitting")
struct SplittingTests {
    @Test(
        "takes as many of each class as scikit-learn, where that is no matter of chance",
        arguments: ImportExpectations.all.splits.indices)
    func counts(_ index: Int) throws {
        let expected = ImportExpectations.all.splits[index]
        let classCount = Int(try #require(expected.labels.max())) + 1
        let split = try #require(
            StratifiedSplit(
                fraction: expected.share, classes: expected.labels, classCount: classCount,
                firstOfEqual: Array(expected.labels.indices), seed: 4))
        #expect(split.testCount == expected.test)
        var tested = [Int](repeating: 0, count: classCount)
        for (label, isTest) in zip(expected.labels, split.isTest) where isTest { tested[Int(label)] += 1 }
        if let counts = expected.tested {
            // Of equal remainders either may have the example that is left.
            #expect(zip(tested, counts).allSatisfy { abs($0 - $1) <= 1 })
            let exact = (0..<classCount).map { label in
                Double(expected.labels.count { $0 == label }) * Double(expected.test) / Double(expected.labels.count)
            }
            #expect(zip(tested, exact).allSatisfy { abs(Double($0) - $1) < 1 })
            if exact.allSatisfy({ $0 == $0.rounded() }) { #expect(tested == counts) }
        }
    }

    @Test("is a matter of the seed alone")
    func seeds() {
        let classes = (0..<400).map { Int32($0 % 3) }
        func split(_ seed: UInt64) -> [Bool]? {
            StratifiedSplit(
                fraction: 0.3, classes: classes, classCount: 3, firstOfEqual: Array(0..<400), seed: seed)?.isTest
        }
        #expect(split(1) == split(1) && split(1) != split(2) && split(1) != nil)
    }

    @Test("keeps equal contents on one side, whatever their classes", arguments: 0..<20 as Range<UInt64>)
    func equalContents(_ seed: UInt64) throws {
        let first = (0..<60).map { $0 / 3 * 3 }
        let split = try #require(
            StratifiedSplit(
                fraction: 0.25, classes: (0..<60).map { Int32($0 % 2) }, classCount: 2, firstOfEqual: first, seed: seed)
        )
        #expect(split.testCount == 15)
        for example in 0..<60 { #expect(split.isTest[example] == split.isTest[first[example]]) }
    }

    @Test("there is none without an example on either side", arguments: [(1, 0.5), (3, 0.1), (3, 0.9)])
    func impossible(_ count: Int, _ share: Double) {
        #expect(
            StratifiedSplit(
                fraction: share, classes: [Int32](repeating: 0, count: count), classCount: 1,
                firstOfEqual: Array(0..<count), seed: 0) == nil)
    }

    /// A data set in which every third example is one before.
    private func write(to path: String) throws {
        var writer = try DatasetWriter<Int16>(
            path: path, kind: .train, inputShape: [2, 3], classNames: ["a", "b"], resizeFilter: "area",
            resizeFit: "crop")
        for index in 0..<90 {
            let number = Int16(index % 3 == 2 ? index - 2 : index)
            try writer.append((0..<6).map { number * 100 - Int16($0) }, label: index % 2)
        }
        try writer.commit()
    }

    @Test("of a file gives two that have every example once, in order, with type, classes and attributes as they were")
    func files() throws {
        let folder = try TemporaryFolder()
        try write(to: folder.path("all.h5"))
        let all = try Dataset(path: folder.path("all.h5"))
        let first = try all.firstOfEqual()
        #expect(first == (0..<90).map { $0 % 3 == 2 ? $0 - 2 : $0 })
        let split = try all.split(fraction: 0.2, seed: 3, to: folder.path("train.h5"), test: folder.path("test.h5"))
        #expect(split.repeatedCount == 30 && split.classNames == ["a", "b"])

        let isTest = try #require(
            StratifiedSplit(
                fraction: 0.2, classes: all.classLabels().indices, classCount: 2, firstOfEqual: first, seed: 3)
        ).isTest
        let numbers: [Int16] = try all.inputs(0..<90)
        for (name, kind, wanted, counts) in [
            ("train.h5", "train", false, split.trainCounts), ("test.h5", "test", true, split.testCounts),
        ] {
            let part = try Dataset(path: folder.path(name))
            let examples = (0..<90).filter { isTest[$0] == wanted }
            #expect(part.inputsPath == "/\(kind)_set_x" && part.elementType == .int16 && part.inputShape == [2, 3])
            #expect(part.resizeFilter == "area" && part.resizeFit == "crop" && part.classNames == ["a", "b"])
            let found: [Int16] = try part.inputs(0..<part.exampleCount)
            #expect(found == examples.flatMap { numbers[$0 * 6..<$0 * 6 + 6] })
            let labels = try part.classLabels()
            #expect(labels.indices == examples.map { Int32($0 % 2) } && labels.counts == counts)
        }
        #expect(folder.names == ["all.h5", "test.h5", "train.h5"])
    }

    @Test("leaves nothing where one of the files can't be written")
    func leavesNothing() throws {
        let folder = try TemporaryFolder()
        try write(to: folder.path("all.h5"))
        let all = try Dataset(path: folder.path("all.h5"))
        let error = #expect(throws: DatasetError.self) {
            _ = try all.split(fraction: 0.2, seed: 0, to: folder.path("train.h5"), test: folder.path("none/test.h5"))
        }
        #expect(error?.reason == .cannotCreate && folder.names == ["all.h5"])
        let few = #expect(throws: DatasetError.self) {
            _ = try all.split(fraction: 0.001, seed: 0, to: folder.path("train.h5"), test: folder.path("test.h5"))
        }
        #expect(few?.reason == .malformedInput && folder.names == ["all.h5"])
    }
}
