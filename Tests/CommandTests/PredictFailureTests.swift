import Foundation
import NNModel
import NNTestSupport
import Testing

@Suite("nnpredict, on what it can't use")
struct PredictFailureTests {
    @Test("a truncated JPEG in a folder gets a row that says so, and the others their answers")
    func truncated() throws {
        let folder = try TemporaryFolder()
        let network = TinyNetwork()
        let model = try network.write(to: folder)
        let good = ["jpeg-420.jpg", "jpeg-cmyk.jpg", "palette-8.png"]
        for name in good { try folder.write(try bytes(of: Pictures.path(name)), to: "in/\(name)") }
        let whole = try bytes(of: Pictures.path("jpeg-444.jpg"))
        try folder.write(whole.prefix(whole.count / 2), to: "in/jpeg-c.jpg")
        let result = try Tool.nnpredict.run(model, folder("in"), "--json")
        #expect(result.exitCode == 65 && result.reports("jpeg-c.jpg: JPEG: truncated"), "\(result)")
        let rows = try result.rows
        #expect(rows.map { ($0.path as NSString).lastPathComponent } == [good[0], "jpeg-c.jpg", good[1], good[2]])
        #expect(rows[1].error?.hasPrefix("JPEG: truncated") == true && rows[1].probability == nil)
        for (row, name) in zip([rows[0], rows[2], rows[3]], good) {
            #expect(isNear(row.probabilities, network.probabilities(try #require(Pictures.pixels(name))), 1e-5))
        }
    }

