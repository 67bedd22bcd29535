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
        try checkTargets()
        try checkInputs()
    }

    private func checkTargets() throws(TrainingError) {
        switch targets {
        case .classes(let classes, let classCount):
            guard classes.count == count else { throw .labelCount(expected: count, found: classes.count) }
            if let example = classes.firstIndex(where: { $0 < 0 || $0 >= classCount }) {
                throw .classOutOfRange(example: example, classCount: classCount, found: classes[example])
            }
        case .values(let values, let width):
            guard width >= 1, values.count == count.multipliedReportingOverflow(by: width).partialValue else {
                throw .labelCount(expected: count, found: values.count / max(1, width))
            }
            if let index = values.firstIndex(where: { !$0.isFinite }) {
                throw .notFinite(.label, example: index / width, index: index % width, found: values[index])
            }
        }
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
        switch targets {
        case .classes(_, let classCount):
            let fits = outputs == classCount && outputs > 1 || outputs == 1 && classCount <= 2
            guard fits, outputs > 1 || loss != .categoricalCrossEntropy else {
                throw .classesDoNotFit(classCount: classCount, outputs: outputs, loss)
            }
        case .values(_, let width):
            guard !loss.isClassification else { throw .lossNeedsClasses(loss) }
            guard width == outputs else { throw .targetWidth(expected: outputs, found: width) }
        }
    }
}
