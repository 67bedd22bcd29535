import NNModel
import NNNetwork

/// How the class of an example becomes numbers: Y, and the weight of the example.
///
/// Computed once for a data set, since every example of a class is encoded alike.
public struct TargetEncoding: Sendable, Equatable {
    /// The target of the unit that stands for an example's class.
    public let on: Double
    /// The target of every other unit; of the only unit, where the example is of the first class.
    public let off: Double
    /// The weight of the examples of each class; nil where all count the same.
    public let weights: [Double]?
    /// n[L]
    public let outputs: Int

    /// An encoding for the output layer of a network.
    ///
    /// - Parameters:
    ///   - outputs: n[L]; one unit tells two classes apart, several are one a class.
    ///   - loss: which one decides what smoothed labels are.
    ///   - smoothing: ε, the share of every label that is spread evenly over all answers: y(1−ε) + ε/n[L] (Szegedy and
    ///     others 2016; PyTorch's `CrossEntropyLoss(label_smoothing:)`), and y(1−ε) + ε/2 for units that answer yes or
    ///     no each, as the binary cross-entropy takes them (Keras's `BinaryCrossentropy(label_smoothing:)`).
    ///   - weights: nil where all examples count the same.
    ///   - classCounts: how many examples each class has.
    /// - Throws: `TrainingError.badSetting` for a smoothing that leaves nothing to learn, or weights that don't fit.
    public init(
        outputs: Int, loss: Loss, smoothing: Double = 0, weights: ClassWeights? = nil, classCounts: [Int]
    ) throws(TrainingError) {
        try Self.check(smoothing: smoothing)
        let answers = outputs == 1 || loss == .binaryCrossEntropy ? 2 : outputs
        off = smoothing / Double(answers)
        on = 1 - smoothing + off
        self.weights = try weights?.weights(classCounts: classCounts)
        self.outputs = outputs
    }

    /// The encoding that a run with these settings has for targets of this kind; nil where they are numbers.
    ///
    /// - Throws: `TrainingError.badSetting` for weights that don't fit the classes, or where numbers can't have what is
    ///   asked for.
    public init?(_ settings: TrainingSettings, kind: TargetKind, outputs: Int) throws(TrainingError) {
        guard case .classes(let counts) = kind else {
            guard settings.classWeights == nil else {
                throw .badSetting("class weights: expected classes as labels, found numbers")
            }
            guard settings.labelSmoothing == 0 else {
                throw .badSetting("label smoothing: expected classes as labels, found numbers")
            }
            return nil
        }
        try self.init(
            outputs: outputs, loss: settings.loss, smoothing: settings.labelSmoothing, weights: settings.classWeights,
            classCounts: counts)
    }

    /// - Throws: `TrainingError.badSetting`
    static func check(smoothing: Double) throws(TrainingError) {
        guard smoothing >= 0, smoothing < 1 else {
            throw .badSetting("label smoothing: expected a number from 0 to below 1, found \(smoothing)")
        }
    }

    /// Writes Y of an example of class `label`, from 0.
    ///
    /// - Parameter row: room for `outputs` numbers.
    @inline(__always)
    package func write<Scalar: NetworkReal>(_ label: Int, to row: UnsafeMutablePointer<Scalar>) {
        guard outputs > 1 else {
            row[0] = Scalar(label == 0 ? off : on)
            return
        }
        row.update(repeating: Scalar(off), count: outputs)
        row[label] = Scalar(on)
    }
}
