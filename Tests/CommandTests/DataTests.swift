import Foundation
import NNDataset
import NNFile
import NNImage
import NNTestSupport
import Testing

@Suite("nndata info, split, merge, export and montage")
struct DataTests {
    @Test(
        "info has the figures for programs and for people", arguments: ImportExpectations.all.statistics.keys.sorted())
    func info(_ name: String) throws {
        let expected = try #require(ImportExpectations.all.statistics[name])
        let result = try Tool.nndata.run("info", ImportExpectations.path(name), "--json")
        #expect(result.exitCode == 0 && result.stderr.isEmpty, "\(result)")
        struct Report: Decodable { let channels: [ImportExpectations.Statistics] }
        let channels = try result.decoded(Report.self).channels
        try #require(channels.count == expected.count)
        for (found, expected) in zip(channels, expected) {
            #expect(found.minimum == expected.minimum && found.maximum == expected.maximum)
            #expect(abs(found.mean / expected.mean - 1) < 1e-13)
            #expect(abs(found.deviation / expected.deviation - 1) < 1e-13)
            #expect(found.nan == expected.nan && found.infinite == expected.infinite)
        }
        let lines = try Tool.nndata.run("info", ImportExpectations.path(name)).stdout.split(separator: "\n")
        for (line, expected) in zip(lines.suffix(expected.count), expected) {
            let ends = line.split(separator: " ").suffix(2).map(String.init)
            #expect(ends == ["\(expected.nan)", "\(expected.infinite)"])
        }
    }

