import NNModel

/// The rows of a history to be.
struct Reports {
    private enum Name {
        static let iteration = "iteration"
        static let cost = "cost"
        static let accuracy = "accuracy"
        static let validationCost = "validationCost"
        static let validationAccuracy = "validationAccuracy"
    }

    private var columns: [History.Column]

    /// - Parameters:
    ///   - areClasses: whether there are accuracies.
    ///   - isValidated: whether there are examples to validate on.
    init(areClasses: Bool, isValidated: Bool) {
        var names = [Name.iteration, Name.cost]
        if areClasses { names.append(Name.accuracy) }
        if isValidated { names.append(Name.validationCost) }
        if isValidated && areClasses { names.append(Name.validationAccuracy) }
        columns = names.map { History.Column($0, []) }
    }

    /// Whether `history` is one of these columns.
    func fits(_ history: History) -> Bool { history.columns.map(\.name) == columns.map(\.name) }

    mutating func add(_ progress: TrainingProgress) {
        for index in columns.indices {
            let value: Double? =
                switch columns[index].name {
                case Name.iteration: Double(progress.iteration)
                case Name.cost: progress.cost
                case Name.accuracy: progress.accuracy
                case Name.validationCost: progress.validation?.cost
                default: progress.validation?.accuracy
                }
            columns[index].values.append(value ?? .nan)
        }
    }

    var history: History {
        get { History(columns) }
        set { columns = newValue.columns }
    }
}