    @Test("what is missing gives 66 where it is the only one, else 65")
    func missing() throws {
        let folder = try TemporaryFolder()
        let model = try TinyNetwork().write(to: folder)
        let image = Pictures.path("rgb-8.png")
        let alone = try Tool.nnpredict.run(model, folder("none.png"), "--json")
        #expect(
            alone.exitCode == 66 && alone.reports("none.png: can't be opened: No such file or directory"), "\(alone)")
        #expect(try alone.rows.first?.error == "can't be opened: No such file or directory")
        let among = try Tool.nnpredict.run(model, image, folder("none.png"), image, "--json")
        #expect(among.exitCode == 65)
        #expect(try among.rows.map { $0.error == nil } == [true, false, true])
        try FileManager.default.createDirectory(atPath: folder("empty/sub"), withIntermediateDirectories: true)
        let empty = try Tool.nnpredict.run(model, folder("empty"), "--json")
        #expect(empty.exitCode == 65 && empty.reports("empty: expected files in this folder, found none"))
        #expect(try empty.rows.map(\.path) == [folder("empty")])
    }

    @Test("a pipe or a link to nowhere in a folder is told, and not waited for")
    func strangers() throws {
        let folder = try TemporaryFolder()
        let model = try TinyNetwork().write(to: folder)
        try folder.write(try bytes(of: Pictures.path("rgb-8.png")), to: "in/z.png")
        #expect(mkfifo(folder("in/pipe"), 0o600) == 0)
        try FileManager.default.createSymbolicLink(atPath: folder("in/link"), withDestinationPath: "nowhere")
        // A name that no String can hold; some file systems refuse it.
        let odd = try Tool.shell.run("-c", "cd \"$0\" && : >\"$(printf '\\377.png')\"", folder("in")).exitCode == 0
        let result = try Tool.nnpredict.run([model, folder("in"), "--json"], timeout: 20)
        let rows = try result.rows
        #expect(result.exitCode == 65)
        #expect(rows.map { $0.error == nil } == [false, false, true] + (odd ? [false] : []))
        #expect(!odd || rows.last?.error == "expected a name in UTF-8, found other bytes")
        #expect(rows[0].error?.hasPrefix("can't be opened") == true)
        #expect(rows[1].error == "expected a file, found a device or a pipe")
    }

    @Test("every bad image of the fixtures gets a row, and no more than that", arguments: ["json", "table"])
    func everyBadImage(format: String) throws {
        let folder = try TemporaryFolder()
        let result = try Tool.nnpredict.run(
            try TinyNetwork().write(to: folder), Places.fixture("images/bad"), "--format", format)
        #expect(result.exitCode == 65)
        let count = try FileManager.default.contentsOfDirectory(atPath: Places.fixture("images/bad")).count
        #expect(result.stderr.split(separator: "\n").count == count)
        if format == "json" {
            #expect(try result.rows.count == count)
            #expect(try result.rows.allSatisfy { $0.error?.isEmpty == false && $0.class == nil })
        }
    }

    @Test("a damaged image is used as far as it goes with --lenient, and only then")
    func lenient() throws {
        let folder = try TemporaryFolder()
        let model = try TinyNetwork().write(to: folder)
        let names = ["cut-in-half.jpg", "end-too-soon.jpg", "cut-in-pixels.bmp", "data-checksum.png", "cut.pam"]
        let damaged = names.map { Places.fixture("images/bad/\($0)") }
        let strict = try Tool.nnpredict.run([model, "--json"] + damaged)
        #expect(strict.exitCode == 65)
        #expect(try strict.rows.allSatisfy { $0.probability == nil })
        let lenient = try Tool.nnpredict.run([model, "--json", "--lenient"] + damaged)
        #expect(lenient.exitCode == 0 && lenient.stderr.isEmpty, "\(lenient)")
        #expect(try lenient.rows.allSatisfy { $0.probability != nil })
        let hopeless = try Tool.nnpredict.run(model, Places.fixture("images/bad/no-frame.jpg"), "--json", "--lenient")
        #expect(hopeless.exitCode == 65 && hopeless.reports("no-frame.jpg: JPEG: damaged"))
    }

    @Test("an image of more pixels than --max-pixels is refused, and the option named")
    func mostPixels() throws {
        let folder = try TemporaryFolder()
        let model = try TinyNetwork().write(to: folder)
        let image = Pictures.path("rgb-8.png")
        #expect(try Tool.nnpredict.run(model, image, "--max-pixels", "247").exitCode == 0)
        let refused = try Tool.nnpredict.run(model, image, "--max-pixels=246", "--json")
        #expect(refused.exitCode == 65)
        #expect(
            try refused.rows.first?.error
                == "PNG: expected at most 246 pixels, found 19x13; --max-pixels allows more")
    }

    @Test("a model that isn't one gives 65, a missing one 66, and no row")
    func models() throws {
        let folder = try TemporaryFolder()
        let image = Pictures.path("rgb-8.png")
        let cases: [(String, Int32, String)] = [
            (try folder.write("not a model", to: "text.nnm"), 65, "text.nnm: "),
            (try folder.write("", to: "empty.nnm"), 65, "empty.nnm: "), (image, 65, "rgb-8.png: "),
            (folder("none.nnm"), 66, "none.nnm: can't be opened"), (folder.path, 66, "Is a directory"),
        ]
        for (path, code, text) in cases {
            let result = try Tool.nnpredict.run(path, image, "--json")
            #expect(result.exitCode == code && result.reports(text) && result.output.isEmpty, "\(result)")
        }
    }

    @Test("a model that takes no images says what to do instead")
    func otherInputs() throws {
        let folder = try TemporaryFolder()
        let image = Pictures.path("rgb-8.png")
        let cases: [(TinyNetwork, String)] = [
            (TinyNetwork(shape: [12]), "the input, 12, is no image: use --raw 12"),
            (TinyNetwork(shape: [2, 2, 4]), "expected an input of 1 or 3 channels, found 2x2x4"),
        ]
        for (network, text) in cases {
            let result = try Tool.nnpredict.run(try network.write(to: folder), image)
            #expect(result.exitCode == 65 && result.reports(text) && result.output.isEmpty, "\(result)")
        }
    }

    @Test("an answer of NaN is an error, and no class")
    func notANumber() throws {
        let folder = try TemporaryFolder()
        var model = TinyNetwork().model
        model.layers[0] = DenseLayer(
            weights: model.layers[0].weights, biases: Tensor([Float.nan], shape: [1]), activation: .sigmoid)
        try model.write(to: folder("nan.nnm"))
        let result = try Tool.nnpredict.run(folder("nan.nnm"), Pictures.path("rgb-8.png"), "--json")
        #expect(result.exitCode == 65)
        #expect(try result.rows.first?.error == "the model's answer is NaN")
    }

    @Test("a command line that makes no sense gives 64")
    func usage() throws {
        let folder = try TemporaryFolder()
        let model = try TinyNetwork().write(to: folder)
        let softmax = try TinyNetwork.softmax.write(to: folder, "softmax.nnm")
        let values = try TinyNetwork(activation: .identity, names: [], meaning: .value).write(to: folder, "values.nnm")
        let image = Pictures.path("rgb-8.png")
        let cases: [([String], String)] = [
            ([], "missing argument: MODEL.nnm"), ([model], "missing argument: IMAGE"),
            ([model, image, "--tpo", "2"], "did you mean --top?"),
            ([model, image, "--top", "0"], "expected 1 or more"),
            ([model, image, "--threshold", "1.5"], "expected 0 to 1"),
            ([softmax, image, "--threshold", "0.5"], "one probability"), ([values, image, "--top", "1"], "is none"),
            ([model, image, "--format", "xml"], "expected table, csv, json or ndjson"),
            ([model, image, "--json", "--format", "csv"], "contradict"),
            ([model, image, "--max-pixels", "0"], "--max-pixels: expected 1 to 2147483647, found 0"),
            ([model, image, "--resize", "squeeze"], "expected stretch, fit or crop"),
            ([model, "-", "-"], "standard input"), ([model, image, "--raw", "0x3"], "--raw: expected sizes"),
            ([model, image, "--raw", "9999999999999x9999999999999"], "--raw: expected sizes"),
            ([model, image, "--raw", "9x7x3:f16"], "--raw: expected sizes"),
            ([model, image, "--raw", "9x7x3:planar:u8"], "--raw: expected sizes"),
            ([model, image, "--raw", "189:planar"], "--raw: expected sizes"),
            ([model, image, "--evaluate", folder.path], "--evaluate"),
            ([model, "--evaluate", folder.path, "--top", "1"], "--top"),
            ([model, "--evaluate", folder.path, "--format", "csv"], "table or json"),
            ([model, image, "--inputs", "x"], "--evaluate"),
            ([model, image, "--raw", "9x7x3", "--resize", "fit"], "--resize"),
        ]
        for (arguments, text) in cases {
            let result = try Tool.nnpredict.run(arguments)
            #expect(result.exitCode == 64 && result.reports(text) && result.output.isEmpty, "\(arguments) \(result)")
        }
    }

    @Test("help and version are results")
    func help() throws {
        let help = try Tool.nnpredict.run("--help")
        #expect(help.exitCode == 0 && help.stdout.contains("nnpredict cats.nnm photo.jpg") && help.stderr.isEmpty)
        #expect(help.lines.allSatisfy { $0.count <= 100 }, "\(help)")
        #expect(try Tool.nnpredict.run("--version").stdout.hasPrefix("nnpredict "))
    }
}
