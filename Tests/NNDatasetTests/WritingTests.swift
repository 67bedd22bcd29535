import Foundation
import NNDataset
import NNFile
import NNHDF5
import Testing

@Suite("What is written is read back")
struct WritingTests {
    /// Numbers that differ from place to place, by a rule of their own.
    private func example(_ index: Int, count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: index &* 31 &+ $0 &* 7 &+ ($0 >> 3)) }
    }

    @Test("bytes come back as they went in, over many chunks", arguments: [DatasetKind.train, .test])
    func roundTripsBytes(_ kind: DatasetKind) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("bytes.h5")
        var writer = try DatasetWriter<UInt8>(
            path: path, kind: kind, inputShape: [64, 64, 3], classNames: ["cat", "älg", "a longer name"],
            resizeFilter: "bilinear", resizeFit: "stretch")
        for index in 0..<101 { try writer.append(example(index, count: 12_288), label: index % 3) }
        #expect(writer.exampleCount == 101)
        try writer.commit()
        #expect(folder.names == ["bytes.h5"])

        let dataset = try Dataset(path: path)
        #expect(dataset.inputsPath == "/\(kind)_set_x")
        #expect(dataset.labelsPath == "/\(kind)_set_y")
        #expect(dataset.exampleCount == 101)
        #expect(dataset.inputShape == [64, 64, 3])
        #expect(dataset.elementType == .uint8)
        #expect(dataset.classNames == ["cat", "älg", "a longer name"])
        #expect(dataset.resizeFilter == "bilinear")
        #expect(dataset.resizeFit == "stretch")
        #expect(try dataset.classLabels().indices == (0..<101).map { Int32($0 % 3) })
        let all: [UInt8] = try dataset.inputs(0..<101)
        #expect(all == (0..<101).flatMap { example($0, count: 12_288) })

        let file = try HDF5File(reading: path)
        #expect(try file.members(of: "/") == ["list_classes", "\(kind)_set_x", "\(kind)_set_y"])
    }

    @Test("floats come back bit for bit")
    func roundTripsFloats() throws {
        let folder = try TemporaryFolder()
        let numbers: [Float] = [0, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, -1.5, .pi]
        var writer = try DatasetWriter<Float>(
            path: folder.path("floats.h5"), kind: .train, inputShape: [3], classNames: ["a"])
        try writer.append(numbers[..<3], label: 0)
        try writer.append(numbers[3...], label: 0)
        try writer.commit()
        let dataset = try Dataset(path: folder.path("floats.h5"))
        #expect(dataset.elementType == .float32)
        let found: [Float] = try dataset.inputs(0..<2)
        #expect(found.map(\.bitPattern) == numbers.map(\.bitPattern))
    }

    @Test("the same examples give the same bytes, whatever stood there before")
    func isDeterministic() throws {
        let folder = try TemporaryFolder()
        try Data("old".utf8).write(to: URL(filePath: folder.path("b.h5")))
        for name in ["a.h5", "b.h5"] {
            var writer = try DatasetWriter<UInt8>(
                path: folder.path(name), kind: .train, inputShape: [1000], classNames: ["a", "b"])
            for index in 0..<1500 { try writer.append(example(index, count: 1000), label: index % 2) }
            try writer.commit()
            // A time stamp of seconds would differ.
            if name == "a.h5" { Thread.sleep(forTimeInterval: 1.1) }
        }
        let files = try ["a.h5", "b.h5"].map { try Data(contentsOf: URL(filePath: folder.path($0))) }
        #expect(files[0] == files[1])
    }

    @Test("without commit the old file stays and nothing new is left")
    func leavesNothing() throws {
        let folder = try TemporaryFolder()
        try Data("old".utf8).write(to: URL(filePath: folder.path("a.h5")))
        do {
            var writer = try DatasetWriter<UInt8>(
                path: folder.path("a.h5"), kind: .train, inputShape: [1], classNames: ["a"])
            try writer.append([1], label: 0)
        }
        #expect(folder.names == ["a.h5"])
        #expect(try Data(contentsOf: URL(filePath: folder.path("a.h5"))) == Data("old".utf8))
    }

    @Test(
        "an output that can't be is refused", arguments: [("nowhere/a.h5", false), (".", false), ("/dev/null", true)])
    func refusesOutputs(_ name: String, _ isAbsolute: Bool) throws {
        let folder = try TemporaryFolder()
        let path = isAbsolute ? name : folder.path(name)
        var thrown: (any Error)?
        do {
            _ = try DatasetWriter<UInt8>(path: path, kind: .train, inputShape: [1], classNames: ["a"])
        } catch {
            thrown = error
        }
        let failure = try #require(thrown as? any Failure)
        #expect(failure.reason == .cannotCreate, "\(failure)")
        #expect(folder.names == [])
    }

    @Test("a name of a class that couldn't be read again is refused", arguments: [(256, "x"), (64, "\u{1}")])
    func refusesNames(_ count: Int, _ sign: String) throws {
        let folder = try TemporaryFolder()
        var thrown: DatasetError?
        do throws(DatasetError) {
            _ = try DatasetWriter<UInt8>(
                path: folder.path("a.h5"), kind: .train, inputShape: [1],
                classNames: ["a", String(repeating: sign, count: count)])
        } catch {
            thrown = error
        }
        #expect(thrown?.problem == .badClassName(index: 1, expected: "at most 255 bytes", found: "256"))
        #expect(folder.names == [])
    }
}
