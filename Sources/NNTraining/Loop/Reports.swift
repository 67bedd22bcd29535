import NNModel

/// The rows of a history to be: one a report, a validation, or both.
package struct Reports {
    /// The most iterations of which every row is kept, and the most rows: some 10 MB of a model file, whose records may have 16 MiB.
    package static let most = 1 << 18

    private enum Name {
        static let iteration = "iteration"
        static let cost = "cost"
        static let accuracy = "accuracy"
        static let validationCost = "validationCost"
        static let validationAccuracy = "validationAccuracy"
    }

    private var columns: [History.Column]
    private let most: Int
    /// Iterations of which only the first row is kept.
    private var spacing = 1

    /// - Parameters:
    ///   - areClasses: whether there are accuracies.
    ///   - isValidated: whether there are examples to validate on.
    ///   - most: the most rows; a power of two.
    package init(areClasses: Bool, isValidated: Bool, most: Int = Self.most) {
        var names = [Name.iteration, Name.cost]
        if areClasses { names.append(Name.accuracy) }
        if isValidated { names.append(Name.validationCost) }
        if isValidated && areClasses { names.append(Name.validationAccuracy) }
        columns = names.map { History.Column($0, []) }
        self.most = most
    }

    /// Whether `history` is one of these columns, as it may be after so many updates.
    func fits(_ history: History, after iteration: Int) -> Bool {
        history.columns.map(\.name) == columns.map(\.name)
            && Self.areIterations(history.columns[0].values, below: iteration)
    }

    /// Whether these are iterations in ascending order.
    static func areIterations(_ values: [Double], below bound: Int) -> Bool {
        var next = 0
        for value in values {
            guard let iteration = Int(exactly: value), iteration >= next, iteration < bound else { return false }
            next = iteration + 1
        }
        return true
    }

    /// Adds a row where there is a report or a validation.
    mutating func add(_ progress: TrainingProgress) {
        guard progress.isReport || progress.validation != nil else { return }
        add(
            iteration: progress.iteration, cost: progress.isReport ? progress.cost : nil,
            accuracy: progress.isReport ? progress.accuracy : nil, validation: progress.validation)
    }

    /// Adds a row, unless it follows too closely on the last one.
    ///
    /// - Parameter iteration: above that of all rows that there are.
    package mutating func add(
        iteration: Int, cost: Double? = nil, accuracy: Double? = nil, validation: Evaluation? = nil
    ) {
        thin(at: iteration)
        if let last = columns[0].values.last, Int(last) / spacing == iteration / spacing { return }
        append(iteration, cost, accuracy, validation)
    }

    /// The rows, and one of what the parameters come to after the last update, which is always kept.
    func history(endingWith validation: Evaluation, after iteration: Int) -> History {
        var reports = self
        reports.append(iteration, nil, nil, validation)
        return reports.history
    }

    private mutating func append(_ iteration: Int, _ cost: Double?, _ accuracy: Double?, _ validation: Evaluation?) {
        for index in columns.indices {
            let value: Double? =
                switch columns[index].name {
                case Name.iteration: Double(iteration)
                case Name.cost: cost
                case Name.accuracy: accuracy
                case Name.validationCost: validation?.cost
                default: validation?.accuracy
                }
            columns[index].values.append(value ?? .nan)
        }
    }

    /// To be set to one that `fits` only.
    package var history: History {
        get { History(columns) }
        set {
            columns = newValue.columns
            spacing = 1
            thin(at: Int(columns[0].values.last ?? 0))
        }
    }

    /// Keeps the first row only of every two, four, eight, … iterations in a row, as soon as there have been more than
    /// `most` of them: by the number of the iteration alone, so that a run that was interrupted keeps the same rows.
    private mutating func thin(at iteration: Int) {
        var wanted = spacing
        while iteration / wanted >= most { wanted *= 2 }
        if wanted == spacing { return }
        spacing = wanted
        let iterations = columns[0].values.map { Int($0) / wanted }
        let kept = iterations.indices.filter { $0 == 0 || iterations[$0] != iterations[$0 - 1] }
        for index in columns.indices { columns[index].values = kept.map { columns[index].values[$0] } }
    }
}
