/// Paths inside a file, for whoever knows better than the search; nil to have it searched for.
public struct DatasetNames: Sendable, Equatable {
    /// The inputs, one example a row.
    public var inputs: String?
    /// The labels, one an example.
    public var labels: String?
    /// The names of the classes, in the order of their indices.
    public var classes: String?

    /// All are searched for unless named.
    public init(inputs: String? = nil, labels: String? = nil, classes: String? = nil) {
        self.inputs = inputs
        self.labels = labels
        self.classes = classes
    }
}

/// Which of two sets is wanted where a file holds both.
public enum DatasetKind: String, Sendable {
    /// The one for training.
    case train
    /// The one for testing.
    case test
    /// Whichever there is; a file with both is ambiguous.
    case any
}

/// Names that inputs and labels have in the files that people share.
package struct NamePair: Sendable, Equatable {
    package let inputs: String
    package let labels: String

    static let train = [
        NamePair(inputs: "train_set_x", labels: "train_set_y"),
        NamePair(inputs: "x_train", labels: "y_train"),
    ]
    static let test = [
        NamePair(inputs: "test_set_x", labels: "test_set_y"),
        NamePair(inputs: "x_test", labels: "y_test"),
    ]
    static let either = [
        NamePair(inputs: "x", labels: "y"),
        NamePair(inputs: "images", labels: "labels"),
        NamePair(inputs: "data", labels: "label"),
    ]

    /// The rounds of the search: a later one only counts where the earlier ones found nothing.
    static func rounds(for kind: DatasetKind) -> [[NamePair]] {
        switch kind {
        case .train: [train, either, test]
        case .test: [test, either, train]
        case .any: [train + test, either]
        }
    }

    static let all = train + test + either

    /// The pairs among names, by the first round that finds any; more than one is for the caller to refuse.
    package static func find(among names: [String], kind: DatasetKind) -> [NamePair] {
        for round in rounds(for: kind) {
            let found = round.flatMap { pair in
                names.filter { equal($0, pair.inputs) }.flatMap { inputs in
                    names.filter { equal($0, pair.labels) }.map { NamePair(inputs: inputs, labels: $0) }
                }
            }
            if !found.isEmpty { return found }
        }
        return []
    }
}
