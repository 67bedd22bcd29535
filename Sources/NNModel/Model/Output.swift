/// What the activations of the last layer mean.
public struct Output: Sendable, Equatable {
    /// How a number of the output is to be read.
    public enum Meaning: Hashable, Sendable, CaseIterable {
        /// 0 to 1; one unit is the probability of the second class.
        case probability
        /// A weighted input that sigmoid or softmax would turn into a probability.
        case logit
        /// The natural logarithm of a probability.
        case logProbability
        /// A number of its own, as regression gives.
        case value

        /// The name that people and other formats know it by.
        public var name: String {
            switch self {
            case .probability: "probability"
            case .logit: "logit"
            case .logProbability: "log-probability"
            case .value: "value"
            }
        }
    }

    /// A name for people and for other formats, or an empty string.
    public var name: String
    /// How a number of the output is to be read.
    public var meaning: Meaning
    /// The name of each class in order, or none. One sigmoid unit stands for two classes.
    public var classNames: [String]
    /// With one unit: the probability from which on the answer is the second class, if it is greater.
    public var threshold: Double

    /// An output of this description.
    public init(name: String = "", meaning: Meaning, classNames: [String] = [], threshold: Double = 0.5) {
        self.name = name
        self.meaning = meaning
        self.classNames = classNames
        self.threshold = threshold
    }
}
