/// The cost C of one example; the cost J of several is the mean of theirs.
public enum Loss: String, Hashable, Sendable, CaseIterable {
    /// −(y ln a + (1−y) ln(1−a)), the mean over the units; after sigmoid
    case binaryCrossEntropy = "binary-cross-entropy"
    /// −Σⱼ yⱼ ln aⱼ; after softmax, or after log-softmax, whose units are the logarithms already
    case categoricalCrossEntropy = "categorical-cross-entropy"
    /// (a − y)², the mean over the units
    case meanSquaredError = "mean-squared-error"
    /// |a − y|, the mean over the units
    case meanAbsoluteError = "mean-absolute-error"
    /// (a − y)²/2 where |a − y| ≤ 1, else |a − y| − 1/2, the mean over the units (Huber 1964, δ = 1)
    case huber

    /// Whether labels are classes, and not numbers to come near to.
    public var isClassification: Bool { self == .binaryCrossEntropy || self == .categoricalCrossEntropy }

    /// Whether the cost of an output layer with `activation` is defined.
    public func accepts(_ activation: Activation) -> Bool {
        switch self {
        case .binaryCrossEntropy: activation == .sigmoid
        case .categoricalCrossEntropy: activation == .softmax || activation == .logSoftmax
        case .meanSquaredError, .meanAbsoluteError, .huber: activation.isRecognized
        }
    }
}
