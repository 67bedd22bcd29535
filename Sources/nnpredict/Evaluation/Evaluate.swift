import NNCommand
import NNFile
import NNModel

/// `nnpredict --evaluate`: how often the model is right about examples whose answers are known.
struct Evaluate {
    let options: Predict
    let network: Network

    /// Evaluates on a folder of images or an .h5 file, and prints the score.
    func run(on path: String) throws {
        let (score, failures) = try isFolder(path) ? evaluate(folder: path) : evaluate(file: path)
        let isJSON = options.json || options.format == .json
        if isJSON {
            try Console.print(score.json(failures).text)
        } else if score.exampleCount > 0 {
            try Console.write(score.text)
        }
        try failures.finish()
    }

    /// Images in one subfolder a class, named as the model names it.
    private func evaluate(folder: String) throws -> (Score, Failures) {
        if options.inputs != nil || options.labels != nil {
            throw UsageError("--inputs and --labels go with an .h5 file")
        }
        let read = try options.reader(for: network.input)
        let examples = try ClassFolders(folder, network: network, modelPath: options.path)
            .sources(recursive: options.recursive)
        guard !examples.isEmpty else { throw InputError("\(folder): expected images in its subfolders, found none") }
        var (score, failures) = (Score(network), Failures(total: examples.count))
        var progress = ProgressBar("evaluate", total: examples.count, isEnabled: !options.isQuiet)
        defer { progress.clear() }
        for (index, (source, label)) in examples.enumerated() {
            do {
                score.add(network(try read(try source.bytes())), class: label)
            } catch let error as any Failure {
                progress.clear()
                _ = failures.add(error, of: source.path)
            }
            progress.update(index + 1)
        }
        return (score, failures)
    }

    /// Examples of an .h5 file, through the `nndata` that stands beside this program.
    private func evaluate(file: String) throws -> (Score, Failures) {
        if options.fit != nil { throw UsageError("--resize goes with images, and not with \(file)") }
        let stream = try DatasetStream(
            path: file, inputs: options.inputs, labels: options.labels, targets: network.classCount == nil)
        var reader = try stream.open()
        var score = Score(network)
        let labels = try StreamLabels(reader.header, path: file, network: network)
        var progress = ProgressBar("evaluate", total: reader.header.exampleCount, isEnabled: !options.isQuiet)
        defer { progress.clear() }
        while let example = try stream.reporting({ try reader.next() }) {
            try labels.add(example, to: &score, network)
            progress.update(score.exampleCount)
        }
        try stream.close()
        guard score.exampleCount > 0 else { throw InputError("\(file): expected examples, found none") }
        return (score, Failures(total: score.exampleCount))
    }
}
