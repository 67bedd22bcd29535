import Foundation

/// The files that the format's benchmarks work on, made where they are first asked for.
enum FormatFiles {
    /// Weights and the models of one layer that hold them.
    enum Weights: String, CaseIterable, Sendable {
        case float32 = "gaussian-float32"
        case bfloat16 = "gaussian-bfloat16"
        case sparse, random

        var dataType: String { self == .bfloat16 ? "bfloat16" : "float32" }
        /// 64 MB, as the peers' figures are quoted for.
        var raw: String { path("\(rawValue).bin") }
        func model(_ level: String) -> String { path("\(rawValue)-\(level).nnm") }
    }

    /// 1 GiB of raw float32.
    static let large = path("large.nnm")
    /// The same in another format.
    static let largeTensors = path("large.safetensors")
    /// What the seed's run trains, in float32.
    static let cats = path("cats.nnm")
    static let catsTensors = path("cats-tensors.bin")

    static func path(_ name: String) -> String { Places.scratch.appending(path: name).path }

    private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    static func makeRaw(_ weights: Weights) throws {
        if !exists(weights.raw) { _ = try ours("generate", weights.rawValue, "\(64 << 20)", weights.raw) }
    }

    /// - Returns: what `formatbench encode` says of it.
    static func encode(_ weights: Weights, level: String) throws -> [String: Any] {
        try makeRaw(weights)
        return try object(ours("encode", weights.raw, weights.dataType, level, weights.model(level)))
    }

    /// The model's path, made if it isn't there.
    static func encoded(_ weights: Weights) throws -> String {
        if !exists(weights.model("best")) { _ = try encode(weights, level: "best") }
        return weights.model("best")
    }

    static func makeLarge() throws {
        if !exists(large) { _ = try ours("large", "\(1 << 30)", large) }
    }

    static func makeLargeTensors() throws {
        if exists(largeTensors) { return }
        try makeLarge()
        _ = try tool("nnconvert", [large, largeTensors, "--quiet"])
    }

    static func makeCats() throws {
        guard !exists(cats) else { return }
        _ = try tool(
            "nntrain",
            [Places.train, "--layers", "7,1", "--optimizer", "gradient-descent", "--learning-rate", "0.0077"]
                + ["--iterations", "2501", "--batch-size", "full", "--init", "normal:0.01", "--quiet", "-o", cats])
    }

    /// Half a gigabyte of scratch files and more is nothing to leave behind.
    static func removeAll() {
        let models = ["none", "fast", "best"].flatMap { level in Weights.allCases.map { $0.model(level) } }
        for path in Weights.allCases.map(\.raw) + models + [large, largeTensors, catsTensors] {
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    /// Runs `formatbench`, which stands beside this program.
    static func ours(_ words: String...) throws -> Data {
        try run(Places.beside("formatbench"), words).output
    }
}
