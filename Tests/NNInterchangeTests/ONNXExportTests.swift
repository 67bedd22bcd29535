import Foundation
import NNFile
import NNInterchange
import NNModel
import NNTestSupport
import Testing

/// Networks as exporters write them, with what the framework that they come from makes of them
/// (Fixtures/interchange/onnx/exports).
@Suite("Reading what exporters write")
struct ONNXExportTests {
    static func path(_ name: String) -> String { Places.fixture("interchange/onnx/exports/\(name)") }

    @Test(
        "gives the answers of the framework that exported the network",
        arguments: [("torch", 65), ("tf2onnx", 22), ("sklearn", 15)])
    func agrees(framework: String, count: Int) throws {
        let table = Data(try bytes(of: Self.path("\(framework).json")))
        struct Table: Decodable { let files: [String: ONNXFiles.File] }
        let files = try JSONDecoder().decode(Table.self, from: table).files
        #expect(files.count >= count)
        for (name, file) in files.sorted(by: { $0.key < $1.key }) {
            let model: Model
            do {
                model = try converted(Self.path("\(name).onnx"), in: TemporaryFolder()).model
            } catch {
                Issue.record("\(name): \(error)")
                continue
            }
            #expect(model.layers.map(\.activation.description) == file.activations, "\(name)")
            #expect(file.examples.count >= 2 && file.examples.count == file.answers.count, "\(name)")
            let predict = try Predictor<Double>(model)
            for (example, answer) in zip(file.examples, file.answers) {
                var ours = predict(example).activations
                // scikit-learn gives the probabilities of both classes.
                if framework == "sklearn", ours.count == 1, answer.count == 2 { ours = [1 - ours[0], ours[0]] }
                #expect(ours.count == answer.count, "\(name)")
                for (a, e) in zip(ours, answer) { #expect(abs(a - e) <= 1e-6 * max(1, abs(e)), "\(name): \(a), \(e)") }
            }
        }
    }

    @Test("takes the probabilities out of the map that skl2onnx puts them into, and the classes' names from the labels")
    func probabilities() throws {
        let (model, report) = try converted(Self.path("sklearn-zipmap.onnx"), in: TemporaryFolder())
        #expect(model.output.classNames == ["Hund", "Katze", "猫"])
        #expect(report.notes.contains { $0.hasPrefix("left out: node 'ZipMap' (ZipMap)") })
        #expect(report.notes.contains("left out: the output 'output_label'"))
        let labels = try converted(Self.path("sklearn-multilabel.onnx"), in: TemporaryFolder())
        #expect(labels.report.notes.contains("left out: the output 'label'"))
        #expect(labels.model.layers.last?.activation == .sigmoid && labels.model.layers.last?.units == 3)
    }

    @Test(
        "keeps preprocessing and the axes of pictures, however the exporter flattens them",
        arguments: ["script", "dynamo"])
    func pictures(exporter: String) throws {
        for kind in ["flatten", "view", "reshape", "shape"] {
            let input = try converted(Self.path("\(exporter)-\(kind).onnx"), in: TemporaryFolder()).model.input
            #expect(input.shape == [3, 2, 2], "\(kind)")
            #expect(abs(input.scaling.offsets[0] - 0.485 * 255) < 1e-3, "\(kind)")
            #expect(abs(input.scaling.divisors[11] - 0.225 * 255) < 1e-3, "\(kind)")
        }
    }
}

/// Numbers in files beside the model (ONNX's external data).
@Suite("External data of .onnx files")
struct ONNXExternalDataTests {
    private static let data = "dynamo-external.onnx.data"

    /// The model in a folder of its own, without the file that its numbers are in.
    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(
            atPath: ONNXExportTests.path("dynamo-external.onnx"), toPath: folder("model.onnx"))
        return folder
    }

    private var numbers: String { ONNXExportTests.path(Self.data) }

    private func refusal(in folder: TemporaryFolder) -> String {
        let error = #expect(throws: InterchangeError.self) {
            try Conversion(from: folder("model.onnx"), to: folder("out.nnm"), as: NNMFormat.self).run()
        }
        #expect(error?.reason == .malformedInput)
        #expect(!FileManager.default.fileExists(atPath: folder("out.nnm")))
        return error?.description ?? ""
    }

    @Test("are read from the model's own folder, with a note that names the file")
    func found() throws {
        let folder = try folder()
        try FileManager.default.copyItem(atPath: numbers, toPath: folder(Self.data))
        let report = try Conversion(from: folder("model.onnx"), to: folder("out.nnm"), as: NNMFormat.self).run()
        #expect(report.notes == ["read from the model's folder as well: '\(Self.data)'"])
        let file = try FileBytes(path: folder("model.onnx"))
        let read = try ONNXFormat.open(file, ReadingOptions(folder: folder.path)).model
        #expect(read.layers == report.model.layers)
    }

    @Test("are not looked for where the library isn't told the folder")
    func untold() throws {
        let file = try FileBytes(path: ONNXExportTests.path("dynamo-external.onnx"))
        let error = #expect(throws: InterchangeError.self) { try ONNXFormat.open(file, ReadingOptions()) }
        #expect(error?.description.contains("the folder to look for it in was not given") == true)
    }

    @Test("are refused where they are missing, a link, a folder, a pipe, or too short")
    func strange() throws {
        let missing = try folder()
        #expect(refusal(in: missing).contains("can't be opened: No such file or directory"))
        let link = try folder()
        try FileManager.default.createSymbolicLink(atPath: link(Self.data), withDestinationPath: numbers)
        #expect(refusal(in: link).contains("a regular file and no link, found that it can't be opened"))
        let directory = try folder()
        try FileManager.default.createDirectory(atPath: directory(Self.data), withIntermediateDirectories: false)
        #expect(refusal(in: directory).contains("can't be opened: Is a directory"))
        let pipe = try folder()
        #expect(mkfifo(pipe(Self.data), 0o600) == 0)
        #expect(refusal(in: pipe).contains("can't be opened: Invalid argument"))
        let short = try folder()
        try Data(bytes(of: numbers).dropLast()).write(to: URL(filePath: short(Self.data)))
        #expect(refusal(in: short).contains("on, found a file of"))
    }
}
