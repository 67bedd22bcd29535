import Foundation
import NNDataset
import NNFile
import Testing

@Suite("What can't be used is refused in one line")
struct RefusalTests {
    @Test("the error names the file, the place, what was expected and what was found", arguments: Expected.bad)
    func refuses(_ name: String) throws {
        let expected = try #require(Expected.all.files[name]?.error)
        var thrown: (any Error)?
        do {
            let dataset = try Expected.open(name)
            #expect(expected.doing != "open", "it opened")
            switch expected.doing {
            case "inputs": _ = try dataset.inputs(0..<dataset.exampleCount, as: Float.self)
            case "classes": _ = try dataset.classLabels()
            case "targets": _ = try dataset.targets()
            default: break
            }
        } catch {
            thrown = error
        }
        let failure = try #require(thrown as? any Failure)
        #expect(failure.description.contains(expected.says), "\(failure)")
        #expect(failure.description.hasPrefix(Expected.path(name)), "\(failure)")
        #expect(!failure.description.contains("\n"))
        #expect(!failure.description.contains("gives no reason"), "libhdf5's own words were lost")
        #expect(failure.reason == (expected.reason == "missing" ? .missingInput : .malformedInput))
    }

    @Test(
        "every truncation is refused or reads the whole, and never crashes", arguments: ["compact.h5", "userblock.h5"])
    func refusesTruncations(_ name: String) throws {
        let whole = try Data(contentsOf: URL(filePath: Expected.path(name)))
        let folder = try TemporaryFolder()
        for length in stride(from: 0, to: whole.count, by: 7) {
            let path = folder.path("cut.h5")
            try whole.prefix(length).write(to: URL(filePath: path))
            #expect(throws: DatasetError.self, "\(length) bytes") { try Dataset(path: path) }
        }
    }

    @Test(
        "a flipped byte is an error or a number, not a crash",
        arguments: ["uint8-le-contiguous-m.h5", "bad-checksum.h5"])
    func survivesFlips(_ name: String) throws {
        let whole = try Data(contentsOf: URL(filePath: Expected.path(name)))
        let folder = try TemporaryFolder()
        let path = folder.path("flipped.h5")
        var refused = 0
        for offset in stride(from: 0, to: whole.count, by: 3) {
            var bytes = whole
            bytes[offset] ^= UInt8(truncatingIfNeeded: 1 << (offset % 8))
            try bytes.write(to: URL(filePath: path))
            do {
                let dataset = try Dataset(path: path)
                _ = try dataset.inputs(0..<dataset.exampleCount, as: Float.self)
                _ = try dataset.classLabels()
            } catch {
                #expect(!"\(error)".contains("\n"))
                refused += 1
            }
        }
        #expect(refused > 0)
    }

    @Test("a pipe is refused before anybody waits for it")
    func refusesPipes() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("pipe")
        #expect(mkfifo(path, 0o600) == 0)
        let error = #expect(throws: DatasetError.self) { try Dataset(path: path) }
        #expect(error?.reason == .missingInput)
    }

    @Test(
        "limits are held",
        arguments: [
            (\DatasetLimits.examples, 4, "at most 4 examples, found 5"),
            (\DatasetLimits.features, 5, "at most 5 features an example, found 6"),
            (\DatasetLimits.classes, 1, "at most 1 classes, found 2"),
            (\DatasetLimits.hdf5.members, 2, "at most 2 members, found 3"),
            (\DatasetLimits.classNameBytes, 1, "at most 1 bytes, found 2"),
        ] as [(any WritableKeyPath<DatasetLimits, Int> & Sendable, Int, String)])
    func holdsLimits(
        _ limit: any WritableKeyPath<DatasetLimits, Int> & Sendable, _ value: Int, _ says: String
    ) throws {
        let folder = try TemporaryFolder()
        var writer = try DatasetWriter<UInt8>(
            path: folder.path("a.h5"), kind: .train, inputShape: [6], classNames: ["no", "yes"])
        for example in 0..<5 { try writer.append([1, 2, 3, 4, 5, 6], label: example % 2) }
        try writer.commit()
        var limits = DatasetLimits()
        limits[keyPath: limit] = value
        let error = #expect(throws: DatasetError.self) { try Dataset(path: folder.path("a.h5"), limits: limits) }
        #expect(error?.description.contains(says) == true, "\(String(describing: error))")
    }
}
