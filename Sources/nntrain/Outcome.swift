import NNCommand
import NNModel
import NNNetwork
import NNTraining

/// What a run has come to, for people and for programs.
struct Outcome {
    let result: TrainingResult
    /// Of training alone.
    let seconds: Double
    let train: Evaluation
    let test: Evaluation?
    let gradientCheck: [GradientCheck.Layer]

    var json: JSON {
        func column(_ name: String) -> [Double] { result.history.columns.first { $0.name == name }?.values ?? [] }
        let costs = zip(column("iteration"), column("cost")).filter { !$1.isNaN }.map { iteration, cost in
            JSON.array([.integer(Int(iteration)), .number(cost)])
        }
        return .object([
            ("iterations", .integer(result.iterations)), ("stoppedEarly", .bool(result.end == .early)),
            ("keptIteration", .integer(result.keptIteration)), ("costs", .array(costs)), ("train", train.json),
            ("validation", result.validation?.json ?? .null), ("test", test?.json ?? .null),
            ("seconds", .number(seconds)), ("gradientCheck", .array(gradientCheck.map(\.json))),
        ])
    }

    var text: String {
        var text = gradientCheck.map { $0.text + "\n" }.joined()
        if !text.isEmpty { text = "\n" + text }
        var table = Table([("", .left), ("cost", .right), ("accuracy", .right)])
        for (name, evaluation) in [("train", train as Evaluation?), ("validation", result.validation), ("test", test)] {
            guard let evaluation else { continue }
            table.add([
                name, decimal(evaluation.cost, places: 6), evaluation.accuracy.map { decimal($0, places: 4) } ?? "-",
            ])
        }
        return text + "\n" + table.text
            + "\n\(grouped(result.iterations)) iterations in \(decimal(seconds, places: 2)) s\n" + (kept ?? "")
    }

    /// Which parameters the figures are about, where it isn't those after the last update for certain.
    private var kept: String? {
        let kept = "kept the parameters of iteration \(result.keptIteration)"
        if result.end == .early { return "stopped early at iteration \(result.iterations); \(kept)\n" }
        return result.keptIteration == result.iterations ? nil : "\(kept), which had the lowest validation cost\n"
    }
}

extension Evaluation {
    fileprivate var json: JSON {
        .object([("cost", .number(cost)), ("accuracy", accuracy.map { .number($0) } ?? .null)])
    }
}

extension GradientCheck.Layer {
    fileprivate var json: JSON {
        .object([("layer", .integer(layer)), ("weights", .number(weights)), ("biases", .number(biases))])
    }

    fileprivate var text: String {
        var text =
            "gradient check of layer \(layer): distance \(scientific(weights)) for W, \(scientific(biases)) for b"
        var notes: [String] = []
        if checkedWeights < weightCount {
            notes.append("\(grouped(checkedWeights)) of \(grouped(weightCount)) weights compared")
        }
        if shortenedSteps > 0 { notes.append("\(grouped(shortenedSteps)) steps shortened") }
        if leftOut > 0 { notes.append("\(grouped(leftOut)) left out, right on a kink") }
        if !notes.isEmpty { text += " (" + notes.joined(separator: ", ") + ")" }
        return text
    }
}
