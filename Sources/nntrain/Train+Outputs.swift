import NNCommand

extension Train {
    /// - Throws: `UsageError` where an output would take the place of another one, or of what is learned from.
    func validateOutputs() throws(UsageError) {
        if let plot, !plot.lowercased().hasSuffix(".svg"), !plot.hasPrefix("/dev/") {
            throw UsageError("--plot: expected a name that ends in .svg, found '\(plot)'")
        }
        let outputs = [("--output", output), ("--log", log), ("--plot", plot), ("--checkpoint", checkpoint)]
        var taken = trainPaths.map { ("the training data", Optional($0)) } + [("--test", testPath)]
        // The next checkpoint may take the place of the one that the run goes on from.
        if resume != checkpoint { taken.append(("--resume", resume)) }
        for case (let name, let path?) in outputs {
            if let other = taken.first(where: { $0.1 == path }), !path.hasPrefix("/dev/") {
                throw UsageError("\(name): expected another file than \(other.0), found '\(path)'")
            }
            taken.append((name, path))
        }
    }
}
