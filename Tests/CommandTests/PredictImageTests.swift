import Foundation
import NNModel
import NNTestSupport
import Testing

@Suite("nnpredict, on images")
struct PredictImageTests {
    static let files = Pictures.all.map(\.file)

    @Test(
        "gives every kind of file the answer that Pillow's pixels have, in colour and in grey",
        arguments: ["rgb", "grey"])
    func everyFile(color: String) throws {
        let folder = try TemporaryFolder()
        var network = TinyNetwork.softmax
        network.shape = color == "rgb" ? [9, 7, 3] : [9, 7]
        let files = Self.files.filter { Pictures.pixels($0, color) != nil }
        #expect(files.count > 200)
        let result = try Tool.nnpredict.run(
            [try network.write(to: folder)] + files.map(Pictures.path) + ["--json", "--exact-decode"])
        #expect(result.exitCode == 0 && result.stderr.isEmpty, "\(result)")
        let rows = try result.rows
        #expect(rows.map(\.path) == files.map(Pictures.path))
        for (file, row) in zip(files, rows) {
            let pixels = try #require(Pictures.pixels(file, color))
            let expected = network.probabilities(pixels)
            #expect(isNear(row.probabilities, expected, 1e-5), "\(file): \(row), not \(expected)")
            #expect(row.index == network.answer(pixels) && row.class == network.names[network.answer(pixels)])
            #expect(row.probability == row.probabilities?[row.index ?? 0] && row.error == nil && row.values == nil)
        }
    }

    @Test("computes in float64 what is stored in float64")
    func precision() throws {
        let folder = try TemporaryFolder()
        let network = TinyNetwork(isDouble: true)
        let row = try #require(
            try Tool.nnpredict.run(try network.write(to: folder), Pictures.path("rgb-8.png"), "--json").rows.first)
        let expected = network.probabilities(try #require(Pictures.pixels("rgb-8.png")))
        #expect(isNear(row.probabilities, expected, 1e-14))
    }

