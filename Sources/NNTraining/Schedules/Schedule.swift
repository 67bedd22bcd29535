#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// How the learning rate changes over a run: a shape, and maybe a warm-up before it.
///
/// Formulas and defaults are PyTorch's (`torch.optim.lr_scheduler`). After a warm-up the shape begins as if training began
/// then (`SequentialLR`); but a plateau is looked out for from the first epoch on.
public struct Schedule: Sendable, Equatable {
    /// How the learning rate changes after the warm-up; α is that of the optimizer, t counts iterations from 0.
    public enum Shape: Sendable, Equatable {
        /// α
        case constant
        /// α · factor^⌊t / every⌋ (`StepLR`)
        case step(every: Span, factor: Double)
        /// α · factor^epoch, epochs counted from 0 (`ExponentialLR`)
        case exponential(factor: Double)
        /// floor + (α − floor) (1 + cos(π t / T)) / 2 of T iterations (`CosineAnnealingLR`, stepped every iteration)
        case cosine(floor: Double)
        /// The learning rate that a `Plateau` keeps (`ReduceLROnPlateau`)
        case plateau(PlateauRule)
    }

    /// A stretch of a run.
    public enum Span: Sendable, Equatable {
        case epochs(Int)
        case iterations(Int)
    }

    /// How the learning rate changes after the warm-up.
    public var shape: Shape
    /// Iterations in which the learning rate rises in a straight line from a third of its first value to the whole
    /// (`LinearLR`); nil for none.
    public var warmup: Span?

    /// A schedule of this shape.
    public init(_ shape: Shape = .constant, warmup: Span? = nil) {
        self.shape = shape
        self.warmup = warmup
    }

    /// The same learning rate all the time.
    public static let constant = Schedule()
    /// The share of the learning rate that a warm-up begins with.
    public static let warmupStart = 1.0 / 3

    /// The learning rate of the update that follows iteration `iteration`.
    ///
    /// - Parameters:
    ///   - base: α; with `.plateau` the `learningRate` of the run's `Plateau`.
    ///   - iteration: updates so far.
    ///   - batchesPerEpoch: updates in an epoch.
    ///   - iterations: updates of the whole run.
    public func learningRate(_ base: Double, at iteration: Int, batchesPerEpoch: Int, iterations: Int) -> Double {
        let warmup = warmup?.iterations(batchesPerEpoch: batchesPerEpoch) ?? 0
        let (t, total) = (max(0, iteration - warmup), max(1, iterations - warmup))
        let rate =
            switch shape {
            case .constant, .plateau: base
            case .step(let every, let factor):
                base * pow(factor, Double(t / every.iterations(batchesPerEpoch: batchesPerEpoch)))
            case .exponential(let factor): base * pow(factor, Double(t / batchesPerEpoch))
            case .cosine(let floor):
                floor + (base - floor) * (1 + cos(Double.pi * Double(min(t, total)) / Double(total))) / 2
            }
        guard iteration < warmup else { return rate }
        return rate * (Self.warmupStart + (1 - Self.warmupStart) * Double(iteration) / Double(warmup))
    }

    /// - Throws: `TrainingError.badSetting` for a schedule that no run can follow.
    func check() throws(TrainingError) {
        try warmup?.check("warm-up")
        switch shape {
        case .constant: break
        case .step(let every, let factor):
            try every.check("schedule: step")
            try Self.check(factor: factor)
        case .exponential(let factor): try Self.check(factor: factor)
        case .cosine(let floor):
            guard floor.isFinite, floor >= 0 else {
                throw .badSetting("schedule: floor: expected a number from 0, found \(floor)")
            }
        case .plateau(let rule): try rule.check()
        }
    }

    /// - Throws: `TrainingError.badSetting` for a schedule that this run can't follow.
    package func check(learningRate: Double, batchesPerEpoch: Int, iterations: Int) throws(TrainingError) {
        try check()
        if let found = warmup?.iterations(batchesPerEpoch: batchesPerEpoch), found >= iterations {
            throw .badSetting("warm-up: expected less than the \(iterations) iterations of the run, found \(found)")
        }
        let (name, floor): (String, Double) =
            switch shape {
            case .cosine(let floor): ("floor", floor)
            case .plateau(let rule): ("minimum", rule.minimum)
            default: ("", 0)
            }
        guard floor < learningRate else {
            throw .badSetting(
                "schedule: \(name): expected less than the learning rate of \(learningRate), found \(floor)")
        }
    }

    static func check(factor: Double) throws(TrainingError) {
        guard factor > 0, factor < 1 else {
            throw .badSetting("schedule: factor: expected a number between 0 and 1, found \(factor)")
        }
    }
}

extension Schedule.Span {
    /// How many iterations it is; as many as there can be where they are beyond counting.
    public func iterations(batchesPerEpoch: Int) -> Int {
        switch self {
        case .iterations(let count): return count
        case .epochs(let count):
            let (product, overflows) = count.multipliedReportingOverflow(by: batchesPerEpoch)
            return overflows ? .max : product
        }
    }

    fileprivate func check(_ name: String) throws(TrainingError) {
        switch self {
        case .epochs(let count), .iterations(let count):
            guard count >= 1 else { throw .badSetting("\(name): expected 1 or more, found \(count)") }
        }
    }
}
