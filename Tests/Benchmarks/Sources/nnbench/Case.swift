import Foundation

/// What one run of a contestant came to.
struct Measurement {
    let seconds: Double
    /// A result, to show that both did the same work.
    let result: Double
}

/// Somebody who does the work of a case.
struct Contestant: Sendable {
    let name: String
    /// Why it can't take part; nil where it can.
    var missing: @Sendable () -> String? = { nil }
    let run: @Sendable () throws -> Measurement
}

/// A row of the table: the same work, done by us and by a peer.
struct Case: Sendable {
    let name: String
    /// What the times contain, on either side.
    let timed: String
    let ours: Contestant
    let peer: Contestant
    /// How many times as fast as the peer we have to be, where that is laid down.
    var bar: Double?
    /// What the two results must have in common.
    let isSameWork: @Sendable (_ ours: Double, _ theirs: Double) -> Bool

    /// Why it can't be run; nil where it can.
    func missing() -> String? { ours.missing() ?? peer.missing() }

    /// Both in turn, so many times, after one run each that isn't counted.
    /// - Returns: a row of the table.
    func run(pairs: Int) throws -> [String] {
        var runs: [(ours: Measurement, peer: Measurement)] = []
        for pair in 0...pairs {
            let both = (ours: try ours.run(), peer: try peer.run())
            guard isSameWork(both.ours.result, both.peer.result) else {
                throw Problem("the results differ: \(both.ours.result) and, by \(peer.name), \(both.peer.result)")
            }
            if pair > 0 { runs.append(both) }
        }
        return [
            name, seconds(median(runs.map(\.ours.seconds))), ours.name, seconds(median(runs.map(\.peer.seconds))),
            peer.name, String(format: "%.2f", median(runs.map { $0.peer.seconds / $0.ours.seconds })),
            bar.map { "≥ \($0)" } ?? "", timed,
        ]
    }

    private func seconds(_ value: Double) -> String {
        value < 0.1 ? String(format: "%.2f ms", value * 1000) : String(format: "%.2f s", value)
    }
}
