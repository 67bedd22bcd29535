import NNModel
import NNNetwork

// The record of a state, described in Specs/training-checkpoint.md, without the history, which the model's file has
// already. The writer and the reader go through the parts in the same order.
extension TrainingState {
    /// The record in pieces; `init(parsing:_:history:like:)` reads it back.
    func encoded(_ plan: TrainingPlan) -> [[UInt8]] {
        var writer = StateWriter()
        StateHeader(
            scalarSize: MemoryLayout<Scalar>.size, iteration: iteration, iterations: plan.iterations,
            reportEvery: plan.reportEvery, parts: parts
        ).encode(into: &writer)
        sinceReport.encode(into: &writer)
        sinceValidation.encode(into: &writer)
        validations.encode(into: &writer)
        if let dual { writer.put(dual.startShare, dual.momentShare) }
        for numbers in [parameters.values, moments.first, moments.second, validations.best?.parameters.values ?? []] {
            writer.put(numbers)
        }
        writer.put(dual?.coefficients ?? [])
        writer.put(dual?.momentCoefficients ?? [])
        return writer.pieces
    }

    /// Reads a record, and checks that it goes on from where a run was that had the same settings as another one.
    ///
    /// - Parameters:
    ///   - header: what was read of it already.
    ///   - history: the reports so far.
    ///   - own: the state of that other run.
    init(
        parsing reader: inout StateReader, _ header: StateHeader, history: History, like own: TrainingState
    ) throws(CheckpointError) {
        try Self.check(header, history, like: own, reader)
        self = own
        iteration = header.iteration
        self.history = history
        sinceReport = try Tally(parsing: &reader, "sums since the last report")
        sinceValidation = try Tally(parsing: &reader, "sums since the last validation")
        validations = try ValidationState(parsing: &reader, header, like: own)
        let hasBest = validations.best != nil
        if dual != nil {
            dual?.startShare = try reader.finite("share of the first weights")
            dual?.momentShare = try reader.finite("share of the first weights in the moments")
        }
        let count = own.parameters.values.count
        parameters.values = try reader.numbers("parameters", count: count)
        moments.first = try reader.numbers("first moments", count: own.moments.first.count)
        moments.second = try reader.numbers("second moments", count: own.moments.second.count)
        if hasBest { validations.best?.parameters.values = try reader.numbers("best parameters", count: count) }
        if let own = own.dual {
            dual?.coefficients = try reader.numbers("dual form", count: own.coefficients.count)
            dual?.momentCoefficients = try reader.numbers("dual moments", count: own.momentCoefficients.count)
        }
        try reader.end()
    }

    /// Whether all numbers are finite, as those of a state must be that is worth keeping.
    var isFinite: Bool {
        parameters.values.allSatisfy(\.isFinite) && moments.first.allSatisfy(\.isFinite)
            && moments.second.allSatisfy(\.isFinite) && dual?.isFinite ?? true
    }

    private static func check(
        _ header: StateHeader, _ history: History, like own: TrainingState, _ reader: StateReader
    ) throws(CheckpointError) {
        guard header.scalarSize == MemoryLayout<Scalar>.size else {
            throw reader.bad(
                "bytes of a parameter", "\(MemoryLayout<Scalar>.size), as this run has them",
                found: "\(header.scalarSize)")
        }
        let (expected, found) = (own.parts.intersection(.settled), header.parts.intersection(.settled))
        guard expected == found else {
            throw reader.bad(
                "parts", "those of a run with these settings, \(expected.rawValue)", found: "\(found.rawValue)")
        }
        let (columns, ownColumns) = (history.columns.map(\.name), own.history.columns.map(\.name))
        guard columns == ownColumns else {
            throw reader.bad("history", "columns \(ownColumns)", found: "\(columns)")
        }
        guard Reports.areIterations(history.columns[0].values, below: header.iteration) else {
            throw reader.bad("history", "iterations below \(header.iteration), in ascending order", found: "others")
        }
    }

    private var parts: StateHeader.Parts {
        var parts: StateHeader.Parts = []
        if !moments.first.isEmpty { parts.insert(.firstMoments) }
        if !moments.second.isEmpty { parts.insert(.secondMoments) }
        if let dual { parts.formUnion(dual.momentCoefficients.isEmpty ? .dual : [.dual, .dualMoments]) }
        if validations.plateau != nil { parts.insert(.plateau) }
        if validations.stopping != nil { parts.insert(.stopping) }
        if validations.lastIteration != nil { parts.insert(.validated) }
        if validations.last != nil { parts.insert(.evaluated) }
        if validations.best != nil { parts.insert(.best) }
        return parts
    }
}

extension DualState {
    fileprivate var isFinite: Bool {
        startShare.isFinite && momentShare.isFinite && coefficients.allSatisfy(\.isFinite)
            && momentCoefficients.allSatisfy(\.isFinite)
    }
}
