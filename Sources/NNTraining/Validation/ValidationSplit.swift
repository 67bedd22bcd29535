import NNModel

/// Examples divided into those to train on and those to validate on, chosen by a seed.
///
/// Of each class the same share goes to either part, as far as whole examples allow.
public struct ValidationSplit: Sendable, Equatable {
    /// The examples to train on, ascending.
    public let training: [Int]
    /// The examples to validate on, ascending.
    public let validation: [Int]

    /// A division in which each class has its share.
    ///
    /// - Parameters:
    ///   - fraction: the share of the examples to validate on; they are rounded to the nearest number.
    ///   - classes: the class of each example, from 0.
    ///   - classCount: how many classes there are.
    ///   - seed: what the choice depends on.
    /// - Throws: `TrainingError.badSetting` unless both parts get an example.
    /// - Precondition: every class is below `classCount`.
    public init(fraction: Double, classes: [Int], classCount: Int, seed: UInt64) throws(TrainingError) {
        var members = [[Int]](repeating: [], count: classCount)
        for (example, label) in classes.enumerated() { members[label].append(example) }
        try self.init(fraction: fraction, members, exampleCount: classes.count, seed: seed)
    }

    /// A division of examples whose targets are numbers.
    ///
    /// - Throws: `TrainingError.badSetting` unless both parts get an example.
    public init(fraction: Double, exampleCount: Int, seed: UInt64) throws(TrainingError) {
        try self.init(fraction: fraction, [Array(0..<exampleCount)], exampleCount: exampleCount, seed: seed)
    }

    private init(fraction: Double, _ groups: [[Int]], exampleCount: Int, seed: UInt64) throws(TrainingError) {
        try Self.check(fraction: fraction)
        let wanted = Int((fraction * Double(exampleCount)).rounded())
        guard wanted >= 1, wanted < exampleCount else {
            let (rest, part) = wanted < 1 ? (wanted, "validate") : (exampleCount - wanted, "train")
            throw .badSetting(
                "validation split: expected 1 or more of the \(exampleCount) examples to \(part) on, found \(rest)")
        }
        var isValidation = [Bool](repeating: false, count: exampleCount)
        var generator = SplitMix64(seed: seed, for: .validationSplit)
        for example in generator.choose(wanted, among: groups).joined() { isValidation[example] = true }
        training = isValidation.indices.filter { !isValidation[$0] }
        validation = isValidation.indices.filter { isValidation[$0] }
    }

    /// - Throws: `TrainingError.badSetting`
    static func check(fraction: Double) throws(TrainingError) {
        guard fraction > 0, fraction < 1 else {
            throw .badSetting("validation split: expected a number between 0 and 1, found \(fraction)")
        }
    }
}
