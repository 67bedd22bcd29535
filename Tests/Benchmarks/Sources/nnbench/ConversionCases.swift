import Foundation

/// A gigabyte from safetensors to .nnm, raw, beside copying the same file: with the sync that the tool promises, and
/// without it, as `cp` leaves it to the system.
let conversionCases = [
    conversionCase("convert-large", "cp and sync", "a gigabyte of safetensors to raw .nnm, proven and synced", bar: 0.5)
    {
        ["-c", "cp \"$1\" \"$2\" && sync \"$2\"", "sh", $0, $1]
    },
    conversionCase("convert-large-unsynced", "cp", "the same beside a copy that is still in memory", bar: nil) {
        ["-c", "cp \"$1\" \"$2\"", "sh", $0, $1]
    },
]

private func conversionCase(
    _ name: String, _ peer: String, _ timed: String, bar: Double?,
    _ script: @escaping @Sendable (_ from: String, _ to: String) -> [String]
) -> Case {
    Case(
        name: name, timed: timed,
        ours: Contestant(name: "nnconvert") {
            try measurement(FormatFiles.path("converted.nnm")) { output in
                try tool("nnconvert", [FormatFiles.largeTensors, output, "--compress", "none", "--quiet"]).seconds
            }
        },
        peer: Contestant(name: peer) {
            try measurement(FormatFiles.path("copied.safetensors")) { output in
                try run("/bin/sh", script(FormatFiles.largeTensors, output)).seconds
            }
        },
        bar: bar,
        // Bytes that were written; but for the headers they are the same.
        isSameWork: { abs($0 - $1) < 1e-3 * $1 })
}

/// How long it takes to make a file, on a disk that has nothing else to do; the result is the file's length.
private func measurement(_ output: String, _ make: (String) throws -> Double) throws -> Measurement {
    try FormatFiles.makeLargeTensors()
    defer { try? FileManager.default.removeItem(atPath: output) }
    sync()
    let seconds = try make(output)
    let size = try FileManager.default.attributesOfItem(atPath: output)[.size] as? Int
    return Measurement(seconds: seconds, result: Double(size ?? 0))
}
