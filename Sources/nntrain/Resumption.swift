import NNCommand
import NNModel
import NNNetwork
import NNTraining

/// The checkpoint that a run goes on from, and whether it is one of such a run: the result must be that of a run that was
/// never interrupted.
struct Resumption {
    let checkpoint: Checkpoint
    private let options: Train
    private let metadata: [String: String]

    /// - Returns: nil where nothing is to be resumed.
    /// - Throws: `CheckpointError`, `ModelFileError`
    init?(_ options: Train) throws {
        guard let path = options.resume else { return nil }
        self.options = options
        checkpoint = try Checkpoint(path: path)
        metadata = try checkpoint.file.metadata()
    }

    /// What the run started from, as its model file is to tell.
    var initialWeights: String? { options.initializer?.argument ?? metadata["training.initial-weights"] }

    /// Compares the files of a data set with those that the checkpoint was trained on, whatever their names.
    ///
    /// - Throws: `InputError` for others.
    func check(_ data: DataFile) throws {
        let (expected, found) = (hashes, data.hashes)
        guard expected.count == found.count else {
            throw InputError(
                "\(data.paths[0]): expected \(expected.count) files, as \(checkpoint.path) was trained on, found "
                    + "\(found.count)")
        }
        for (index, path) in data.paths.enumerated() where expected[index] != found[index] {
            throw InputError(
                "\(path): expected the data set that \(checkpoint.path) was trained on, of SHA-256 \(expected[index]), "
                    + "found \(found[index])")
        }
    }

    /// The hashes of the files, in their order.
    private var hashes: [String] {
        let key = "training.data-sha256"
        var hashes: [String] = []
        while let hash = metadata[hashes.isEmpty ? key : "\(key).\(hashes.count + 1)"] { hashes.append(hash) }
        return hashes
    }

    /// Fills in what was not given, and looks at what was.
    ///
    /// - Throws: `UsageError` for a run that can't go on from here.
    func complete(_ settings: inout TrainingSettings, for data: DataFile) throws {
        let isFixed = settings.augmenter == nil && !data.isStreamed
        // Which form is less work depends on the length of the run, which may be another one now.
        if settings.firstLayer == .auto, isFixed {
            settings.firstLayer = checkpoint.firstLayer(for: settings.optimizer)
        }
        if options.iterations == nil, options.epochs == nil { settings.length = .iterations(checkpoint.iterations) }
        if settings.reportEvery == nil { settings.reportEvery = checkpoint.reportEvery }
    }

    /// Compares what the checkpoint tells of its run with this one.
    ///
    /// - Throws: `UsageError` for an option that doesn't agree, `InputError` for classes that don't.
    func check(_ description: ModelDescription, _ architecture: Architecture) throws {
        let own = description.settingsMetadata
        for key in Set(metadata.keys).union(own.keys).sorted() where Self.isSetting(key) && metadata[key] != own[key] {
            let option = key == "training.initial-weights" ? "init" : String(key.dropFirst("training.".count))
            throw disagreement("--\(option)", metadata[key] ?? "none", found: own[key] ?? "none")
        }
        try checkLayers(architecture)
        let (file, input) = (checkpoint.file, description.training.input)
        guard file.input == input else {
            throw UsageError("--normalize: expected the input and preprocessing of \(checkpoint.path), found another")
        }
        guard file.output == description.output(architecture) else {
            throw InputError("\(checkpoint.path): expected the classes of \(options.trainPaths[0]), found others")
        }
        try checkLength(description.plan, description.settings)
    }

    private func checkLayers(_ architecture: Architecture) throws {
        let layers = checkpoint.file.layers
        let (units, own) = (layers.map(\.units), architecture.layers.map(\.units))
        guard units == own else { throw disagreement("--layers", units.argument, found: own.argument) }
        let (activations, ownActivations) = (layers.map(\.activation), architecture.layers.map(\.activation))
        guard activations == ownActivations else {
            throw disagreement("--activations", activations.argument, found: ownActivations.argument)
        }
    }

    private func checkLength(_ plan: TrainingPlan, _ settings: TrainingSettings) throws {
        let option = options.epochs == nil ? "--iterations" : "--epochs"
        guard checkpoint.iteration <= plan.iterations else {
            throw UsageError(
                "\(option): expected at least the \(checkpoint.iteration) iterations that \(checkpoint.path) has behind "
                    + "it, found \(plan.iterations)")
        }
        if case .cosine = settings.schedule.shape, plan.iterations != checkpoint.iterations {
            throw disagreement(
                option, "\(checkpoint.iterations) iterations for a cosine", found: "\(plan.iterations)")
        }
        // With a full batch it is reports that examples are validated at.
        let isValidated = settings.validationSplit != nil || settings.schedule.isPlateau
        if plan.isFullBatch, isValidated, plan.reportEvery != checkpoint.reportEvery {
            throw disagreement("--report-every", "\(checkpoint.reportEvery)", found: "\(plan.reportEvery)")
        }
    }

    private func disagreement(_ option: String, _ expected: String, found: String) -> UsageError {
        UsageError("\(option): expected \(expected), as in \(checkpoint.path), found \(found)")
    }

    /// Whether a run with another value of it would be another run. Names of files may change, and the number of examples
    /// follows from the data.
    private static func isSetting(_ key: String) -> Bool {
        key.hasPrefix("training.") && !key.hasPrefix("training.data")
            && !["training.examples", "training.iterations", "training.cost", "training.accuracy"].contains(key)
    }
}

extension Schedule {
    fileprivate var isPlateau: Bool {
        if case .plateau = shape { true } else { false }
    }
}
