import Foundation
import NNCommand
import NNFile
import NNImage
import NNModel
import NNTestSupport
import Testing

@Suite("nnpredict --save-mistakes")
struct PredictMistakesTests {
    /// A network that finds the second of two classes in whatever it is shown.
    private static func network(_ names: [String]) -> TinyNetwork {
        var network = TinyNetwork(names: names)
        network.threshold = 0
        return network
    }

    @Test("copies the pictures of a folder, under names that lead nowhere else")
    func folder() throws {
        let folder = try TemporaryFolder()
        let model = try Self.network(["../out", "\u{202E}%/b"]).write(to: folder)
        let image = try bytes(of: Pictures.path("rgb-8.png"))
        let photo = try bytes(of: Pictures.path("jpeg-420.jpg"))
        try folder.write(image, to: "test/%2E.%2Fout/one.png")
        try folder.write(photo, to: "test/%2E.%2Fout/sub/one.png")
        try folder.write(photo, to: "test/%2E.%2Fout/sub%2Fone.png")
        try folder.write(photo, to: "test/%2E.%2Fout/..x")
        try folder.write(image, to: "test/\u{202E}%25%2Fb/right.png")
        let result = try Tool.nnpredict.run(
            [model, "--evaluate", folder("test"), "--recursive", "--save-mistakes", folder("wrong"), "--json"])
        #expect(result.exitCode == 0, "\(result)")
        #expect(result.stderr == "\(folder("wrong")): 3 mistakes saved\n")
        #expect(try result.decoded(PredictScore.self).confusion == [[0, 3], [0, 1]])
        let found = try FileManager.default.subpathsOfDirectory(atPath: folder("wrong")).sorted()
        let answer = "%2E.%2Fout/predicted-\u{202E}%25%2Fb"
        #expect(
            found == [
                "%2E.%2Fout", answer, "\(answer)/one.png", "\(answer)/sub%252Fone.png", "\(answer)/sub%2Fone.png",
            ])
        #expect(try bytes(of: folder("wrong/\(answer)/one.png")) == image)
        #expect(try bytes(of: folder("wrong/\(answer)/sub%2Fone.png")) == photo)
        #expect(try folder.names == ["test", "tiny.nnm", "wrong"])
    }

    @Test(
        "writes the examples of an .h5 file as PNG files, pixel by pixel", arguments: [[3, 4, 3], [3, 4], [3, 4, 1]])
    func dataset(shape: [Int]) throws {
        let folder = try TemporaryFolder()
        let count = shape.reduce(1, *)
        var network = Self.network(["no", "yes"])
        network.shape = shape
        let pictures = (0..<5).map { example in (0..<count).map { UInt8(truncatingIfNeeded: example * 50 + $0 * 7) } }
        var stream: [UInt8] = []
        var writer = try ExampleStreamWriter(
            ExampleStreamHeader(
                shape: shape, elementType: .uint8, labels: .classes(count: 2), exampleCount: pictures.count)
        ) { stream += $0 }
        for (number, pixels) in pictures.enumerated() {
            try writer.write(Example(.uint8(pixels), label: .index(number % 2)))
        }
        try folder.write(stream, to: "stream")
        let tool = try PredictChildTests.install("cat \"${0%/*}/stream\"", in: folder)
        let result = try tool.run(
            [try network.write(to: folder), "--evaluate", "x.h5", "--save-mistakes", folder("wrong"), "-q", "--json"])
        #expect(result.exitCode == 0 && result.stderr.isEmpty, "\(result)")
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder("wrong")).sorted()
        #expect(names == ["no", "no/predicted-yes"] + [0, 2, 4].map { "no/predicted-yes/00000\($0).png" })
        for number in [0, 2, 4] {
            let image = try Image(decoding: FileBytes(path: folder("wrong/no/predicted-yes/00000\(number).png")))
            #expect(image.size == ImageSize(height: 3, width: 4) && image.format == (count == 36 ? .rgb : .grey))
            #expect(image.pixels == pictures[number])
        }
    }

    @Test("a name that is too long for a file system becomes a number")
    func longNames() throws {
        let folder = try TemporaryFolder()
        let long = String(repeating: "%", count: 120)
        let model = try Self.network(["a", long]).write(to: folder)
        try folder.write(try bytes(of: Pictures.path("rgb-8.png")), to: "test/a/\(long).png")
        let result = try Tool.nnpredict.run(
            model, "--evaluate", folder("test"), "--save-mistakes", folder("wrong"), "--json")
        #expect(result.exitCode == 0, "\(result)")
        let found = try FileManager.default.subpathsOfDirectory(atPath: folder("wrong")).sorted()
        #expect(found == ["a", "a/predicted-%%1", "a/predicted-%%1/%%0"])
    }

    @Test("a folder that isn't empty is refused, and nothing is touched")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let model = try TinyNetwork().write(to: folder)
        try folder.write(try bytes(of: Pictures.path("rgb-8.png")), to: "test/dark/x.png")
        let old = try folder.write("old", to: "wrong/note.txt")
        let cases: [(String, String)] = [
            ("wrong", "wrong: expected a new or an empty folder for the mistakes, found 'note.txt' in it"),
            ("wrong/note.txt", "note.txt: can't be created: File exists"),
            ("none/wrong", "none/wrong: can't be created: No such file or directory"),
        ]
        for (name, text) in cases {
            let result = try Tool.nnpredict.run(model, "--evaluate", folder("test"), "--save-mistakes", folder(name))
            #expect(result.exitCode == 73 && result.reports(text) && result.output.isEmpty, "\(result)")
        }
        #expect(try text(of: old) == "old")
    }

    @Test("examples that are no pictures can't be saved as such")
    func noPictures() throws {
        let folder = try TemporaryFolder()
        let result = try PredictScoreTests.evaluate(
            units: 2, z: [1, 0], labels: [1], in: folder, ["--save-mistakes", folder("wrong")])
        #expect(
            result.exitCode == 65 && result.reports("--save-mistakes: expected images of bytes, found examples of 2"))
        #expect(!FileManager.default.fileExists(atPath: folder("wrong")))
    }
}
