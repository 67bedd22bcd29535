import Foundation
import Mutation
import Synchronization

/// Has both readers judge mutants, side by side, and keeps count.
final class Agreement: Sendable {
    /// What to do.
    struct Plan: Sendable {
        var count = 100_000
        var seed: UInt64 = 1
        var workers = 2
        var ruleOnly = false
        var script = ""
        var folder = URL(filePath: ".")
    }

    /// What was found so far.
    struct Tally {
        var next = 0
        var judged = 0
        var verdicts: [Verdict: Int] = [:]
        var disagreements: [String: Int] = [:]
        var saved = 0
        var problem: String?
    }

    private let plan: Plan
    private let mutator: Mutator
    private let tally = Mutex(Tally())
    private static let batch = 500
    private static let mostSaved = 200

    init(_ plan: Plan, mutator: Mutator) {
        self.plan = plan
        self.mutator = mutator
    }

    func run() -> Tally {
        DispatchQueue.concurrentPerform(iterations: plan.workers) { worker in
            do {
                let python = try PythonJudge(script: plan.script)
                while let batch = take() { try judge(batch: batch, worker: worker, python) }
                python.finish()
            } catch {
                tally.withLock { $0.problem = "\(error)" }
            }
        }
        return tally.withLock { $0 }
    }

    private func take() -> Int? {
        tally.withLock { tally in
            guard tally.next * Self.batch < plan.count, tally.problem == nil else { return nil }
            defer { tally.next += 1 }
            return tally.next
        }
    }

    private func judge(batch: Int, worker: Int, _ python: PythonJudge) throws {
        // Batches are seeded by their number, so that it doesn't matter who judges which.
        var mutator = mutator.reseeded(plan.seed &+ UInt64(batch) &* 0xD1B5_4A32_D192_ED03)
        let mutants = (0..<min(Self.batch, plan.count - batch * Self.batch)).map { _ in mutator.next() }
        try python.send(mutants.map(\.bytes))
        let ours = mutants.map { mutant in
            BlackBox.judging(mutant.bytes, worker: worker) { nnmutants.judge(mutant.bytes) }
        }
        for (index, mutant) in mutants.enumerated() {
            let theirs = python.verdict()
            try count(mutant, ours: ours[index], theirs: theirs, name: "\(plan.seed)-\(batch)-\(index)")
        }
        BlackBox.resume()
    }

    private func count(_ mutant: Mutant, ours: Verdict, theirs: Verdict, name: String) throws {
        func rule(_ verdict: Verdict) -> String { String(verdict.prefix { $0 != " " }) }
        let agree = plan.ruleOnly ? rule(ours) == rule(theirs) : ours == theirs
        let isToSave = tally.withLock { tally in
            tally.judged += 1
            tally.verdicts[rule(ours), default: 0] += 1
            guard !agree || ours.hasPrefix("crash") else { return false }
            let kind =
                rule(ours) == rule(theirs) ? "\(rule(ours)), at other bytes" : "\(rule(ours)) and \(rule(theirs))"
            tally.disagreements[kind, default: 0] += 1
            // A few of each kind, so that a common one doesn't hide the others.
            guard tally.disagreements[kind, default: 0] <= 5, tally.saved < Self.mostSaved else { return false }
            tally.saved += 1
            return true
        }
        guard isToSave else { return }
        let file = plan.folder.appending(path: "\(name).nnm")
        try Data(mutant.bytes).write(to: file)
        print("\(name).nnm: Swift: \(ours); Python: \(theirs); \(mutant.history.joined(separator: ", "))")
    }
}
