import Foundation
import NNDataset
import NNFile
import Testing

@Suite("What h5py wrote is what is read")
struct ReadingTests {
    @Test("every type, byte order, layout and form of labels is read as numpy has it", arguments: Expected.good)
    func readsEverything(_ name: String) throws {
        let expected = try #require(Expected.all.files[name])
        let dataset = try Expected.open(name)
        let numbers = try #require(expected.inputs)
        #expect(dataset.exampleCount == expected.exampleCount)
        #expect(dataset.inputShape == expected.inputShape)
        #expect(dataset.featureCount == dataset.inputShape.reduce(1, *))
        #expect(dataset.elementType.rawValue == expected.elementType)

        let all: [Double] = try dataset.inputs(0..<dataset.exampleCount)
        #expect(all.map(\.bitPattern) == numbers.map(\.bitPattern))
        if dataset.elementType != .float64 {
            let floats: [Float] = try dataset.inputs(0..<dataset.exampleCount)
            #expect(floats.map(\.bitPattern) == numbers.map { Float($0).bitPattern })
        }
        if dataset.elementType == .uint8 {
            let bytes: [UInt8] = try dataset.inputs(0..<dataset.exampleCount)
            #expect(bytes == numbers.map { UInt8($0) })
        }

        if let labels = expected.labels {
            let classes = try dataset.classLabels()
            #expect(classes.indices == labels)
            #expect(classes.classCount == expected.classCount)
            #expect(classes.classNames == expected.classNames)
        }
        if let targets = expected.targets {
            let found = try dataset.targets()
            #expect(found.width == targets.width)
            #expect(found.values == targets.values)
        }
    }

    @Test("any range of examples is the same part of the whole", arguments: Expected.good)
    func readsAnyRange(_ name: String) throws {
        let dataset = try Expected.open(name)
        let whole: [Double] = try dataset.inputs(0..<dataset.exampleCount)
        for first in 0...dataset.exampleCount {
            for last in first...dataset.exampleCount {
                let part: [Double] = try dataset.inputs(first..<last)
                #expect(part == Array(whole[first * dataset.featureCount..<last * dataset.featureCount]))
            }
        }
    }

    @Test("labels that come in many small reads are those of one large read", arguments: Expected.good)
    func readsLabelsInSteps(_ name: String) throws {
        let expected = try #require(Expected.all.files[name])
        guard expected.labels != nil else { return }
        var limits = DatasetLimits()
        limits.numbersPerRead = 2
        limits.stringsPerRead = 2
        let dataset = try Dataset(
            path: Expected.path(name),
            names: DatasetNames(inputs: expected.names.inputs, labels: expected.names.labels),
            kind: try #require(DatasetKind(rawValue: expected.kind)), limits: limits)
        #expect(try dataset.classLabels().indices == expected.labels)
    }

    @Test("strings are looked up in the order that a model gives")
    func looksUpStrings() throws {
        let dataset = try Expected.open("string-labels-ordered.h5")
        let labels = try dataset.classLabels(named: ["maybe", "no", "yes"])
        #expect(labels.indices == [2, 1, 1, 2, 2])
        #expect(labels.classCount == 3)
        #expect(throws: DatasetError.self) { try dataset.classLabels(named: ["no", "maybe"]) }
    }

    @Test("threads that read at once read the same")
    func readsFromThreads() async throws {
        let dataset = try Expected.open("float64-le-all-filters-m1.h5")
        let whole: [Double] = try dataset.inputs(0..<dataset.exampleCount)
        await withTaskGroup(of: Bool.self) { group in
            for task in 0..<64 {
                group.addTask {
                    let first = task % dataset.exampleCount
                    let part: [Double]? = try? dataset.inputs(first..<first + 1)
                    return part == Array(whole[first * dataset.featureCount..<(first + 1) * dataset.featureCount])
                }
            }
            for await isSame in group { #expect(isSame) }
        }
    }

    @Test(
        "the data set that comes with the project is in the seed's layout", arguments: [("train", 600), ("test", 180)])
    func readsShapes(_ kind: String, _ count: Int) throws {
        let dataset = try Dataset(path: Expected.path("shapes_\(kind).h5"))
        #expect(dataset.inputsPath == "/\(kind)_set_x")
        #expect(dataset.exampleCount == count)
        #expect(dataset.inputShape == [64, 64, 3])
        #expect(dataset.elementType == .uint8)
        #expect(dataset.classNames == ["circle", "square", "triangle"])
        let labels = try dataset.classLabels().indices
        #expect((0..<3).map { label in labels.count { $0 == label } } == [count / 3, count / 3, count / 3])
    }

    static let cats = [("train", 209), ("test", 50)]
    static let data =
        ProcessInfo.processInfo.environment["NN_TEST_DATA"]
        ?? Expected.folder.appending(path: "../../../shared/data").path
    static let hasCats = FileManager.default.fileExists(atPath: data + "/cats/train_catvnoncat.h5")

    @Test("the cats are read as h5py reads them", .enabled(if: hasCats, "needs $NN_TEST_DATA/cats"), arguments: cats)
    func readsCats(_ kind: String, _ count: Int) throws {
        let all: [String: Expected.Cats] = Expected.load("cats.json")
        let expected = try #require(all[kind])
        let dataset = try Dataset(path: "\(Self.data)/cats/\(kind)_catvnoncat.h5")
        #expect(dataset.exampleCount == count)
        #expect(dataset.inputShape == expected.inputShape)
        #expect(dataset.elementType == .uint8)
        #expect(dataset.classNames == expected.classNames)
        #expect(try dataset.classLabels().indices == expected.labels)
        let bytes: [UInt8] = try dataset.inputs(0..<count)
        let sums = (0..<count).map { example in
            bytes[example * dataset.featureCount..<(example + 1) * dataset.featureCount].reduce(0) { $0 + Int($1) }
        }
        #expect(sums == expected.sumOfEach)
    }
}
