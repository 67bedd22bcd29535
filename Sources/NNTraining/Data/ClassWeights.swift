/// How much the examples of each class count: an example's cost and Δ are multiplied by the weight of its class, while
/// the mean still divides by the number of examples, as Keras does. (PyTorch's `CrossEntropyLoss(weight:)` divides by the
/// sum of the weights.)
public enum ClassWeights: Sendable, Equatable {
    /// Every class counts the same in all: n / (k · the examples of the class), as scikit-learn's `balanced`, where k
    /// classes have examples. The mean weight of an example is then 1, so learning rates keep their meaning.
    case balanced
    /// One number for each class, from 0.
    case each([Double])

    /// The weight of each class; 1 for a class without examples where they are balanced.
    ///
    /// - Parameter classCounts: how many examples each class has.
    /// - Throws: `TrainingError.badSetting` where there isn't one weight for each class, one is negative or no number, or
    ///   no example would count.
    public func weights(classCounts: [Int]) throws(TrainingError) -> [Double] {
        switch self {
        case .balanced:
            let present = classCounts.filter { $0 > 0 }
            let share = Double(present.reduce(0, +)) / Double(max(1, present.count))
            return classCounts.map { $0 > 0 ? share / Double($0) : 1 }
        case .each(let weights):
            guard weights.count == classCounts.count else {
                throw .badSetting(
                    "class weights: expected \(classCounts.count), one a class, found \(weights.count)")
            }
            if let wrong = weights.first(where: { !$0.isFinite || $0 < 0 }) {
                throw .badSetting("class weights: expected numbers from 0, found \(wrong)")
            }
            guard zip(weights, classCounts).contains(where: { $0 > 0 && $1 > 0 }) else {
                throw .badSetting("class weights: expected a class with examples to weigh more than 0, found none")
            }
            return weights
        }
    }
}