    @Test("info tells classes with their balance, targets, and how pictures were resized")
    func infoOfLabels() throws {
        let drawings = try #require(Tool.nndata.run("info", Places.drawings, "--json").json as? [String: Any])
        #expect((drawings["classes"] as? [[String: Any]])?.map { $0["examples"] as? Int } == [60, 60, 60])
        #expect(drawings["shape"] as? [Int] == [64, 64, 3] && drawings["type"] as? String == "uint8")
        let text = try Tool.nndata.run("info", Places.drawings).stdout
        #expect(
            text.contains("180 examples of 64 × 64 × 3, uint8") && text.contains("square          60  33.3%"), "\(text)"
        )
        let targets = try Tool.nndata.run("info", Places.fixture("datasets/float-targets.h5"), "--json")
        let list = try #require((try targets.json as? [String: Any])?["targets"] as? [[String: Double]], "\(targets)")
        #expect(list.count == 3)
    }

    @Test("split and merge are each other's inverse, but for the order")
    func splitAndMerge() throws {
        let folder = try TemporaryFolder()
        let split = try Tool.nndata.run(
            "split", Places.drawings, "--test-split", "0.3", "-o", folder("a.h5"), "--test-output", folder("b.h5"),
            "--seed", "5", "--json")
        #expect(split.exitCode == 0 && split.stderr.isEmpty, "\(split)")
        let classes = try #require((try split.json as? [String: Any])?["classes"] as? [[String: Any]])
        #expect(
            classes.map { $0["test"] as? Int } == [18, 18, 18] && classes.map { $0["train"] as? Int } == [42, 42, 42])
        let merge = try Tool.nndata.run(
            "merge", folder("a.h5"), folder("b.h5"), "-o", folder("c.h5"), "--kind", "test", "--json")
        let merged = try merge.json as? [String: Any]
        #expect(merge.exitCode == 0 && merged?["examples"] as? Int == 180, "\(merge)")
        func rows(_ contents: Contents) -> [[Double]] {
            let width = contents.inputs.count / contents.labels.count
            return contents.labels.indices.map {
                [Double(contents.labels[$0])] + contents.inputs[$0 * width..<($0 + 1) * width]
            }
        }
        let (old, new) = (try Contents(Places.drawings), try Contents(folder("c.h5")))
        #expect(new.classes == old.classes && new.shape == old.shape)
        #expect(Set(rows(new)) == Set(rows(old)))
    }

    @Test("export tells classes of the same name apart, and what else is in its folders")
    func export() throws {
        let folder = try TemporaryFolder()
        var writer = try DatasetWriter<UInt8>(
            path: folder("a.h5"), kind: .train, inputShape: [2, 3], classNames: ["same", "a/b", "same", ""])
        for index in 0..<8 { try writer.append([UInt8](repeating: UInt8(index), count: 6), label: index % 4) }
        try writer.commit()
        try folder.write("other", to: "out/same/other.txt")
        let result = try Tool.nndata.run("export", folder("a.h5"), "-o", folder("out"), "--threads", "3")
        #expect(result.exitCode == 0, "\(result)")
        #expect(result.stderr == "nndata: \(folder("out"))/same: holds 1 file that this data set doesn't have\n")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder("out")).sorted()
        #expect(names == ["%", "a%2Fb", "same", "same:2%"])
        for (index, name) in ["same", "a%2Fb", "same:2%", "%"].enumerated() {
            for example in [index, index + 4] {
                let image = try Image(decoding: FileBytes(path: folder("out/\(name)/00000\(example).png")))
                #expect(image.pixels == [UInt8](repeating: UInt8(example), count: 6))
            }
        }
        let build = try Tool.nndata.run(
            "build", folder("out"), "-o", folder("b.h5"), "--size", "2x3x1", "--skip-damaged", "-q")
        #expect(build.exitCode == 0, "\(build)")
        #expect(try Contents(folder("b.h5")).classes == ["", "a/b", "same", "same:2%"])
    }

    @Test("what are no pictures is neither exported nor drawn")
    func noPictures() throws {
        let folder = try TemporaryFolder()
        for command in ["export", "montage"] {
            let result = try Tool.nndata.run(
                command, ImportExpectations.path("statistics-holes.h5"), "-o", folder("out"))
            #expect(
                result.exitCode == 65 && result.stderr.contains("expected pictures, bytes of height × width"),
                "\(result)")
            let into = try folder.write("a file", to: "file")
            let blocked = try Tool.nndata.run(command, Places.drawings, "-o", into + "/out")
            #expect(blocked.exitCode == 73, "\(blocked)")
        }
        #expect(try folder.names == ["file"])
    }

    @Test("a montage has every picture in its place, and something written below it")
    func montage() throws {
        let folder = try TemporaryFolder()
        let result = try Tool.nndata.run(
            "montage", Places.drawings, "-o", folder("all.png"), "--count", "500", "--columns", "15", "--tile", "64")
        #expect(result.exitCode == 0 && result.stderr.isEmpty, "\(result)")
        let sheet = try Image(decoding: FileBytes(path: folder("all.png")))
        let drawings = try Contents(Places.drawings)
        // Gaps of 8, and 3 + 7 for what is written.
        #expect(sheet.size == ImageSize(height: 8 + 12 * 82, width: 8 + 15 * 72) && sheet.format == .rgb)
        func part(_ top: Int, _ left: Int, _ height: Int) -> [UInt8] {
            (top..<top + height).flatMap { (row: Int) -> ArraySlice<UInt8> in
                let start = (row * sheet.size.width + left) * 3
                return sheet.pixels[start..<start + 64 * 3]
            }
        }
        var written: [Int32: [UInt8]] = [:]
        for example in 0..<180 {
            let (top, left) = (8 + example / 15 * 82, 8 + example % 15 * 72)
            let expected = drawings.inputs[example * 12288..<(example + 1) * 12288].map { UInt8($0) }
            #expect(part(top, left, 64) == expected)
            // The same below each picture of a class.
            let label = part(top + 67, left, 7)
            let other = written.updateValue(label, forKey: drawings.labels[example])
            #expect(other == nil || other == label)
            #expect(part(top + 64, left, 3).allSatisfy { $0 == 255 })
        }
        #expect(Set(written.values).count == 3 && written.values.allSatisfy { $0.contains { $0 < 255 } })
    }

    @Test("a montage of some is chosen by the seed")
    func montageOfSome() throws {
        let folder = try TemporaryFolder()
        var sheets: [[UInt8]] = []
        for seed in ["0", "0", "1"] {
            let result = try Tool.nndata.run(
                "montage", Places.drawings, "-o", folder("a.png"), "-n", "7", "--seed", seed)
            #expect(result.exitCode == 0 && result.stdout.contains("7 pictures on "), "\(result)")
            sheets.append(try bytes(of: folder("a.png")))
        }
        #expect(sheets[0] == sheets[1] && sheets[1] != sheets[2])
        let huge = try Tool.nndata.run("montage", Places.drawings, "-o", folder("a.png"), "--tile", "4096")
        #expect(huge.exitCode == 64 && huge.stderr.contains("too large"), "\(huge)")
        #expect(try bytes(of: folder("a.png")) == sheets[2])
    }
}
