import NNCommand
import NNTraining

/// One moment of a run as it is told: a line of the log, a row of the history, a point of the learning curve.
struct Report {
    let iteration: Int
    let epoch: Int
    /// Of the training; NaN for none.
    let cost: Double
    let accuracy: Double?
    /// Figures of the examples kept back, measured at this moment.
    let validationCost: Double?
    let validationAccuracy: Double?
    /// Of the update to come; NaN for none.
    let learningRate: Double
    /// Since training began.
    let seconds: Double

    init(_ progress: TrainingProgress, seconds: Double) {
        iteration = progress.iteration
        epoch = progress.epoch
        cost = progress.cost
        accuracy = progress.accuracy
        validationCost = progress.validation?.cost
        validationAccuracy = progress.validation?.accuracy
        learningRate = progress.learningRate
        self.seconds = Self.rounded(seconds)
    }

    /// What was validated after the last update, of which there is no cost of training, and which no update follows.
    init(after iteration: Int, _ plan: TrainingPlan, _ validation: Evaluation, seconds: Double) {
        self.iteration = iteration
        epoch = (iteration - 1) / plan.batchesPerEpoch + 1
        (cost, accuracy, learningRate) = (.nan, nil, .nan)
        validationCost = validation.cost
        validationAccuracy = validation.accuracy
        self.seconds = Self.rounded(seconds)
    }

    // A clock's nanoseconds, as a Double, would take 17 digits.
    private static func rounded(_ seconds: Double) -> Double { (seconds * 1e6).rounded() / 1e6 }

    /// A line of the log: all keys every time, null where there is no such figure.
    var json: JSON {
        func number(_ value: Double?) -> JSON { value.map { .number($0) } ?? .null }
        return .object([
            ("iteration", .integer(iteration)), ("epoch", .integer(epoch)), ("cost", .number(cost)),
            ("accuracy", number(accuracy)), ("validationCost", number(validationCost)),
            ("validationAccuracy", number(validationAccuracy)), ("learningRate", .number(learningRate)),
            ("seconds", .number(seconds)),
        ])
    }

    /// The iteration that a line of a log is about; nil where it is none that `json` makes.
    static func iteration(of line: ArraySlice<UInt8>) -> Int? {
        let start = Array("{\"iteration\": ".utf8)
        guard line.starts(with: start) else { return nil }
        let digits = line.dropFirst(start.count).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// The figure of this name, as the columns of a history and of a learning curve are called.
    subscript(name: String) -> Double? {
        switch name {
        case LearningCurve.Column.iteration: Double(iteration)
        case LearningCurve.Column.cost: cost
        case LearningCurve.Column.accuracy: accuracy
        case LearningCurve.Column.validationCost: validationCost
        case LearningCurve.Column.validationAccuracy: validationAccuracy
        default: nil
        }
    }
}
