import NNCommand
import NNModel
import NNTraining

/// Keeps what a training has come to in a checkpoint, now and then and when a signal ends it.
final class Checkpointing<Scalar: TrainingReal> {
    private let trainer: Trainer<Scalar>
    private let description: ModelDescription
    /// Where checkpoints go; nil for none.
    private let path: String?
    /// Iterations from one to the next; nil goes by the time.
    private let interval: Int?
    /// The last one that there is, be it that which the run goes on from.
    private var last: (path: String, iteration: Int)?

    private let clock = ContinuousClock()
    private var due: ContinuousClock.Instant

    init(_ options: Train, _ trainer: Trainer<Scalar>, _ description: ModelDescription, _ resumption: Resumption?) {
        self.trainer = trainer
        self.description = description
        path = options.checkpoint
        interval = options.checkpointEvery
        last = resumption.map { ($0.checkpoint.path, $0.checkpoint.iteration) }
        due = clock.now + .seconds(30)
    }

    /// Trains, while a first SIGINT or SIGTERM only asks to stop.
    ///
    /// - Throws: `TrainingError`; where the run went astray it tells of the last checkpoint.
    func run(_ observe: (TrainingProgress) -> Bool) throws(TrainingError) -> TrainingResult {
        do throws(TrainingError) {
            return try Interruption.watch { () throws(TrainingError) in try trainer.run(observe) }
        } catch .diverged(let iteration, let cost, let cause) {
            let hint = last.map { "; \($0.path) holds the training as it was after iteration \($0.iteration)" } ?? ""
            throw .diverged(iteration: iteration, cost: cost, cause: cause + hint)
        }
    }

    /// To be called by the observer first: writes a checkpoint where it is time for one.
    ///
    /// - Parameter beforeWarning: is called before something is written to the error stream.
    /// - Returns: whether the run is to go on.
    func goesOn(at iteration: Int, beforeWarning: () -> Void) -> Bool {
        if Interruption.exitCode != nil { return false }
        if isDue(iteration) { writeOrWarn(beforeWarning) }
        return true
    }

    /// Keeps what the run has come to, so that it can go on if it should be longer, or if a signal ended it.
    ///
    /// - Throws: where a signal ended the run, the exit code that tells so.
    func conclude(_ result: TrainingResult) throws {
        switch result.end {
        case .complete, .early:
            if path != nil, last?.iteration != result.iterations || last?.path != path { writeOrWarn {} }
        case .stopped:
            guard let code = Interruption.exitCode else { return }
            if path != nil { _ = try write() }
            let rest = last.map { "\($0.path) holds \(whole($0.iteration, result)): go on with --resume \($0.path)" }
            Console.report(
                "nntrain: stopped after iteration \(result.iterations); "
                    + (rest ?? "nothing is kept without --checkpoint FILE"))
            throw code
        }
    }

    private func whole(_ iteration: Int, _ result: TrainingResult) -> String {
        iteration == result.iterations ? "the training" : "it as it was after iteration \(iteration)"
    }

    private func isDue(_ iteration: Int) -> Bool {
        guard path != nil, iteration > 0, iteration != last?.iteration else { return false }
        if let interval { return iteration.isMultiple(of: interval) }
        return clock.now >= due
    }

    /// A full disk is no reason to lose the training as well.
    private func writeOrWarn(_ beforeWarning: () -> Void) {
        let start = clock.now
        do {
            if try !write() {
                beforeWarning()
                Console.report(
                    "nntrain: warning: \(path ?? ""): kept as it is, since parameters are no numbers any more")
            }
        } catch {
            beforeWarning()
            Console.report("nntrain: warning: \(error); the training goes on")
        }
        // However long it takes, the training gets most of the time.
        due = clock.now + max(.seconds(30), (clock.now - start) * 20)
    }

    /// - Returns: whether it was written: it isn't where not all numbers are finite, so that the last good one stays.
    private func write() throws -> Bool {
        guard let path else { return false }
        var written = 0
        let encoded = try trainer.checkpoint(path: path) { network, iteration in
            written = iteration
            return description.model(of: network, iteration: iteration)
        }
        guard let encoded else { return false }
        try encoded.write(to: path)
        last = (path, written)
        return true
    }
}
