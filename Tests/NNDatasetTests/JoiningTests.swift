import Foundation
import NNDataset
import NNFile
import Testing

/// Files that `Fixtures/datasets/joined/make_joined.py` made: data sets in several files, and the same in one, put
/// together by numpy.
@Suite("Several files as one data set")
struct JoiningTests {
    private static func path(_ name: String) -> String { Expected.path("joined/\(name).h5") }

    private static func join(_ name: String, _ parts: Int) throws -> JoinedDataset {
        try JoinedDataset(paths: (1...parts).map { path("\(name)-\($0)") })
    }

    @Test(
        "they read as the one file that numpy makes of them, in any range",
        arguments: [("pictures", 3), ("words", 3), ("numbers", 2), ("rows", 2), ("targets", 2)])
    func inputs(_ name: String, _ parts: Int) throws {
        let data = try Self.join(name, parts)
        let whole = try Dataset(path: Self.path(name))
        #expect(data.parts.map(\.path) == (1...parts).map { Self.path("\(name)-\($0)") })
        #expect(data.exampleCount == whole.exampleCount && data.inputShape == whole.inputShape)
        #expect(data.elementType == whole.elementType)
        let expected: [Double] = try whole.inputs(0..<whole.exampleCount)
        let width = whole.featureCount
        for first in 0...whole.exampleCount {
            for last in first...whole.exampleCount {
                var found = [Double](repeating: .nan, count: (last - first) * width)
                try found.withUnsafeMutableBufferPointer { try data.readInputs(examples: first..<last, into: $0) }
                #expect(found == Array(expected[first * width..<last * width]))
            }
        }
    }

    @Test(
        "classes are those of the one file", arguments: [("pictures", 3), ("words", 3), ("numbers", 2), ("rows", 2)])
    func classes(_ name: String, _ parts: Int) throws {
        #expect(try Self.join(name, parts).classLabels() == Dataset(path: Self.path(name)).classLabels())
    }

    @Test("a given order of the classes holds for the strings of all files")
    func namedClasses() throws {
        let names = ["pear", "fig", "\u{E9}", "apple", "e\u{301}", "quince"]
        let found = try Self.join("words", 3).classLabels(named: names)
        #expect(found == (try Dataset(path: Self.path("words")).classLabels(named: names)))
        #expect(found.classNames == names && found.classCount == 6)
    }

    @Test("targets are those of the one file, and floats in any of the files may be meant as such")
    func targets() throws {
        let joined = try Self.join("targets", 2)
        #expect(try joined.targets() == Dataset(path: Self.path("targets")).targets())
        #expect(try joined.hasFloatingPointLabels())
        #expect(throws: DatasetError.self) { try joined.classLabels() }
        #expect(try !Self.join("numbers", 2).hasFloatingPointLabels())
    }

