import NNCommand
import NNFile
import NNModel
import NNTraining

/// What a person and a log are told while a network is trained, and the curve that comes of it.
struct Feedback {
    private let options: Train
    private let plan: TrainingPlan
    private let log: LineFile?
    private var bar: ProgressBar
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var last: Report?
    private var isLastLogged = false
    /// The latest figures of validation, which the bar shows until there are others.
    private var validation: String?

    /// Opens the log, of which the lines go that a run had come to after the checkpoint; training begins now.
    ///
    /// - Parameter first: the updates that another run has made, with whose log this one goes on; nil where there is none.
    /// - Throws: `FileError` where the log can't be created.
    init(_ options: Train, _ plan: TrainingPlan, exampleCount: Int, resumedAt first: Int?) throws(FileError) {
        self.options = options
        self.plan = plan
        log = try options.log.map { path throws(FileError) in
            guard let first else { return try LineFile(path: path) }
            return try LineFile(goingOnWith: path) { Report.iteration(of: $0).map { $0 >= first } ?? false }
        }
        bar = ProgressBar(
            "iteration", total: plan.iterations, first: first ?? 0, unit: plan.isFullBatch ? "iterations" : "examples",
            unitsPerStep: plan.isFullBatch ? 1 : Double(exampleCount) / Double(plan.batchesPerEpoch),
            isEnabled: !options.isQuiet)
        start = clock.now
    }

    /// Seconds since training began.
    var seconds: Double { (clock.now - start).seconds }

    /// Takes what the trainer tells at an iteration.
    ///
    /// - Throws: `FileError` where standard output or the log can't be written.
    mutating func take(_ progress: TrainingProgress) throws(FileError) {
        let report = Report(progress, seconds: seconds)
        if let cost = report.validationCost {
            validation =
                "validation \(compact(cost))"
                + (report.validationAccuracy.map { ", \(decimal($0, places: 3))" } ?? "")
        }
        if progress.isReport { try print(report) }
        isLastLogged = progress.isReport || report.validationCost != nil
        if isLastLogged { try log?.append(report.json.text) }
        last = report
        let (plan, validation) = (plan, validation)
        bar.update(report.iteration, label: report.place(in: plan), details: report.figures + [validation ?? ""])
    }

    /// Takes note that training is over: the last iteration gets its line in the log, if it had none, and so does what was
    /// validated after it.
    ///
    /// - Throws: `FileError` where the log can't be written.
    mutating func end(_ result: TrainingResult) throws(FileError) {
        bar.show("measuring the network")
        if let last, !isLastLogged { try log?.append(last.json.text) }
        if let validation = result.lastValidation {
            try log?.append(Report(after: result.iterations, plan, validation, seconds: seconds).json.text)
        }
    }

    /// Leaves the terminal to others.
    mutating func clear() { bar.clear() }

    /// The curve of the reports, of the validations and of the last iteration.
    ///
    /// - Parameter history: that of the result, with the rows of the runs that this one goes on with.
    func curve(_ history: History) -> LearningCurve? {
        var columns = history.columns.map { (name: $0.name, values: $0.values) }
        let iterations = columns.first { $0.name == LearningCurve.Column.iteration }?.values ?? []
        if let last {
            // What was validated after it stands behind it.
            let start = iterations.firstIndex { $0 >= Double(last.iteration) } ?? iterations.count
            let end = iterations[start...].firstIndex { $0 > Double(last.iteration) } ?? iterations.count
            for index in columns.indices {
                columns[index].values.replaceSubrange(start..<end, with: [last[columns[index].name] ?? .nan])
            }
        }
        return LearningCurve(columns: columns, per: unit)
    }

    /// Epochs where they are more than a full batch each, and there is more than one.
    private var unit: LearningCurve.Unit {
        plan.batchesPerEpoch > 1 && options.iterations == nil
            ? .epochs(iterationsEach: plan.batchesPerEpoch) : .iterations
    }

    /// A line as the notebook has it.
    private mutating func print(_ report: Report) throws(FileError) {
        guard !options.isQuiet else { return }
        bar.clear()
        let line = "cost after iteration \(report.iteration): \(decimal(report.cost, places: 6))"
        if options.json { return Console.report(line) }
        try Console.print(line)
        // Seen at once, since a person may be waiting for it.
        try Console.flush()
    }
}

extension Report {
    /// What the bar starts with: the epoch; nil, for the iteration, where that is the same.
    fileprivate func place(in plan: TrainingPlan) -> String? {
        guard !plan.isFullBatch else { return nil }
        return "epoch " + steps(epoch, of: (plan.iterations - 1) / plan.batchesPerEpoch + 1)
    }

    /// The figures of training, for the bar.
    fileprivate var figures: [String] {
        ["cost \(compact(cost))", accuracy.map { "accuracy \(decimal($0, places: 3))" } ?? ""]
    }
}
