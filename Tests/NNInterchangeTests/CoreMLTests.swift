import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// Files of coremltools, with what they make of some examples (Fixtures/interchange/coreml/make_coreml.py).
@Suite("Reading .mlmodel files")
struct CoreMLTests {
    struct File: Decodable {
        let examples: [[Double]]
        let answers: [[Double]]
        let activations: [String]
    }

    static let peer = PeerFiles("coreml")

    private func read(_ name: String) throws -> (model: Model, report: ConversionReport) {
        try converted(Self.peer.path("\(name).mlmodel"), in: TemporaryFolder())
    }

    @Test("gives the answers that the formulas of Core ML give, whatever form the network has")
    func agrees() throws {
        try expectAgreement(with: "expected.json", count: 66)
    }

    @Test("gives the answers of PyTorch and scikit-learn for what coremltools made of their models")
    func exports() throws {
        try expectAgreement(with: "exports/torch.json", count: 22)
        try expectAgreement(with: "exports/sklearn.json", count: 3)
        #expect(try read("exports/sk-linear").model.layers[0].weights.dataType == .float64)
        let classes = try read("exports/sk-logistic-words").model.output
        #expect(classes.classNames == ["ham", "spam"] && classes.name == "classProbability")
    }

    private func expectAgreement(with name: String, count: Int) throws {
        struct Table: Decodable { let files: [String: File] }
        let folder = name.contains("/") ? "exports/" : ""
        let table = Data(try bytes(of: Self.peer.path(name)))
        let files = try JSONDecoder().decode(Table.self, from: table).files
        #expect(files.count >= count)
        for (name, file) in files.sorted(by: { $0.key < $1.key }) {
            let model: Model
            do {
                model = try read(folder + name).model
            } catch {
                Issue.record("\(name): \(error)")
                continue
            }
            #expect(model.layers.map(\.activation.description) == file.activations, "\(name)")
            #expect(file.examples.count == 3 && file.answers.count == 3, "\(name)")
            let predict = try Predictor<Double>(model)
            for (example, answer) in zip(file.examples, file.answers) {
                var ours = predict(example).activations
                // A classifier of two classes gives both probabilities where a model has one unit.
                if name == "classes-two" { ours = [1 - ours[0], ours[0]] }
                #expect(ours.count == answer.count, "\(name)")
                for (a, e) in zip(ours, answer) { #expect(abs(a - e) <= 1e-6 * max(1, abs(e)), "\(name): \(a), \(e)") }
            }
        }
    }

    @Test("keeps the type of the numbers; what has fewer bits becomes float32, with a note")
    func types() throws {
        #expect(try read("float16").model.layers[0].weights.dataType == .float16)
        #expect(try read("matmul").model.layers[0].weights.dataType == .float32)
        for name in ["linear-8", "linear-3", "one-scale", "table-2"] {
            let (model, report) = try read("quantized-\(name)")
            #expect(model.layers[0].weights.dataType == .float32)
            #expect(
                report.notes == [
                    "layer 'only' (innerProduct): quantized numbers became the float32 numbers they stand for"
                ])
        }
    }

    @Test("takes pictures as height, width and channels, in the order of red, green and blue")
    func pictures() throws {
        let plain = try read("picture-rgb").model.input
        #expect(plain.shape == [2, 4, 3] && plain.scaling == .pixels && plain.range == 0...255)
        #expect(plain.resizing == Resizing())
        let biased = try read("picture-bgr").model.input.scaling
        #expect(biased.offsets.count == 3 && abs(biased.offsets[0] - 127.5 * 1.1) < 1e-4)
        #expect(abs(biased.offsets[2] - 127.5) < 1e-4 && abs(biased.divisors[0] - 127.5) < 1e-4)
        let gray = try read("picture-gray").model.input
        #expect(gray.shape == [2, 4] && gray.scaling == Scaling(offsets: [127.5], divisors: [255]))
        #expect(try read("picture-mean").model.input.scaling.offsets.count == 8)
        // Without pixels there is nothing to move: the weights are as in the file.
        #expect(try read("axes-flatten").model.input.shape == [3, 2, 4])
        #expect(try read("axes-flatten").model.input.resizing == nil)
    }

    @Test("keeps names, classes and the file's metadata")
    func beyondLayers() throws {
        let (model, report) = try read("metadata")
        #expect(model.input.name == "x" && model.output.name == "y" && model.layers[0].name == "only")
        #expect(model.metadata["coreml.author"] == "somebody" && model.metadata["coreml.description"] == "über alles")
        #expect(model.metadata["coreml.version"] == "1.2" && model.metadata["coreml.license"] == "none")
        #expect(model.metadata["notes"] == "mine")
        #expect(
            report.notes == [
                "left out: 1 layers that the output doesn't need",
                "left out: the key 'with space' of the metadata, which no model can hold",
            ])
        let classes = try read("classes").model.output
        #expect(classes == Output(name: "y", meaning: .probability, classNames: ["Hund", "Katze", "猫"]))
        #expect(try read("classes-numbers").model.output.classNames == ["7", "8", "-9"])
        #expect(try read("classes-two").model.output.classNames == ["no", "yes"])
    }

    @Test("notes what was folded and what was left out")
    func notes() throws {
        #expect(try read("norm-before-activation").report.notes == ["folded into weights and biases: 1 layers"])
        #expect(try read("axes-flatten").report.notes == ["left out: 1 × flatten, which changes no prediction"])
        #expect(try read("op-relu").report.notes.isEmpty)
    }

    @Test("prepares in front of the first layer, by one number for all or one for each")
    func preprocessing() throws {
        let single = try read("single-numbers-first").model.input.scaling
        #expect(single == Scaling(offsets: [0.5], divisors: [0.25]))
        for name in ["scale-first", "constant-first", "constants-nd-first"] {
            #expect(try read(name).model.input.scaling.offsets.count == 4, "\(name)")
        }
        #expect(try read("norm-first").model.input.scaling.offsets.count == 3)
    }
}
