import Foundation

/// Predictions from JPEG files of 1600 × 1200, decoded whole or to a part of their size, beside Pillow and onnxruntime.
let photoCases =
    [(Photos.Decoding.exact, 1.5), (.scaled, 1)].map { decoding, bar in
        Case(
            name: "photos-\(decoding)",
            timed: "200 JPEG files, \(decoding.text); ours with start and rows as CSV",
            ours: Contestant(name: "nnpredict") { try Photos.ours(Photos.folder, decoding) },
            peer: Contestant(name: "Pillow", missing: Photos.missing) {
                let result = try peer("predict_pillow.py", Photos.peerArguments(Photos.folder, decoding))
                return try Measurement(seconds: number(result, "seconds"), result: number(result, "result"))
            },
            bar: bar, isSameWork: { abs($0 - $1) < 1e-3 })
    }
    + [(Photos.Decoding.exact, 12), (.scaled, 20)].map { decoding, bar in
        Case(
            name: "photo-cold-\(decoding)",
            timed: "one JPEG file, \(decoding.text), by Pillow always whole: the life of a process",
            ours: Contestant(name: "nnpredict") {
                let result = try Photos.ours(Photos.one, decoding).result
                let tool = Places.tools.appending(path: "nnpredict").path
                let seconds = try median(
                    (0..<5).map { _ in try run(tool, Photos.arguments(Photos.one, decoding)).seconds })
                return Measurement(seconds: seconds, result: result)
            },
            peer: Contestant(name: "Pillow", missing: Photos.missing) {
                let script = Places.peers.appending(path: "predict_pillow.py").path
                let arguments = try Photos.peerArguments(Photos.one, .exact)
                let result = try number(peer("predict_pillow.py", arguments), "result")
                return Measurement(seconds: try run(Places.python, [script] + arguments).seconds, result: result)
            },
            // A picture decoded to a part of its size is a little another one.
            bar: bar, isSameWork: { abs($0 - $1) < 0.05 })
    }

/// The pictures, and the model in both forms.
enum Photos {
    enum Decoding: String, Sendable {
        case exact, scaled

        var text: String { self == .exact ? "decoded whole" : "decoded to a part" }
    }

    static let folder = FormatFiles.path("photos")
    static let one = FormatFiles.path("photo")
    private static let onnx = FormatFiles.path("cats.onnx")

    @Sendable static func missing() -> String? { nnbench.missing(modules: ["numpy", "PIL", "onnx", "onnxruntime"]) }

    static func arguments(_ folder: String, _ decoding: Decoding) -> [String] {
        [FormatFiles.cats, folder, "--format", "csv"] + (decoding == .exact ? ["--exact-decode"] : [])
    }

    /// Makes what is missing: 120 MB, which stay for the next time.
    static func peerArguments(_ folder: String, _ decoding: Decoding) throws -> [String] {
        try make()
        return [onnx, folder] + (decoding == .exact ? [] : ["draft"])
    }

    static func ours(_ folder: String, _ decoding: Decoding) throws -> Measurement {
        try make()
        let (output, seconds) = try tool("nnpredict", arguments(folder, decoding))
        // path,class,index,probability,error: of the second class the model gives the probability itself.
        let rows = String(decoding: output, as: UTF8.self).split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
        let sum = rows.reduce(0.0) { sum, row in
            let probability = Double(row[row.count - 2]) ?? .nan
            return sum + (row[row.count - 3] == "1" ? probability : 1 - probability)
        }
        return Measurement(seconds: seconds, result: sum)
    }

    private static func make() throws {
        try FormatFiles.makeCats()
        for (folder, count) in [(folder, 200), (one, 1)] where !FileManager.default.fileExists(atPath: folder) {
            _ = try run(Places.python, [Places.peers.appending(path: "make_photos.py").path, folder, "\(count)"])
        }
        guard !FileManager.default.fileExists(atPath: onnx) else { return }
        let npz = FormatFiles.path("cats.npz")
        _ = try tool("nnconvert", [FormatFiles.cats, npz, "--quiet"])
        _ = try run(Places.python, [Places.peers.appending(path: "onnx_model.py").path, npz, onnx])
    }
}
