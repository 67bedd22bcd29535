import Foundation
import NNCommand
import NNModel
import NNTestSupport
import Testing

/// What h5py says of the files in Fixtures/datasets (see make_datasets.py there).
private struct Stored: Decodable {
    struct File: Decodable {
        struct Names: Decodable {
            let inputs: String?
            let labels: String?
        }
        struct Targets: Decodable {
            let width: Int
            let values: [Double]
        }
        let names: Names
        let exampleCount: Int?
        let inputShape: [Int]?
        let inputs: [Double]?
        let labels: [Int]?
        let classCount: Int?
        let classNames: [String]?
        let targets: Targets?

        /// The elements of each example.
        var examples: [[Double]] {
            guard let inputs, let exampleCount else { return [] }
            let length = inputs.count / exampleCount
            return (0..<exampleCount).map { Array(inputs[$0 * length..<($0 + 1) * length]) }
        }

        var options: [String] {
            (names.inputs.map { ["--inputs", $0] } ?? []) + (names.labels.map { ["--labels", $0] } ?? [])
        }
    }
    let files: [String: File]

    static let files: [String: File] = {
        do {
            return try JSONDecoder().decode(Stored.self, from: Data(bytes(of: path("expected.json")))).files
        } catch {
            fatalError("\(error)")
        }
    }()
    /// Files of which h5py's numbers are those of the one set that is evaluated.
    static let classified = files.filter { $0.value.labels != nil && $0.key != "group-by-kind.h5" }.keys.sorted()
    static func path(_ name: String) -> String { Places.fixture("datasets/\(name)") }
}

@Suite("nnpredict --evaluate, on an .h5 file")
struct PredictDatasetTests {
    /// A network for a file, whose scaling keeps the largest integers and floats at hand.
    private static func network(_ file: Stored.File) throws -> TinyNetwork {
        let largest = file.inputs?.map(abs).max() ?? 1
        let count = try #require(file.classCount)
        return TinyNetwork(
            shape: try #require(file.inputShape), units: count == 2 ? 1 : count,
            activation: count == 2 ? .sigmoid : .softmax, names: file.classNames ?? [], isDouble: true,
            scaling: Scaling(offsets: [0], divisors: [max(1, largest)]), resizing: nil)
    }

    @Test("gives the score that the formulas give, whatever the types and layouts", arguments: Stored.classified)
    func files(name: String) throws {
        let file = try #require(Stored.files[name])
        let folder = try TemporaryFolder()
        let network = try Self.network(file)
        let model = try network.write(to: folder)
        let result = try Tool.nnpredict.run(
            [model, "--evaluate", Stored.path(name), "--json"] + file.options)
        #expect(result.exitCode == 0 && result.stderr.isEmpty, "\(result)")
        PredictEvaluateTests.check(
            try result.decoded(), network, try #require(file.labels), file.examples)
    }

    @Test("classes are told by their names where both have them")
    func order() throws {
        let file = try #require(Stored.files["uint8-le-contiguous-m.h5"])
        let folder = try TemporaryFolder()
        var network = try Self.network(file)
        network.names.reverse()
        let truths = try #require(file.labels).map { network.names.count - 1 - $0 }
        let result = try Tool.nnpredict.run(
            try network.write(to: folder), "--evaluate", Stored.path("uint8-le-contiguous-m.h5"), "--json")
        PredictEvaluateTests.check(try result.decoded(), network, truths, file.examples)
        network.names[0] = "bird"
        let other = try Tool.nnpredict.run(
            try network.write(to: folder), "--evaluate", Stored.path("uint8-le-contiguous-m.h5"))
        #expect(other.exitCode == 65 && other.reports("expected one of the model's classes, found '"), "\(other)")
    }

    @Test("an output of numbers has its mean squared error, and no accuracy")
    func values() throws {
        let file = try #require(Stored.files["float-targets.h5"])
        let targets = try #require(file.targets)
        let folder = try TemporaryFolder()
        let network = TinyNetwork(
            shape: [2, 3], units: 3, activation: .identity, names: [], meaning: .value, isDouble: true)
        let outputs = file.examples.flatMap { network.weightedInputs($0) }
        let cost = zip(outputs, targets.values).map { ($0 - $1) * ($0 - $1) }.reduce(0, +) / Double(outputs.count)
        let result = try Tool.nnpredict.run(
            try network.write(to: folder), "--evaluate", Stored.path("float-targets.h5"), "--json")
        let score = try result.decoded(PredictScore.self)
        #expect(abs((score.cost ?? .nan) / cost - 1) < 1e-12)
        #expect(score.accuracy == nil && score.confusion == nil && result.stdout.contains("\"accuracy\": null"))
    }

    @Test("a file that nndata refuses is refused in its words and with its code")
    func refusals() throws {
        let folder = try TemporaryFolder()
        let model = try TinyNetwork(shape: [2, 3]).write(to: folder)
        let cases: [(String, Int32, String)] = [
            (folder("none.h5"), 66, "none.h5: can't be opened"), (Stored.path("bad-text.h5"), 65, "bad-text.h5"),
            (Stored.path("bad-label-count.h5"), 65, "labels"), (Stored.path("bad-input-NaN.h5"), 65, "finite"),
            (Stored.path("shapes_test.h5"), 65, "expected examples of 2x3, as the model takes, found 64x64x3"),
            (Stored.path("uint8-be-chunked-1m.h5"), 65, "example 0: expected one of the model's classes, found 2"),
        ]
        for (path, code, text) in cases {
            let result = try Tool.nnpredict.run(model, "--evaluate", path, "--json")
            #expect(result.exitCode == code && result.reports(text) && result.output.isEmpty, "\(result)")
        }
    }
}

@Suite("nnpredict and the nndata beside it")
struct PredictChildTests {
    /// A copy of nnpredict in a folder of its own, with a script for nndata; nil for none.
    static func install(_ script: String?, in folder: TemporaryFolder) throws -> Tool {
        // By another process: while this one has a program open for writing, a test beside it may start a tool, which
        // inherits the descriptor for a moment, and running the program then fails as busy.
        let copy = Tool(path: "/bin/cp")
        #expect(try copy.run(Tool.nnpredict.path, folder("nnpredict")).exitCode == 0)
        if let script {
            let source = try folder.write("#!/bin/sh\n\(script)\n", to: "script")
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: source)
            #expect(try copy.run("-p", source, folder("nndata")).exitCode == 0)
        }
        return Tool(path: folder("nnpredict"))
    }

