import Foundation

/// Predictions within a process beside onnxruntime's on the same weights: one example on one thread of ours, and batches on
/// all cores. The other side always chooses its threads itself.
let inferenceCases =
    ["784,128,10", "12288,7,1"].flatMap { sizes in
        [
            inferenceCase("one-\(sizes)", "one example, in Swift", sizes, examples: 1, bar: 2) { ["one", $0] },
            inferenceCase("one-c-\(sizes)", "one example, by libnnmodel.so", sizes, examples: 1, bar: 2) {
                ["c", $0, try cLibrary()]
            },
        ]
    } + [
        inferenceCase("batch-1024", "1,024 examples of 784,1024,1024,10", "784,1024,1024,10", examples: 1024, bar: 0.85)
        {
            ["batch", $0, "1024", "\(ProcessInfo.processInfo.activeProcessorCount)"]
        }
    ]

/// - Parameter ours: the arguments of inferbench for a model file.
private func inferenceCase(
    _ name: String, _ timed: String, _ sizes: String, examples: Int, bar: Double,
    _ ours: @escaping @Sendable (String) throws -> [String]
) -> Case {
    Case(
        name: name, timed: timed,
        ours: Contestant(name: examples == 1 ? "NNModel" : "NNNetwork") {
            try measurement(object(run(Places.beside("inferbench"), ours(model(sizes).path)).output))
        },
        peer: Contestant(name: "onnxruntime", missing: { missing(modules: ["onnx", "onnxruntime"]) }) {
            try measurement(peer("infer_onnxruntime.py", [model(sizes, as: "npz").path, "\(examples)"]))
        },
        bar: bar,
        // Sums of outputs, each of which agrees to 1e-5.
        isSameWork: { abs($0 - $1) <= 1e-5 * max(1, abs($1)) })
}

private func measurement(_ object: [String: Any]) throws -> Measurement {
    Measurement(seconds: try number(object, "seconds"), result: try number(object, "result"))
}

/// A model of random weights, made once.
private func model(_ sizes: String, as format: String = "nnm") throws -> URL {
    let made = Places.scratch.appending(path: "infer-\(sizes).nnm")
    if !FileManager.default.fileExists(atPath: made.path) {
        _ = try run(Places.beside("inferbench"), ["make", sizes, made.path])
    }
    let wanted = made.deletingPathExtension().appendingPathExtension(format)
    if !FileManager.default.fileExists(atPath: wanted.path) { _ = try tool("nnconvert", [made.path, wanted.path]) }
    return wanted
}

private func cLibrary() throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: Places.tools.path)
    guard let name = names.first(where: { $0.hasPrefix("libnnmodel.so") }) else { throw Problem("make build first") }
    return Places.tools.appending(path: name).path
}
