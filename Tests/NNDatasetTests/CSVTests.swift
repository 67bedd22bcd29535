import Foundation
import NNDataset
import NNFile
import NNModel
import NNTestSupport
import Testing

@Suite("CSV files")
struct CSVTests {
    /// The tool's options as the library has them.
    private static func options(_ words: [String]) throws -> CSVOptions {
        var (options, rest) = (CSVOptions(), words[...])
        while let word = rest.popFirst() {
            if word == "--header" || word == "--no-header" {
                options.header = word == "--header" ? .present : .absent
                continue
            }
            let next = rest.popFirst()
            let value = try #require(next)
            switch word {
            case "--label": options.label = value
            case "--drop": options.dropped = [value]
            case "--separator": options.separator = value == "tab" ? 9 : try #require(value.utf8.first)
            case "--type": options.elementType = try #require(CSVOptions.ElementType(rawValue: value))
            case "--shape": options.shape = value.split(separator: "x").compactMap { Int($0) }
            case "--classes": options.classNames = value.split(separator: ",").map(String.init)
            default: Issue.record("\(word)")
            }
        }
        return options
    }

    @Test(
        "become the numbers, labels and classes that pandas reads", arguments: ImportExpectations.all.csv.keys.sorted())
    func imports(_ name: String) throws {
        let expected = try #require(ImportExpectations.all.csv[name])
        let folder = try TemporaryFolder()
        let report = try importCSV(
            ImportExpectations.path(name), to: folder.path("a.h5"), kind: .train,
            options: Self.options(expected.options))
        let dataset = try Dataset(path: folder.path("a.h5"))
        #expect(dataset.elementType.rawValue == expected.type)
        #expect([dataset.exampleCount] + dataset.inputShape == expected.shape)
        let found: [Double] = try dataset.inputs(0..<dataset.exampleCount)
        #expect(found.map(\.bitPattern) == expected.inputs.map(\.bitPattern))
        #expect(try dataset.classLabels().indices == expected.labels)
        #expect(dataset.classNames == expected.classes)
        #expect(report.labels.names == expected.classes && report.labels.indices == expected.labels)
        #expect(folder.names == ["a.h5"])
    }

    @Test("are refused with line and column", arguments: ImportExpectations.all.badCSV.keys.sorted())
    func refuses(_ name: String) throws {
        let expected = try #require(ImportExpectations.all.badCSV[name])
        let (folder, path) = (try TemporaryFolder(), ImportExpectations.path(name))
        let error = #expect(throws: DatasetError.self) {
            _ = try importCSV(path, to: folder.path("a.h5"), kind: .train, options: Self.options(expected.options))
        }
        let message = try #require(error?.description)
        #expect(message.hasPrefix(path + ": ") && message.contains(expected.words), "\(message)")
        #expect(error?.reason == .malformedInput && !message.contains("\n") && folder.names == [])
    }

    @Test("fields may be longer than what is read at a time, and cut anywhere")
    func longFields() throws {
        let folder = try TemporaryFolder()
        let zeros = String(repeating: "0", count: 300_000)
        let text = "a,b,y\n0.\(zeros)5,\"\(zeros)7\",\(String(repeating: "x", count: 200))\n1,2,y\n"
        try Data(text.utf8).write(to: URL(filePath: folder.path("long.csv")))
        _ = try importCSV(folder.path("long.csv"), to: folder.path("a.h5"), kind: .train)
        let found: [Float] = try Dataset(path: folder.path("a.h5")).inputs(0..<2)
        #expect(found == [0, 7, 1, 2])
    }

    @Test("classes that are named have the order of their names, told by name or by number")
    func namedClasses() throws {
        let folder = try TemporaryFolder()
        for (labels, indices) in [(["dog", "cat"], [1, 0]), (["1", "0"], [1, 0]), (["0.0", "1"], [0, 1])]
            as [([String], [Int32])]
        {
            try Data("a,y\n1,\(labels[0])\n2,\(labels[1])\n".utf8).write(to: URL(filePath: folder.path("a.csv")))
            var options = CSVOptions()
            options.classNames = ["cat", "dog"]
            let report = try importCSV(folder.path("a.csv"), to: folder.path("a.h5"), kind: .test, options: options)
            #expect(report.labels.indices == indices && report.labels.names == ["cat", "dog"])
        }
    }

    @Test("limits are kept, and told")
    func limits() throws {
        let folder = try TemporaryFolder()
        let content =
            "a,b,y\n1,2,0\n\"\(String(repeating: "1", count: 70_000))\",2,1\n\(String(repeating: "1", count: 70_000)),4,2\n"
        try Data(content.utf8).write(to: URL(filePath: folder.path("a.csv")))
        var cases: [(DatasetLimits, String)] = []
        for (set, words) in [
            ({ $0.recordBytes = 60_000 }, "bytes in a record, found"),
            ({ $0.examples = 1 }, "at most 1 examples, found 2"),
            ({ $0.classes = 2 }, "expected at most 2 classes, found one more"),
            ({ $0.features = 1 }, "at most 1 columns, found 2"),
        ] as [((inout DatasetLimits) -> Void, String)] {
            var limits = DatasetLimits()
            set(&limits)
            cases.append((limits, words))
        }
        for (limits, words) in cases {
            let error = #expect(throws: DatasetError.self) {
                _ = try importCSV(folder.path("a.csv"), to: folder.path("a.h5"), kind: .train, limits: limits)
            }
            #expect(error?.description.contains(words) == true, "\(words): \(String(describing: error))")
        }
    }

    @Test("damaged in whatever way, they become a data set or an error, and nothing in between")
    func mutants() throws {
        let folder = try TemporaryFolder()
        let sources = try ImportExpectations.all.csv.keys.sorted().map { try bytes(of: ImportExpectations.path($0)) }
        let signs = Array("\",\n\r;0.-eE \t\0\u{FF}é".utf8)
        var generator = SplitMix64(seed: 11)
        for round in 0..<1000 {
            var mutant = sources[round % sources.count]
            for _ in 0...generator.next(below: 3) {
                let place = generator.next(below: mutant.count)
                switch generator.next(below: 3) {
                case 0: mutant[place] = signs[generator.next(below: signs.count)]
                case 1: mutant.insert(signs[generator.next(below: signs.count)], at: place)
                default: mutant.removeSubrange(place..<min(mutant.count, place + 1 + generator.next(below: 4)))
                }
                if mutant.isEmpty { mutant = [0x2C] }
            }
            try Data(mutant).write(to: URL(filePath: folder.path("a.csv")))
            do throws(DatasetError) {
                let report = try importCSV(folder.path("a.csv"), to: folder.path("a.h5"), kind: .train)
                let written = try Dataset(path: folder.path("a.h5"))
                #expect(written.exampleCount == report.labels.indices.count)
                _ = try written.inputs(0..<written.exampleCount, as: Float.self)
                try? FileManager.default.removeItem(atPath: folder.path("a.h5"))
            } catch {
                #expect(error.reason == .malformedInput && folder.names == ["a.csv"], "\(error)")
            }
        }
    }

    @Test("what isn't there, or no file, is told with its reason")
    func missing() throws {
        let folder = try TemporaryFolder()
        for (name, reason) in [("none.csv", FailureReason.missingInput), (".", .missingInput)] {
            let error = #expect(throws: DatasetError.self) {
                _ = try importCSV(folder.path(name), to: folder.path("a.h5"), kind: .train)
            }
            #expect(error?.reason == reason)
        }
    }
}
