import NNCommand
import NNFile
import NNModel

/// The tool: answers for image files.
struct Predict: Command {
    static let configuration = CommandConfiguration(
        "nnpredict", abstract: "Ask a model about image files (PNG and JPEG, told by their content), offline.",
        examples: [
            "nnpredict cats.nnm photo.jpg", "nnpredict cats.nnm pictures --recursive --format csv",
            "nnpredict cats.nnm --evaluate test.h5", "nnpredict cats.nnm --raw 64x64x3 pixels.bin",
        ])
    enum Format: String, CaseIterable, ParameterValue { case table, csv, json, ndjson }
    enum Fit: String, CaseIterable, ParameterValue { case stretch, fit, crop }

    @Argument("MODEL.nnm", help: "the model file") var modelPath: String
    @Argument(zeroOrMore: "IMAGE|FOLDER|-", help: "image files, folders of them, or - for one image on standard input")
    var paths: [String]
    @Option("evaluate", value: "TEST.h5|FOLDER", help: "measure cost, accuracy and confusion on labelled examples")
    var evaluated: String?
    @Option("raw", value: "64x64x3[:f32]", help: "the files are headerless pixels of this shape, bytes or floats")
    var raw: RawShape?
    @Option("top", value: "K", help: "the K likeliest classes") var top: Int?
    @Option("threshold", value: "P", help: "of the second class, with one output unit (default: the model's)")
    var threshold: Double?
    @Option("format", "f", value: "table|csv|json|ndjson", help: "of the results") var format = Format.table
    @Flag("json", help: "the same as --format json") var json
    @Flag("recursive", "r", help: "look into subfolders, too") var recursive
    @Option("resize", value: "stretch|fit|crop", help: "how images of other proportions fit (default: the model's way)")
    var fit: Fit?
    @Flag("quiet", "q", help: "no progress") var isQuiet

    func validate() throws {
        if paths.isEmpty == (evaluated == nil) {
            throw UsageError("give images to predict, or --evaluate with labelled examples, and not both")
        }
        if let top, top < 1 { throw UsageError("--top: expected 1 or more, found \(top)") }
        if let threshold, !(0...1).contains(threshold) {
            throw UsageError("--threshold: expected 0 to 1, found \(threshold)")
        }
    }

    func run() throws {
        var model = try Model(path: modelPath)
        if let threshold { model.output.threshold = threshold }
        if let fit, let chosen = Resizing.Fit(rawValue: fit.rawValue) {
            model.input.resizing = Resizing(filter: model.input.resizing?.filter ?? .bilinear, fit: chosen)
        }
        if let layer = model.layers.firstIndex(where: { !$0.activation.isRecognized }) {
            throw InputError(
                "\(modelPath): layer \(layer + 1): this version can't compute '\(model.layers[layer].activation)'")
        }
        // The arithmetic is that of the stored numbers.
        if model.layers.contains(where: { $0.weights.dataType == .float64 || $0.biases.dataType == .float64 }) {
            try run(Predictor<Double>(model))
        } else {
            try run(Predictor<Float>(model))
        }
    }

    private func run<Scalar: Real>(_ predictor: Predictor<Scalar>) throws {
        if let evaluated {
            return try Evaluation(predictor, modelPath: modelPath, asJSON: json || format == .json).run(on: evaluated)
        }
        let files = try paths.flatMap { try FileList.files(at: $0, recursive: recursive) }
        let reader = ExampleReader(predictor.input, modelPath: modelPath, raw: raw)
        try reader.check()
        var writer = RowWriter(format: json ? .json : format, output: predictor.output, top: top)
        var bar = ProgressBar("predict", total: files.count, isEnabled: !isQuiet)
        var failures: [any Failure] = []
        for (index, file) in files.enumerated() {
            do {
                let values: [Scalar] = try reader.values(of: file)
                bar.clear()
                try writer.add(file, Answer(predictor(values).activations, output: predictor.output))
            } catch let failure as any Failure where !isOutputFailure(failure) {
                failures.append(failure)
                bar.clear()
                try writer.add(file, failure)
            }
            bar.update(index + 1)
        }
        bar.clear()
        try writer.finish()
        try Console.flush()
        guard let first = failures.first else { return }
        if writer.isForPeople { failures.forEach { Console.report("nnpredict: \($0)") } }
        throw files.count == 1 && first.reason == .missingInput ? ExitCode.missingInput : ExitCode.malformedInput
    }

    private func isOutputFailure(_ failure: any Failure) -> Bool {
        (failure as? FileError)?.operation == .write
    }
}