    private static func stream(examples: Int = 3, promised: Int? = nil) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var writer = try ExampleStreamWriter(
            ExampleStreamHeader(
                shape: [3], elementType: .uint8, labels: .classes(count: 2), exampleCount: promised ?? examples)
        ) { bytes += $0 }
        for index in 0..<examples {
            try writer.write(Example(.uint8([UInt8(index), 100, 200]), label: .index(index % 2)))
        }
        return bytes
    }

    @Test("passes on what it is asked for")
    func arguments() throws {
        let folder = try TemporaryFolder()
        try folder.write(try Self.stream(), to: "stream")
        let tool = try Self.install("printf '%s\\n' \"$@\" >\"$0.arguments\"; cat \"${0%/*}/stream\"", in: folder)
        let model = try TinyNetwork(shape: [3]).write(to: folder)
        let result = try tool.run(model, "--evaluate", "-x.h5", "--inputs", "/a b", "--labels=/c", "--json")
        #expect(result.exitCode == 0, "\(result)")
        #expect(try result.decoded(PredictScore.self).examples == 3)
        #expect(try text(of: folder("nndata.arguments")) == "stream\n--inputs=/a b\n--labels=/c\n--\n-x.h5\n")
    }

    @Test("says what is missing")
    func missing() throws {
        let folder = try TemporaryFolder()
        let tool = try Self.install(nil, in: folder)
        let model = try TinyNetwork(shape: [3]).write(to: folder)
        let result = try tool.run(model, "--evaluate", "x.h5")
        #expect(result.exitCode == 66 && result.reports("x.h5: reading it takes nndata, and "), "\(result)")
        #expect(result.stderr.contains("/nndata: can't be opened: No such file or directory"))
    }

    @Test("is not misled by a stream that ends early, goes on, or is none; the child's own words come first")
    func broken() throws {
        let folder = try TemporaryFolder()
        let good = try Self.stream()
        try folder.write(good, to: "good")
        try folder.write(good.dropLast(), to: "cut")
        try folder.write(good + [0], to: "long")
        try folder.write(try Self.stream(promised: 1 << 40), to: "promise")
        let model = try TinyNetwork(shape: [3]).write(to: folder)
        let cases: [(String, Int32, String)] = [
            ("cat good", 0, ""), ("cat cut", 65, "example 2: expected 4 bytes, found 3"),
            ("cat long", 65, "end: expected no more bytes"), ("cat promise", 65, "example 3"),
            ("echo hello", 65, "stream"),
            ("true", 65, "signature"), ("yes", 65, "signature"),
            ("echo 'nndata: x.h5: /x: gone' >&2; exit 66", 66, "nnpredict: x.h5: /x: gone"),
            ("cat cut; echo 'nndata: x.h5: broke' >&2; exit 74", 74, "nnpredict: x.h5: broke"),
            ("cat good; exit 65", 65, "nndata ended without an answer"),
            ("cat good; kill -9 $$", 70, "nndata ended without an answer"),
            // More words than a pipe holds, before anything is printed.
            ("yes 'nndata: much' | head -c 300000 >&2; cat good; exit 65", 65, "nnpredict: much"),
        ]
        for (script, code, text) in cases {
            let tool = try Self.install("cd \"${0%/*}\"; \(script)", in: folder)
            let result = try tool.run([model, "--evaluate", "x.h5", "--json"], timeout: 30)
            #expect(result.exitCode == code, "\(script): \(result)")
            if code == 0 {
                #expect(result.stderr.isEmpty && !result.output.isEmpty)
            } else {
                #expect(result.reports(text) && result.output.isEmpty, "\(script): \(result)")
            }
            for name in ["nnpredict", "nndata"] { try FileManager.default.removeItem(atPath: folder(name)) }
        }
    }
}
