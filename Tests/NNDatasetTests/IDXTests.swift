import Foundation
import NNDataset
import NNFile
import Testing

@Suite("IDX files")
struct IDXTests {
    @Test("plain or gzip, a pair becomes the data set that numpy wrote", arguments: ["", ".gz"])
    func imports(_ suffix: String) throws {
        let folder = try TemporaryFolder()
        let expected = Expected.all.idx
        let count = try importIDX(
            images: Expected.path("images-idx3-ubyte" + suffix), labels: Expected.path("labels-idx1-ubyte" + suffix),
            to: folder.path("a.h5"), kind: .test)
        #expect(count == expected.shape[0])
        let dataset = try Dataset(path: folder.path("a.h5"))
        #expect(dataset.inputShape == Array(expected.shape.dropFirst()))
        #expect(dataset.classNames == ["0", "1", "2", "3"])
        #expect(try dataset.classLabels().indices.map(Int.init) == expected.labels)
        let bytes: [UInt8] = try dataset.inputs(0..<count)
        #expect(bytes == expected.images)
    }

    @Test("it is read in steps of any size", arguments: [1, 2, 3, 7])
    func readsInSteps(_ step: Int) throws {
        var file = try IDXFile(path: Expected.path("images-idx3-ubyte.gz"))
        var bytes: [UInt8] = []
        while file.remaining > 0 { bytes += try file.next(min(step, file.remaining)) }
        #expect(bytes == Expected.all.idx.images)
    }

    private func refusal(_ bytes: Data, labels: Data? = nil) throws -> any Failure {
        let folder = try TemporaryFolder()
        try bytes.write(to: URL(filePath: folder.path("images")))
        try labels?.write(to: URL(filePath: folder.path("labels")))
        var thrown: (any Error)?
        do {
            _ = try importIDX(
                images: folder.path("images"),
                labels: labels == nil ? Expected.path("labels-idx1-ubyte") : folder.path("labels"),
                to: folder.path("a.h5"), kind: .train)
        } catch {
            thrown = error
        }
        #expect(!folder.names.contains("a.h5"))
        return try #require(thrown as? any Failure)
    }

    @Test("every truncation is refused", arguments: ["images-idx3-ubyte", "images-idx3-ubyte.gz"])
    func refusesTruncations(_ name: String) throws {
        let whole = try Data(contentsOf: URL(filePath: Expected.path(name)))
        for length in 0..<whole.count {
            let failure = try refusal(whole.prefix(length))
            #expect(failure.reason == .malformedInput, "\(length) bytes: \(failure)")
        }
    }

    @Test(
        "what isn't as the header says is refused",
        arguments: [
            ([0, 0, 8, 1, 0, 0, 0, 0], "expected 1 or more examples and features, found a shape of 0"),
            ([0, 0, 8, 1, 0, 0, 0, 7, 1, 2, 3, 4, 5, 6, 7, 8], "expected 15 bytes, found more"),
            ([0, 0, 8, 1, 0, 0, 0, 7, 1, 2, 3], "truncated: 11 of 15 bytes"),
            ([0, 0, 8, 1, 0, 0, 0, 6, 1, 2, 3, 4, 5, 6], "expected 6 labels"),
            ([0, 0, 13, 1, 0, 0, 0, 7], "expected unsigned bytes (type 8), found 32-bit floats (type 13)"),
            ([0, 0, 8, 255, 0, 0, 0, 7], "expected at most 32 axes, found 255"),
            ([0, 0, 8, 2, 255, 255, 255, 255, 0, 0, 0, 1], "expected at most 268435456 examples, found 4294967295"),
            ([0, 0, 8, 2, 0, 0, 0, 1, 255, 255, 255, 255], "features an example, found 4294967295"),
            ([0, 0, 8, 2, 0, 0, 0, 7, 3, 255, 255, 255], "truncated: 12 of 469762053 bytes"),
            ([0x89, 0x50, 0x4E, 0x47], "expected an IDX file, found one that begins with 89 50 4e 47"),
            ([], "expected an IDX file, found one that begins with nothing"),
        ] as [([UInt8], String)])
    func refusesHeaders(_ bytes: [UInt8], _ says: String) throws {
        let failure = try refusal(Data(bytes))
        #expect(failure.reason == .malformedInput)
        #expect(failure.description.contains(says), "\(failure)")
    }

    @Test("a flipped byte of gzip data is noticed")
    func refusesDamage() throws {
        var bytes = try Data(contentsOf: URL(filePath: Expected.path("images-idx3-ubyte.gz")))
        bytes[bytes.count - 6] ^= 1
        #expect(try refusal(bytes).description.contains("damaged gzip data: incorrect data check"))
    }

    @Test("a missing file and a folder are missing", arguments: ["absent", "."])
    func refusesAbsence(_ name: String) throws {
        let error = #expect(throws: DatasetError.self) { _ = try IDXFile(path: Expected.path(name)) }
        #expect(error?.reason == .missingInput)
    }
}
