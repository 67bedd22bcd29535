import NNCommand
import NNFile
import NNModel
import NNThreads

extension Predict {
    /// Asks a network about every file, on all threads, and writes the rows in the order of the files.
    func printRows(of network: Network) throws {
        let read = try reader(for: network.input)
        let sources = raw == nil ? SourceList(arguments, recursive: recursive) : SourceList(files: arguments)
        let style = RowStyle(output: network.output, classCount: network.classCount, units: network.units, top: top)
        var writer = (json ? .json : format).writer(style, widestPath: sources.widestPath)
        var (failures, count) = (Failures(keepingAll: false), 0)
        // Where rows are seen as they come, they show the progress themselves.
        var progress = ProgressBar(
            "predict", total: sources.knownCount, unit: "files", isEnabled: !isQuiet && !Terminal.showsResults)
        defer { progress.clear() }
        try writer.begin()
        try orderedMap(sources, threads: threadCount, makingState: {}) { source, _ in
            Result { try Row.Content(network(try read(try source.bytes())), of: network.output) }
        } handOver: { source, result in
            let content: Row.Content
            do {
                content = try result.get()
            } catch let error as any Failure {
                progress.clear()
                content = .error(failures.add(error, of: source.path))
            }
            try writer.write(Row(path: source.path, content: content))
            count += 1
            progress.update(count)
        }
        try writer.end()
        progress.clear()
        try failures.finish(of: count)
    }
}

extension Row.Content {
    /// The answer of a network.
    /// - Throws: `InputError` where it is none.
    init(_ prediction: Prediction, of output: Output) throws(InputError) {
        // An answer made of NaN would name some class as if it meant it.
        guard !prediction.activations.contains(where: \.isNaN) else {
            throw InputError("the model's answer is NaN")
        }
        switch Answer(prediction.activations, output: output) {
        case .classes(let index, let probabilities): self = .classes(index: index, probabilities: probabilities)
        case .values(let values): self = .values(values)
        }
    }
}
