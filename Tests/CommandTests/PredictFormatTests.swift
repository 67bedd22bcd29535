import Foundation
import NNModel
import NNTestSupport
import Testing

@Suite("nnpredict, its formats")
struct PredictFormatTests {
    /// A folder of two images and a file that is none, under names that CSV and JSON have to quote.
    static let names = ["a, b.png", "c \"d\".png", "e\nf.png"]

    static func folder() throws -> (TemporaryFolder, model: String, network: TinyNetwork) {
        let folder = try TemporaryFolder()
        let image = try bytes(of: Pictures.path("rgb-8.png"))
        for name in names.prefix(2) { try folder.write(image, to: "in/\(name)") }
        try folder.write("no image", to: "in/\(names[2])")
        let network = TinyNetwork.softmax
        return (folder, try network.write(to: folder), network)
    }

    @Test("JSON is one array, NDJSON the same rows a line each")
    func json() throws {
        let (folder, model, _) = try Self.folder()
        let json = try Tool.nnpredict.run(model, folder("in"), "--json")
        #expect(json.exitCode == 65)
        let rows = try json.rows
        #expect(rows.map(\.path) == Self.names.map { folder("in/\($0)") })
        #expect(
            rows[2].error
                == "expected a JPEG, PNG, WebP, BMP or PNM file, found one that begins with 6E 6F 20 69 6D 61 67 65")
        #expect(rows[2].class == nil && rows[2].probabilities == nil)
        let lines = try Tool.nnpredict.run(model, folder("in"), "--format", "ndjson")
        #expect(lines.exitCode == 65 && lines.lines.count == 3)
        let objects = try lines.lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? NSDictionary }
        #expect(objects as NSArray == (try json.json as? NSArray))
        let single = try Tool.nnpredict.run(model, folder("in/\(Self.names[0])"), "--format=json")
        #expect(try single.rows.count == 1)
    }

    @Test("JSON has the documented keys in order")
    func keys() throws {
        let (folder, model, _) = try Self.folder()
        let result = try Tool.nnpredict.run(model, folder("in/\(Self.names[0])"), "--json", "--top", "1")
        let places = try ["path", "class", "index", "probability", "probabilities", "top"].map {
            try #require(result.stdout.range(of: "\"\($0)\": ")).lowerBound
        }
        #expect(places == places.sorted())
    }

    @Test("CSV quotes what needs it")
    func csv() throws {
        let (folder, model, network) = try Self.folder()
        let result = try Tool.nnpredict.run(model, folder("in"), "--format", "csv")
        #expect(result.exitCode == 65)
        let index = network.answer(try #require(Pictures.pixels("rgb-8.png")))
        let probability = try #require(
            try Tool.nnpredict.run(model, folder("in/\(Self.names[0])"), "--json").rows.first?.probability)
        let quote = { (text: String) in
            text.contains { "\",\n".contains($0) } ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
        }
        let answer = "\(quote(network.names[index])),\(index),\(probability),"
        let error = "expected a JPEG, PNG, WebP, BMP or PNM file, found one that begins with 6E 6F 20 69 6D 61 67 65"
        #expect(
            result.stdout == """
                path,class,index,probability,error
                \(quote(folder("in/\(Self.names[0])"))),\(answer)
                \(quote(folder("in/\(Self.names[1])"))),\(answer)
                \(quote(folder("in/\(Self.names[2])"))),,,,\(quote(error))

                """)
    }

    @Test("the table is aligned, and nothing in it steers a terminal")
    func table() throws {
        let folder = try TemporaryFolder()
        var network = TinyNetwork(names: ["\u{202E}red", "\u{202E}no"])
        network.threshold = 0
        let model = try network.write(to: folder)
        let image = try bytes(of: Pictures.path("rgb-8.png"))
        try folder.write(image, to: "in/\u{1B}[2J.png")
        try folder.write(image, to: "in/x.png")
        try folder.write("", to: "in/y.png")
        let result = try Tool.nnpredict.run(model, folder("in"))
        #expect(
            result.exitCode == 65
                && result.reports("y.png: expected a JPEG, PNG, WebP, BMP or PNM file, found no bytes"))
        #expect(
            !(result.stdout + result.stderr).unicodeScalars.contains {
                $0 != "\n" && $0.properties.generalCategory == .control
            })
        let p = network.probabilities(try #require(Pictures.pixels("rgb-8.png")))[1]
        let width = folder("in").count + "/\\u{1b}[2J.png".count
        let row = { (name: String, answer: String) in
            folder("in/\(name)").padding(toLength: width, withPad: " ", startingAt: 0) + "  " + answer
        }
        let path = "path".padding(toLength: width, withPad: " ", startingAt: 0)
        let probability = String(format: "%11.4f", p)
        #expect(
            result.stdout == """
                \(path)  class        probability
                \(row("\\u{1b}[2J.png", "\\u{202e}no   \(probability)"))
                \(row("x.png", "\\u{202e}no   \(probability)"))
                \(row("y.png", "-                      -"))

                """, "\(result)")
    }

    @Test("a reader that goes away, or a disk that is full, doesn't go unnoticed")
    func fullDisk() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let (folder, model, _) = try Self.folder()
        let command = "\"$0\" \"$1\" \"$2\" --json >/dev/full"
        let result = try Tool.shell.run("-c", command, Tool.nnpredict.path, model, folder("in/\(Self.names[0])"))
        #expect(result.exitCode == 74 && result.reports("standard output: can't be written"), "\(result)")
    }
}