    @Test(
        "a file that differs is named, with what was expected and why",
        arguments: [
            (
                "pictures-1", "other-shape", "/train_set_x: expected examples of 4 × 3 × 3",
                "found examples of 3 × 4 × 3"
            ),
            ("pictures-1", "other-type", "/train_set_x: expected uint8", "found float32"),
            ("pictures-1", "other-classes", "/list_classes: expected the classes red, green, blue", "red, blue, green"),
            ("pictures-1", "other-filter", "/train_set_x: expected resize filter unknown", "lanczos"),
            ("pictures-1", "beyond-classes", "example 1: expected a class from 0 to 2", "found 3"),
            ("words-1", "other-words", "/train_set_y: expected strings as labels", "found numbers"),
            ("other-words", "words-1", "/train_set_y: expected numbers as labels", "found strings"),
            ("rows-1", "other-rows", "/train_set_y: expected 4 classes", "found 5"),
            ("rows-1", "beyond-rows", "/train_set_y: expected 4 classes", "found 5"),
            ("targets-1", "other-width", "/train_set_y: expected 1 numbers a label", "found 3"),
        ])
    func disagreements(_ first: String, _ second: String, _ expected: String, _ found: String) throws {
        let error = #expect(throws: DatasetError.self) {
            let data = try JoinedDataset(paths: [Self.path(first), Self.path(second)])
            if second == "other-width" { _ = try data.targets() } else { _ = try data.classLabels() }
        }
        let text = try #require(error?.description)
        #expect(text.hasPrefix("\(Self.path(second)): ") && text.contains(expected) && text.hasSuffix(found), "\(text)")
        #expect(text.contains(Self.path(first)) && error?.reason == .malformedInput && !text.contains("\n"))
    }

    @Test("a file that is missing or malformed is named")
    func unusable() {
        for (name, reason) in [("nothing", FailureReason.missingInput), ("../bad-text", .malformedInput)] {
            let error = #expect(throws: DatasetError.self) {
                try JoinedDataset(paths: [Self.path("pictures-1"), Self.path(name)])
            }
            #expect(error?.file == Self.path(name) && error?.reason == reason)
        }
    }

    @Test("more examples than the limits allow are refused, where they are too many in all only")
    func tooMany() throws {
        var limits = DatasetLimits()
        limits.examples = 40
        _ = try JoinedDataset(paths: [Self.path("pictures-3")], limits: limits)
        let error = #expect(throws: DatasetError.self) {
            try JoinedDataset(paths: [Self.path("pictures-3"), Self.path("pictures-2")], limits: limits)
        }
        #expect(error?.description.hasSuffix("expected at most 40 examples in all files, found 41") == true)
    }

    @Test("a file that is replaced while it isn't open is noticed, even by one of the same shape")
    func replaced() throws {
        let folder = try TemporaryFolder()
        let paths = [1, 2].map { folder.path("\($0).h5") }
        for path in paths { try FileManager.default.copyItem(atPath: Self.path("pictures-1"), toPath: path) }
        let data = try JoinedDataset(paths: paths)
        try FileManager.default.removeItem(atPath: paths[0])
        try FileManager.default.copyItem(atPath: Self.path("pictures-1"), toPath: paths[0])
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1)], ofItemAtPath: paths[0])
        var numbers = [UInt8](repeating: 0, count: data.featureCount)
        #expect(throws: Never.self) {
            try numbers.withUnsafeMutableBufferPointer { try data.readInputs(examples: 45..<46, into: $0) }
        }
        let error = #expect(throws: DatasetError.self) {
            try numbers.withUnsafeMutableBufferPointer { try data.readInputs(examples: 0..<1, into: $0) }
        }
        #expect(error?.problem == .changed && error?.file == paths[0])
    }

    @Test("blocks follow each other from the first example to the last, of whole chunks or equal parts of long ones")
    func blocks() throws {
        // 23 examples in one piece, 1 in chunks of 1, 40 in chunks of 7.
        let data = try Self.join("pictures", 3)
        for (length, most, expected) in [
            (10, 100, [10, 10, 3, 1, 14, 14, 12]), (3, 100, [3, 3, 3, 3, 3, 3, 3, 2, 1, 7, 7, 7, 7, 7, 5]),
            (3, 6, [3, 3, 3, 3, 3, 3, 3, 2, 1, 4, 3, 4, 3, 4, 3, 4, 3, 4, 3, 5]),
            (13, 13, [13, 10, 1, 7, 7, 7, 7, 7, 5]), (100, 100, [23, 1, 40]),
        ] {
            let blocks = data.blocks(ofAbout: length, atMost: most)
            #expect(blocks.map(\.count) == expected)
            #expect(blocks.first?.lowerBound == 0 && blocks.last?.upperBound == 64)
            #expect(zip(blocks, blocks.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        }
    }

    @Test("the bytes of the largest chunk, inflated")
    func chunkBytes() throws {
        #expect(try Self.join("pictures", 1).chunkBytes == 0)
        #expect(try Self.join("pictures", 2).chunkBytes == 1 * 2 * 3 * 3)
        #expect(try Self.join("pictures", 3).chunkBytes == 7 * 4 * 3 * 3)
    }
}
