import NNModel
import NNNetwork

/// Labelled examples that are read a part at a time, since all of them may be more than memory holds.
///
/// `Examples` are the source that has everything in memory. Examples are counted from 0.
public protocol ExampleSource: Sendable {
    /// How many examples there are, m; at least 1.
    var count: Int { get }
    /// n[0], the numbers of one example.
    var featureCount: Int { get }
    /// How raw inputs become A[0].
    var scaling: Scaling { get }
    /// What a network is to answer.
    var targetKind: TargetKind { get }
    /// The class of every example, which may take as much memory as they are; nil where the targets are numbers.
    var classes: [Int]? { get }
    /// The most examples that are asked for at a time; whoever reads ahead holds twice as many. At least 1.
    var capacity: Int { get }
    /// Runs of examples that are cheapest read whole, in ascending order: from 0 to `count` without gaps.
    var blocks: [Range<Int>] { get }

    /// Reads examples.
    ///
    /// Only one thread at a time calls this, but not always the same.
    ///
    /// - Parameter ranges: which, in this order; within `0..<count`, none empty, and not more than `capacity` in all.
    /// - Throws: `TrainingError.unreadable`, with what the source has to say.
    func examples(in ranges: [Range<Int>]) throws(TrainingError) -> Examples
}

/// What kind of answer examples ask for.
public enum TargetKind: Sendable, Equatable {
    /// A class; the number of examples of each.
    case classes(counts: [Int])
    /// So many numbers.
    case values(width: Int)

    /// Whether the answer is a class.
    public var areClasses: Bool {
        if case .classes = self { true } else { false }
    }
}

extension ExampleSource {
    /// Whether a network of this shape can be trained or measured with these examples.
    ///
    /// One output unit tells two classes apart; several are one a class.
    ///
    /// - Throws: `TrainingError` that says what does not fit.
    public func check(_ architecture: Architecture, _ loss: Loss) throws(TrainingError) {
        guard featureCount == architecture.inputs else {
            throw .featureCount(expected: architecture.inputs, found: featureCount)
        }
        let (outputs, activation) = (
            architecture.outputs, architecture.layers[architecture.layers.count - 1].activation
        )
        guard loss.accepts(activation) else { throw .lossNeedsAnotherActivation(loss, activation) }
        switch targetKind {
        case .classes(let counts):
            let fits = outputs == counts.count && outputs > 1 || outputs == 1 && counts.count <= 2
            guard fits, outputs > 1 || loss != .categoricalCrossEntropy else {
                throw .classesDoNotFit(classCount: counts.count, outputs: outputs, loss)
            }
        case .values(let width):
            guard !loss.isClassification else { throw .lossNeedsClasses(loss) }
            guard width == outputs else { throw .targetWidth(expected: outputs, found: width) }
        }
    }
}

extension Examples: ExampleSource {
    public var classes: [Int]? {
        if case .classes(let classes, _) = targets { classes } else { nil }
    }
    public var capacity: Int { count }
    public var blocks: [Range<Int>] { [0..<count] }

    /// A copy of some; all in their own order are these themselves.
    public func examples(in ranges: [Range<Int>]) -> Examples {
        if ranges == [0..<count] { return self }
        return Examples(
            inputs: inputs.rows(ranges, width: featureCount), targets: targets.rows(ranges), of: self)
    }
}

extension Examples.Inputs {
    fileprivate func rows(_ ranges: [Range<Int>], width: Int) -> Self {
        switch self {
        case .bytes(let values): .bytes(NNTraining.rows(ranges, of: values, width: width))
        case .floats(let values): .floats(NNTraining.rows(ranges, of: values, width: width))
        case .doubles(let values): .doubles(NNTraining.rows(ranges, of: values, width: width))
        }
    }
}

extension Examples.Targets {
    fileprivate func rows(_ ranges: [Range<Int>]) -> Self {
        switch self {
        case .classes(let classes, let count): .classes(NNTraining.rows(ranges, of: classes, width: 1), count: count)
        case .values(let values, let width): .values(NNTraining.rows(ranges, of: values, width: width), width: width)
        }
    }
}

private func rows<Number>(_ ranges: [Range<Int>], of numbers: [Number], width: Int) -> [Number] {
    ranges.flatMap { numbers[$0.lowerBound * width..<$0.upperBound * width] }
}
