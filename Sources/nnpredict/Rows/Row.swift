import NNCommand
import NNModel

/// What is said of one file.
struct Row {
    let path: String
    let content: Content

    enum Content: Sendable {
        /// The class, and the probability of every class in order.
        case classes(index: Int, probabilities: [Double])
        /// The numbers of an output that is no probability.
        case values([Double])
        /// Why there is no answer, in one line without the path.
        case error(String)
    }
}

/// What is the same for all rows.
struct RowStyle {
    /// What the output means.
    let output: Output
    /// How many classes it tells apart; nil where it is no probability.
    let classCount: Int?
    /// How many numbers it has.
    let units: Int
    /// How many of the most probable classes are listed; nil for the answer alone.
    let top: Int?

    /// The name of a class, where the model has names.
    func name(_ index: Int) -> String? {
        output.classNames.indices.contains(index) ? output.classNames[index] : nil
    }

    /// The classes that a row lists in text: the answer, or the most probable ones in falling order.
    func listed(index: Int, probabilities: [Double]) -> [Int] {
        guard let top else { return [index] }
        // The order of equals is that of the classes.
        let order = probabilities.indices.sorted {
            probabilities[$0] != probabilities[$1] ? probabilities[$0] > probabilities[$1] : $0 < $1
        }
        return Array(order.prefix(top))
    }
}

/// Writes rows as they come.
protocol RowWriter {
    /// Called before all rows.
    mutating func begin() throws
    /// Called for each.
    mutating func write(_ row: Row) throws
    /// Called after all rows.
    mutating func end() throws
}
