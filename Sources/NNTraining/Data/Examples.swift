import NNModel
import NNNetwork

/// Labelled examples in memory, kept as compact as they came; they are scaled and converted batch by batch.
public struct Examples: Sendable {
    /// Raw inputs, one example after the other.
    public enum Inputs: Sendable {
        case bytes([UInt8])
        case floats([Float])
        case doubles([Double])

        var count: Int {
            switch self {
            case .bytes(let values): values.count
            case .floats(let values): values.count
            case .doubles(let values): values.count
            }
        }
    }

    /// What a network is to answer.
    public enum Targets: Sendable {
        /// A class an example, from 0 to below `count`.
        case classes([Int], count: Int)
        /// `width` numbers an example, one example after the other.
        case values([Double], width: Int)
    }

    /// Raw inputs.
    public let inputs: Inputs
    /// What a network is to answer.
    public let targets: Targets
    /// n[0], the numbers of one example.
    public let featureCount: Int
    /// How raw inputs become A[0].
    public let scaling: Scaling
    /// How many examples there are.
    public let count: Int
    /// What a network is to answer, and how often each class.
    public let targetKind: TargetKind

    /// Examples of these parts.
    ///
    /// - Throws: `TrainingError` where there is none, lengths disagree, a class is beyond the others, or a number is
    ///   infinite or NaN.
    public init(inputs: Inputs, targets: Targets, featureCount: Int, scaling: Scaling) throws(TrainingError) {
        guard featureCount >= 1, inputs.count >= featureCount else { throw .noExamples }
        guard inputs.count % featureCount == 0 else {
            throw .raggedInputs(numbers: inputs.count, featureCount: featureCount)
        }
        guard featureCount % scaling.offsets.count == 0 else {
            throw .scalingMismatch(channels: scaling.offsets.count, featureCount: featureCount)
        }
        self.inputs = inputs
        self.targets = targets
        self.featureCount = featureCount
        self.scaling = scaling
        count = inputs.count / featureCount
        try targets.check(exampleCount: count)
        targetKind = targets.kind
        try checkInputs()
    }

    /// Some of `others`, or all in another order: they have been found fit.
    init(inputs: Inputs, targets: Targets, of others: Examples) {
        self.inputs = inputs
        self.targets = targets
        featureCount = others.featureCount
        scaling = others.scaling
        count = inputs.count / featureCount
        targetKind = targets.kind
    }

    private func checkInputs() throws(TrainingError) {
        let place: (index: Int, value: Double)? =
            switch inputs {
            case .bytes: nil
            case .floats(let values): values.firstIndex { !$0.isFinite }.map { ($0, Double(values[$0])) }
            case .doubles(let values): values.firstIndex { !$0.isFinite }.map { ($0, values[$0]) }
            }
        if let (index, value) = place {
            throw .notFinite(.input, example: index / featureCount, index: index % featureCount, found: value)
        }
    }
}

extension Examples.Targets {
    fileprivate func check(exampleCount: Int) throws(TrainingError) {
        switch self {
        case .classes(let classes, let classCount):
            guard classes.count == exampleCount else {
                throw .labelCount(expected: exampleCount, found: classes.count)
            }
            if let example = classes.firstIndex(where: { $0 < 0 || $0 >= classCount }) {
                throw .classOutOfRange(example: example, classCount: classCount, found: classes[example])
            }
        case .values(let values, let width):
            guard width >= 1, values.count == exampleCount.multipliedReportingOverflow(by: width).partialValue else {
                throw .labelCount(expected: exampleCount, found: values.count / max(1, width))
            }
            if let index = values.firstIndex(where: { !$0.isFinite }) {
                throw .notFinite(.label, example: index / width, index: index % width, found: values[index])
            }
        }
    }

    /// - Precondition: every class is below the number of classes.
    fileprivate var kind: TargetKind {
        switch self {
        case .classes(let classes, let count):
            var counts = [Int](repeating: 0, count: count)
            for label in classes { counts[label] += 1 }
            return .classes(counts: counts)
        case .values(_, let width): return .values(width: width)
        }
    }
}
