import NNCommand
import NNModel

/// `nnpredict --selftest`: whether this program gets from a model what the program that wrote it got.
struct SelfTest {
    /// What became of one check.
    struct Outcome {
        let check: VerificationCheck
        let isPassed: Bool
        /// The largest |a − e| ÷ max(1, |e|); NaN where an output is.
        let worst: Double
    }

    let path: String
    let outcomes: [Outcome]

    /// Replays the checks that the file carries.
    init(path: String, network: Network) throws {
        self.path = path
        outcomes = try ModelFile(path: path).verification().map { check in
            let activations = network(.float64(check.example(for: network.input))).activations
            return Outcome(
                check: check, isPassed: check.holds(for: activations),
                worst: check.deviation(of: activations) * check.tolerance)
        }
    }

    var isPassed: Bool { outcomes.allSatisfy(\.isPassed) }

    var text: String {
        guard !outcomes.isEmpty else {
            return "\(path.escaped): no verification records: nothing was tested\n"
        }
        var table = Table([("check", .right), ("input", .left), ("worst", .right), ("tolerance", .right), ("", .left)])
        for (index, outcome) in outcomes.enumerated() {
            table.add([
                "\(index + 1)", outcome.check.source.text, scientific(outcome.worst),
                scientific(outcome.check.tolerance), outcome.isPassed ? "ok" : "FAILED",
            ])
        }
        return table.text
    }

    var json: JSON {
        .object([
            ("ok", .bool(isPassed)),
            (
                "checks",
                .array(
                    outcomes.map { outcome in
                        .object([
                            ("input", .string(outcome.check.source.text)), ("ok", .bool(outcome.isPassed)),
                            ("worst", .number(outcome.worst)), ("tolerance", .number(outcome.check.tolerance)),
                        ])
                    })
            ),
        ])
    }
}

extension VerificationCheck.Source {
    fileprivate var text: String {
        switch self {
        case .seed(let seed): "seed \(seed)"
        case .values: "values"
        }
    }
}