    @Test("fits images as the model says, or as --resize does", arguments: ["stretch", "fit", "crop"])
    func resizing(fit: String) throws {
        let folder = try TemporaryFolder()
        let pixels = try #require(Pictures.pixels("resize-photo.jpg", "rgb", [64, 64], fit: fit))
        var network = TinyNetwork(shape: [64, 64, 3])
        let expected = network.probabilities(pixels)
        let image = Pictures.path("resize-photo.jpg")
        let overridden = try Tool.nnpredict.run(
            try network.write(to: folder), image, "--resize", fit, "--json", "--exact-decode")
        #expect(isNear(try overridden.rows.first?.probabilities, expected, 1e-4), "\(overridden), not \(expected)")
        network.resizing = Resizing(fit: try #require(Resizing.Fit(rawValue: fit)))
        let stored = try Tool.nnpredict.run(try network.write(to: folder), image, "--json", "--exact-decode")
        #expect(stored.stdout == overridden.stdout)
    }

    @Test("resizes by the filter that the model names", arguments: Resizing.Filter.allCases)
    func filters(filter: Resizing.Filter) throws {
        let folder = try TemporaryFolder()
        var network = TinyNetwork(shape: [24, 18, 3])
        var others = Resizing.Filter.allCases.filter { $0 != filter }
        if filter == .bilinear {
            network.shape = [64, 64, 3]
            others = []
        }
        network.resizing = Resizing(filter: filter)
        let size = Array(network.shape.prefix(2))
        let pixels = try #require(Pictures.pixels("resize-photo.jpg", "rgb", size, filter: filter.rawValue))
        let result = try Tool.nnpredict.run(
            try network.write(to: folder), Pictures.path("resize-photo.jpg"), "--json", "--exact-decode")
        #expect(isNear(try result.rows.first?.probabilities, network.probabilities(pixels), 1e-5), "\(result)")
        for other in others {
            #expect(Pictures.pixels("resize-photo.jpg", "rgb", size, filter: other.rawValue) != pixels)
        }
    }

    @Test(
        "decodes a large JPEG file to a part of its size, or all of it where that is asked for",
        arguments: files.filter { $0.hasPrefix("scaled-") })
    func scaledDecoding(file: String) throws {
        let folder = try TemporaryFolder()
        let network = TinyNetwork()
        let model = try network.write(to: folder)
        let (exact, scaled) = (
            try #require(Pictures.pixels(file)), try #require(Pictures.pixels(file, scaled: true))
        )
        let quick = try Tool.nnpredict.run(model, Pictures.path(file), "--json")
        #expect(isNear(try quick.rows.first?.probabilities, network.probabilities(scaled), 1e-5))
        let whole = try Tool.nnpredict.run(model, Pictures.path(file), "--json", "--exact-decode")
        #expect(isNear(try whole.rows.first?.probabilities, network.probabilities(exact), 1e-5))
        #expect(quick.stdout != whole.stdout)
    }

    @Test("the three ways to fit give three answers")
    func fitsDiffer() throws {
        let network = TinyNetwork(shape: [64, 64, 3])
        let answers = try ["stretch", "fit", "crop"].map {
            network.weightedInputs(
                try #require(Pictures.pixels("resize-photo.jpg", "rgb", [64, 64], fit: $0)).map { Double($0) })[0]
        }
        #expect(Set(answers).count == 3)
    }

    @Test("reads one image from standard input")
    func standardInput() throws {
        let folder = try TemporaryFolder()
        let model = try TinyNetwork().write(to: folder)
        let image = Pictures.path("orientation-6.jpg")
        let piped = try Tool.nnpredict.run([model, "-", "--json"], input: try bytes(of: image))
        let named = try Tool.nnpredict.run(model, image, "--json")
        #expect(piped.exitCode == 0)
        #expect(try piped.rows.map(\.path) == ["-"])
        #expect(try piped.rows.map(\.probability) == named.rows.map(\.probability))
        let empty = try Tool.nnpredict.run([model, "-", "--json"])
        #expect(
            empty.exitCode == 65 && empty.reports("-: expected a JPEG, PNG, WebP, BMP or PNM file, found no bytes"),
            "\(empty)")
    }

    @Test("takes the files of a folder in the order of their bytes, without hidden ones, deeper only where told")
    func folders() throws {
        let folder = try TemporaryFolder()
        let model = try TinyNetwork().write(to: folder)
        let image = try bytes(of: Pictures.path("grey-8.png"))
        for name in ["b.png", "B.png", "a10.png", "a9.png", "sub/c.png", "sub/deep/d.png", ".hidden.png", "ä.png"] {
            try folder.write(image, to: "images/\(name)")
        }
        try FileManager.default.createSymbolicLink(
            atPath: folder("images/sub/loop"), withDestinationPath: folder("images"))
        let flat = try Tool.nnpredict.run(model, folder("images") + "/", "--json")
        #expect(flat.exitCode == 0)
        let names = ["B.png", "a10.png", "a9.png", "b.png", "ä.png"]
        #expect(try flat.rows.map(\.path) == names.map { folder("images/\($0)") })
        let deep = try Tool.nnpredict.run(model, folder("images"), "-r", "--json")
        let all = ["B.png", "a10.png", "a9.png", "b.png", "sub/c.png", "sub/deep/d.png", "ä.png"]
        #expect(try deep.rows.map(\.path) == all.map { folder("images/\($0)") })
    }

    @Test("a threshold of the command line replaces the model's")
    func threshold() throws {
        let folder = try TemporaryFolder()
        let network = TinyNetwork()
        let model = try network.write(to: folder)
        let image = Pictures.path("rgb-8.png")
        let p = network.probabilities(try #require(Pictures.pixels("rgb-8.png")))[1]
        for (threshold, index) in [(p - 1e-3, 1), (p + 1e-3, 0), (0, 1), (1, 0)] {
            let row = try #require(
                try Tool.nnpredict.run(model, image, "--threshold", "\(threshold)", "--json").rows.first)
            #expect(row.index == index && row.class == network.names[index], "\(threshold)")
            #expect(abs((row.probability ?? 0) - (index == 1 ? p : 1 - p)) < 1e-5)
        }
        var strict = network
        strict.threshold = p + 1e-3
        #expect(try Tool.nnpredict.run(try strict.write(to: folder), image, "--json").rows.first?.index == 0)
    }

    @Test("--top lists the most probable classes in falling order")
    func top() throws {
        let folder = try TemporaryFolder()
        let network = TinyNetwork.softmax
        let model = try network.write(to: folder)
        let p = network.probabilities(try #require(Pictures.pixels("rgb-8.png")))
        let order = p.indices.sorted { p[$0] > p[$1] }
        for count in [1, 3, 9] {
            let result = try Tool.nnpredict.run(model, Pictures.path("rgb-8.png"), "--top", "\(count)", "--json")
            let top = try #require(try result.rows.first?.top)
            #expect(top.map(\.index) == Array(order.prefix(count)))
            #expect(top.map(\.class) == order.prefix(count).map { network.names[$0] })
            #expect(isNear(top.map(\.probability), order.prefix(count).map { p[$0] }, 1e-5))
        }
        let table = try Tool.nnpredict.run(model, Pictures.path("rgb-8.png"), "-k", "2")
        #expect(table.lines.count == 3)
        let csv = try Tool.nnpredict.run(model, Pictures.path("rgb-8.png"), "-k2", "--format=csv")
        #expect(csv.lines.first == "path,rank,class,index,probability,error" && csv.lines.count == 3, "\(csv)")
    }

    @Test("an output that is no probability gives values")
    func values() throws {
        let folder = try TemporaryFolder()
        let network = TinyNetwork(units: 2, activation: .identity, names: [], meaning: .value)
        let model = try network.write(to: folder)
        let image = Pictures.path("rgb-8.png")
        let z = network.weightedInputs(try #require(Pictures.pixels("rgb-8.png")).map { Double($0) })
        let json = try Tool.nnpredict.run(model, image, "--json")
        let row = try #require(try json.rows.first)
        #expect(isNear(row.values, z, 1e-4) && row.class == nil && row.probability == nil)
        #expect(!json.stdout.contains("class"))
        let csv = try Tool.nnpredict.run(model, image, "--format", "csv")
        #expect(csv.lines.first == "path,value1,value2,error")
        #expect(try Tool.nnpredict.run(model, image).lines.first?.hasSuffix("values") == true)
    }

    @Test("logits become the probabilities that their softmax or sigmoid gives", arguments: [1, 4])
    func logits(units: Int) throws {
        let folder = try TemporaryFolder()
        let network = TinyNetwork(units: units, activation: .identity, names: [], meaning: .logit)
        let result = try Tool.nnpredict.run(try network.write(to: folder), Pictures.path("rgb-8.png"), "--json")
        let pixels = try #require(Pictures.pixels("rgb-8.png"))
        let row = try #require(try result.rows.first)
        #expect(isNear(row.probabilities, network.probabilities(pixels), 1e-5))
        #expect(row.index == network.answer(pixels) && row.class == nil)
        #expect(result.stdout.contains("\"class\": null"))
    }
}
