import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

@Suite("Models as JSON")
struct JSONFormatTests {
    @Test(
        "From .nnm and back the model is the same, digest and all; twice gives the same bytes",
        arguments: [DataType.float64, .float32, .float16, .bfloat16])
    func roundTrip(type: DataType) throws {
        var model = try manyActivations(type)
        model.metadata = ["author": "müller \"x\" \u{7}\n", "licence": ""]
        try expectRoundTrip(model, JSONFormat.self)
        try expectRoundTrip(strangeNumbers(), JSONFormat.self)
    }

    @Test("Foundation reads what is written: numbers, names and descriptions")
    func foundationReads() throws {
        let folder = try TemporaryFolder()
        let model = try manyActivations()
        try model.write(to: folder("m.nnm"))
        _ = try Conversion(from: folder("m.nnm"), to: folder("m.json"), as: JSONFormat.self).run()
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(bytes(of: folder("m.json")))) as? [String: Any])
        #expect(object["format"] as? String == "nnm-json" && object["version"] as? Int == 1)
        #expect(object["class_names"] as? [String] == model.output.classNames)
        let layers = try #require(object["layers"] as? [[String: Any]])
        #expect(layers.map { $0["activation"] as? String } == model.layers.map(\.activation.description))
        for (theirs, ours) in zip(layers, model.layers) {
            let weights = (theirs["weights"] as? [[Double]] ?? []).flatMap { $0 }.map { Float($0) }
            #expect(weights == ours.weights.scalars(as: Float.self))
            #expect((theirs["biases"] as? [Double])?.map { Float($0) } == ours.biases.scalars(as: Float.self))
        }
    }

    @Test("reads what a person types: white space, exponents, no types, no activations")
    func typed() throws {
        let text = """
              {"layers" : [ {"biases":[0.5],
                "weights":[[1e0, -2.5E-1,3]]} ], "version":1,"format" : "nnm-json", "class_names":["caf\\u00e9","\\ud83e\\udd8a"]}

            """
        let file = FileBytes(Array(text.utf8), name: "typed.json")
        let model = try JSONFormat.open(file, ReadingOptions(activations: [.sigmoid])).model
        #expect(model.layers[0].weights == Tensor([Float(1), -0.25, 3], shape: [1, 3]))
        #expect(model.output.classNames == ["café", "🦊"])
        let none = #expect(throws: InterchangeError.self) { try JSONFormat.open(file, ReadingOptions()) }
        #expect(none?.problem == .noActivations(layerSizes: [3, 1]))
    }

    static let layer = #"{"activation": "relu", "weights": [[1, 2]], "biases": [3]}"#
    static let wrong: [(text: String, words: String)] = [
        ("{}", "format: expected 'nnm-json', found none"),
        (#"{"format": "keras"}"#, "found 'keras'"),
        (#"{"format": "nnm-json", "version": 2}"#, "version: expected 1, found 2"),
        (#"{"format": "nnm-json", "version": 1}"#, "layers: expected a list of layers, found none"),
        (#"{"format": "nnm-json", "version": 1, "layers": []}"#, "found a list of 0"),
        (#"{"format": "nnm-json", "version": 1, "layers": [], "clas_names": []}"#, "found 'clas_names'"),
        (whole(#"{"weights": [], "biases": []}"#), "layer 1, weights: expected a list of rows"),
        (whole(#"{"weights": [[1], [1, 2]], "biases": [3]}"#), "row 2: expected 1 numbers, found a list of 2"),
        (whole(#"{"weights": [[1]], "biases": [3, 4]}"#), "biases: expected 1 numbers, one a unit, found a list of 2"),
        (whole(#"{"weights": [["1"]], "biases": [3]}"#), "number 1: expected a number of the type float32, found '1'"),
        (whole(#"{"weights": [[1e39]], "biases": [3]}"#), "expected a number of the type float32, found 1e39"),
        (whole(#"{"weights": [[1]], "biases": [3], "weights_dtype": "int8"}"#), "found 'int8'"),
        (whole(#"{"weights": [[1]], "biases": [3], "weight_dtype": "int8"}"#), "found 'weight_dtype'"),
        (whole(layer + ", " + layer), "rows of 1 numbers, as many as the layer before has units, found 2"),
        (whole(layer, #""input_shape": [3]"#), "input_shape: expected axes of 2 elements together"),
        (whole(layer, #""output_meaning": ["sense"]"#), "output_meaning: expected one of"),
        (whole(layer, #""metadata": {"a": 1}"#), "metadata, 'a': expected a string, found 1"),
        (whole(layer) + "x", "expected the end, found 'x'"),
        (String(repeating: #"{"a":"#, count: 1_000_000), "brackets in each other"),
        (#"{"format": "nnm-json", "format": "nnm-json"}"#, "expected each key once, found 'format' again"),
    ]

    static func whole(_ layers: String, _ more: String = #""class_names": []"#) -> String {
        #"{"format": "nnm-json", "version": 1, "layers": [\#(layers)], \#(more)}"#
    }

    @Test("each hostile file is refused in one sentence that names the place", arguments: PeerFiles("json").verdicts)
    func hostile(name: String, words: String) throws {
        try expectRefusal(of: PeerFiles("json").path("hostile/\(name).json"), words: words)
    }

    @Test("says of what may be as long as it likes no more than a sentence has room for")
    func longNames() throws {
        let texts = [
            #""input_resize": ["\#(String(repeating: "x", count: 100_000))", "crop"]"#,
            #""input_shape": [\#(String(repeating: "1, ", count: 100_000))1]"#,
            #""metadata": {"\#(String(repeating: "é", count: 100_000))": 1}"#,
        ]
        for text in texts {
            let file = FileBytes(Array(Self.whole(Self.layer, text).utf8), name: "long.json")
            let error = #expect(throws: InterchangeError.self) { try JSONFormat.open(file, ReadingOptions()) }
            #expect((60..<500).contains(error?.description.utf8.count ?? 0) && error?.description.contains("…") == true)
        }
    }

    @Test("makes no room for rows before they are there")
    func shortRows() throws {
        let (numbers, rows) = (String(repeating: "1,", count: 1_000_000), String(repeating: ",[]", count: 1_000_000))
        let text = Self.whole(#"{"activation": "relu", "weights": [[\#(numbers)1]\#(rows)], "biases": [1]}"#)
        let error = #expect(throws: InterchangeError.self) {
            try JSONFormat.open(FileBytes(Array(text.utf8), name: "rows.json"), ReadingOptions())
        }
        #expect(error?.description.contains("row 2: expected 1000001 numbers, found a list of 0") == true)
    }

    @Test("is refused in one sentence that names the place", arguments: wrong)
    func refused(text: String, words: String) throws {
        let error = #expect(throws: InterchangeError.self) {
            try JSONFormat.open(FileBytes(Array(text.utf8), name: "bad.json"), ReadingOptions(activations: [.relu]))
        }
        let message = error?.description ?? ""
        #expect(message.hasPrefix("bad.json: ") && message.contains(words), "\(message)")
    }
}
