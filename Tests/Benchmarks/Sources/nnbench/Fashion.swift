import Foundation

/// Fashion-MNIST from Debian's package dataset-fashion-mnist, as files that both sides read.
enum Fashion {
    static let train = Places.scratch.appending(path: "fashion_train.h5").path
    static let test = Places.scratch.appending(path: "fashion_test.h5").path
    /// Passes over the examples in each run.
    static let epochs = 3

    /// The network that is work for BLAS above all.
    static let large = "1024,1024"
    static let largeBatch = 256

    private static let examples = 60_000.0
    private static let folder = "/usr/share/datasets/fashion-mnist"
    private static let model = Places.scratch.appending(path: "fashion.nnm").path

    /// Why it can't be used; nil where it can.
    static func missing() -> String? {
        FileManager.default.isReadableFile(atPath: "\(folder)/train-images-idx3-ubyte.gz")
            ? nil : "needs \(folder): apt-get install dataset-fashion-mnist"
    }

    static func makeFiles() throws {
        for (path, files, kind) in [(train, "train", "train"), (test, "t10k", "test")]
        where !FileManager.default.fileExists(atPath: path) {
            _ = try tool(
                "nndata",
                ["import", "idx", "\(folder)/\(files)-images-idx3-ubyte.gz", "\(folder)/\(files)-labels-idx1-ubyte.gz"]
                    + ["-o", path, "--kind", kind, "--quiet"])
        }
    }

    /// Trains for `epochs`, with Adam.
    ///
    /// - Parameter normalization: what becomes of the pixels.
    /// - Returns: the seconds of an epoch, of training alone, and the accuracy on the test set.
    static func train(hidden: String, batch: Int, normalization: String = "auto") throws -> Measurement {
        try makeFiles()
        let output = try tool(
            "nntrain",
            [train, "--test", test, "--layers", "\(hidden),10", "--batch-size", "\(batch)", "--epochs", "\(epochs)"]
                + ["--normalize", normalization, "--json", "--quiet", "-o", model]
        ).output
        let result = try object(output)
        return try Measurement(
            seconds: number(result, "seconds") / Double(epochs), result: number(result, "test", "accuracy"))
    }

    /// Multiplications and additions in the products of matrices of an epoch: for each example and weight two forward,
    /// two for the gradient of W, and two for Δ of the layer before, which the first layer has none of.
    static func operations(hidden: String) -> Double {
        let sizes = [784] + hidden.split(separator: ",").compactMap { Double($0) } + [10]
        let weights = zip(sizes, sizes.dropFirst()).map { $0 * $1 }
        let all = weights.reduce(0, +)
        return examples * (2 * all + 2 * all + 2 * (all - weights[0]))
    }

    static func removeAll() {
        for path in [train, test, model] { try? FileManager.default.removeItem(atPath: path) }
    }
}
