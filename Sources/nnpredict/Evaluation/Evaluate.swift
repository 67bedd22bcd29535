import NNCommand
import NNFile
import NNModel
import NNThreads

/// `nnpredict --evaluate`: how often the model is right about examples whose answers are known.
struct Evaluate {
    let options: Predict
    let network: Network

    /// Evaluates on a folder of images or an .h5 file, and prints the score.
    func run(on path: String) throws {
        // What can't be had is told before the work, and not after it.
        if let picture = options.confusion { _ = try AtomicFile(path: picture) }
        let (score, failures, mistakes) = try isFolder(path) ? evaluate(folder: path) : evaluate(file: path)
        if let picture = options.confusion, score.exampleCount > 0 {
            try score.confusionChart(model: options.path, test: path).write(to: picture)
        }
        if options.json || options.format == .json {
            try Console.print(score.json(failures).text)
        } else if score.exampleCount > 0 {
            try Console.write(score.text(width: Terminal.showsResults ? Terminal.resultWidth - 1 : nil))
        }
        if let mistakes, !options.isQuiet {
            let noun = mistakes.count == 1 ? "mistake" : "mistakes"
            Console.report("\(mistakes.folder): \(grouped(mistakes.count)) \(noun) saved")
        }
        try failures.finish(of: score.exampleCount + failures.all.count)
    }

    /// Images in one subfolder a class, named as the model names it.
    private func evaluate(folder: String) throws -> (Score, Failures, Mistakes?) {
        if options.inputs != nil || options.labels != nil {
            throw UsageError("--inputs and --labels go with an .h5 file")
        }
        let read = try options.reader(for: network.input)
        let folders = try ClassFolders(
            folder, recursive: options.recursive, network: network, modelPath: options.path)
        var mistakes = try options.mistakes.map { try Mistakes(folder: $0, output: network.output) }
        var (score, failures) = (Score(network), Failures(keepingAll: true))
        var progress = ProgressBar(
            "evaluate", total: folders.knownCount, unit: "files", isEnabled: !options.isQuiet)
        defer { progress.clear() }
        let judge = Judge(network)
        try orderedMap(folders.sources, threads: options.threadCount, makingState: {}) { item, _ in
            Result { judge(try read(try item.source.bytes()), label: .index(item.label)) }
        } handOver: { item, result in
            switch result {
            case .success(let verdict):
                score.add(verdict)
                try mistakes?.add(verdict, copying: item.source.path, from: item.folder)
            case .failure(let error as any Failure):
                progress.clear()
                _ = failures.add(error, of: item.source.path)
            case .failure(let error): throw error
            }
            progress.update(score.exampleCount + failures.all.count)
        }
        guard score.exampleCount + failures.all.count > 0 else {
            throw InputError("\(folder): expected images in its subfolders, found none")
        }
        return (score, failures, mistakes)
    }

    /// Examples of an .h5 file, through the `nndata` that stands beside this program.
    private func evaluate(file: String) throws -> (Score, Failures, Mistakes?) {
        if options.fit != nil { throw UsageError("--resize goes with images, and not with \(file)") }
        let stream = try DatasetStream(
            path: file, inputs: options.inputs, labels: options.labels, targets: network.classCount == nil)
        let reader = try stream.open()
        let header = reader.header
        let labels = try StreamLabels(header, path: file, network: network)
        var mistakes = try options.mistakes.map { folder in
            guard let format = ExamplePicture(header) else {
                throw InputError(
                    "\(file): --save-mistakes: expected images of bytes, found examples of \(sizes(header.shape))")
            }
            return try Mistakes(folder: folder, output: network.output, pictures: format)
        }
        var score = Score(network)
        var progress = ProgressBar(
            "evaluate", total: header.exampleCount, unit: "examples", isEnabled: !options.isQuiet)
        defer { progress.clear() }
        let judge = Judge(network)
        let examples = StreamedExamples(stream, reader)
        try orderedMap(
            examples, threads: options.threadCount, window: window(of: header), makingState: {}
        ) { item, _ in
            Result { judge(item.example.elements, label: try labels.label(of: item.example, number: item.number)) }
        } handOver: { item, result in
            let verdict = try result.get()
            score.add(verdict)
            try mistakes?.add(verdict, of: item.example, number: item.number)
            progress.update(score.exampleCount)
        }
        if let error = examples.error { throw error }
        try stream.close()
        guard score.exampleCount > 0 else { throw InputError("\(file): expected examples, found none") }
        return (score, Failures(keepingAll: true), mistakes)
    }

    /// How many examples are on their way at a time: enough for all threads, in 64 MiB where they are large.
    private func window(of header: ExampleStreamHeader) -> Int {
        let bytes = header.featureCount * header.elementType.size
        return max(1, min(8 * options.threadCount, (1 << 26) / bytes))
    }
}
