import NNModel
import NNNetwork

// The parts of a state's record that are about costs, each written and read side by side.
extension ValidationState {
    /// Writes all but the best parameters, which stand with the other numbers of the record.
    func encode(into writer: inout StateWriter) {
        if let lastIteration { writer.put(lastIteration) }
        last?.encode(into: &writer)
        if let plateau {
            writer.put(plateau.learningRate, plateau.bestCost)
            writer.put(plateau.epochsWithoutImprovement)
        }
        if let stopping {
            writer.put(stopping.bestCost)
            writer.put(stopping.epochsWithoutImprovement)
        }
        if let best {
            writer.put(best.iteration)
            best.evaluation.encode(into: &writer)
        }
    }

    /// Reads what `encode` wrote; the best parameters are yet to come.
    ///
    /// - Parameter own: the state of a run with the same settings.
    init(
        parsing reader: inout StateReader, _ header: StateHeader, like own: TrainingState<Scalar>
    ) throws(CheckpointError) {
        self = own.validations
        (lastIteration, last, best) = (nil, nil, nil)
        let (parts, past) = (header.parts, 0...header.iteration)
        if parts.contains(.validated) { lastIteration = try reader.int("iteration of the last validation", past) }
        if parts.contains(.evaluated) { last = try Evaluation(parsing: &reader, "last validation") }
        if plateau != nil { plateau = try Plateau(parsing: &reader, past) }
        if let stopping { self.stopping = try EarlyStopping(parsing: &reader, like: stopping) }
        guard parts.contains(.best) else { return }
        guard stopping != nil else {
            throw reader.bad("parts", "no best parameters, since nothing stops the run early", found: "some")
        }
        best = Best(
            iteration: try reader.int("iteration of the best parameters", past), parameters: own.parameters,
            evaluation: try Evaluation(parsing: &reader, "best validation"))
    }
}

extension Plateau {
    fileprivate init(parsing reader: inout StateReader, _ past: ClosedRange<Int>) throws(CheckpointError) {
        let learningRate = try reader.finite("learning rate")
        guard learningRate > 0 else {
            throw reader.bad("learning rate", "a number above 0", found: "\(learningRate)")
        }
        self.init(
            learningRate: learningRate, bestCost: try reader.cost("best cost on plateaus"),
            epochsWithoutImprovement: try reader.int("epochs on a plateau", past))
    }
}

extension EarlyStopping {
    fileprivate init(parsing reader: inout StateReader, like own: EarlyStopping) throws(CheckpointError) {
        let bestCost = try reader.cost("best cost")
        // With as many as there is patience the run is over.
        let epochs = try reader.int("epochs without improvement", 0...own.patience)
        do throws(TrainingError) {
            try self.init(
                patience: own.patience, minimumImprovement: own.minimumImprovement, bestCost: bestCost,
                epochsWithoutImprovement: epochs)
        } catch {
            preconditionFailure("\(error)")
        }
    }
}

extension Tally {
    func encode(into writer: inout StateWriter) {
        writer.put(examples, right)
        writer.put(totalCost)
    }

    init(parsing reader: inout StateReader, _ place: String) throws(CheckpointError) {
        // Far below what an Int holds, since more examples are going to be added.
        let examples = try reader.int(place, 0...1 << 53)
        let right = try reader.int(place, 0...examples)
        self.init(examples: examples, totalCost: try reader.finite(place), right: right)
    }
}

extension Evaluation {
    /// NaN stands for no accuracy.
    fileprivate func encode(into writer: inout StateWriter) {
        writer.put(cost, accuracy ?? .nan)
    }

    fileprivate init(parsing reader: inout StateReader, _ place: String) throws(CheckpointError) {
        // A cost may be any number, and none.
        let cost = try reader.double(place)
        let accuracy = try reader.double(place)
        guard accuracy.isNaN || (0...1).contains(accuracy) else {
            throw reader.bad(place, "an accuracy from 0 to 1", found: "\(accuracy)")
        }
        self.init(cost: cost, accuracy: accuracy.isNaN ? nil : accuracy)
    }
}

extension StateReader {
    mutating func finite(_ place: String) throws(CheckpointError) -> Double {
        let value = try double(place)
        guard value.isFinite else { throw bad(place, "a finite number", found: "\(value)") }
        return value
    }

    /// A cost to be improved upon, which is infinite before the first.
    fileprivate mutating func cost(_ place: String) throws(CheckpointError) -> Double {
        let value = try double(place)
        guard !value.isNaN else { throw bad(place, "a cost", found: "\(value)") }
        return value
    }
}
