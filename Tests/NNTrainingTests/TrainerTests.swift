import NNModel
import NNNetwork
import NNTraining
import Testing

@Suite("Trainer")
struct TrainerTests {
    static func trainer(
        _ length: TrainingSettings.Length, _ optimizer: Optimizer = .adam(learningRate: 0.02),
        _ batchSize: TrainingSettings.BatchSize = .examples(16), reportEvery: Int? = nil, seed: UInt64 = 0,
        on examples: Examples? = nil
    ) throws -> Trainer<Double> {
        try Trainer(
            Network(Parameters(initialFor: smallArchitecture(), seed: seed)), on: examples ?? smallExamples(),
            TrainingSettings(
                loss: .categoricalCrossEntropy, optimizer: optimizer, batchSize: batchSize, length: length,
                reportEvery: reportEvery, seed: seed))
    }

    @Test("mini-batches learn")
    func learns() throws {
        let trainer = try Self.trainer(.epochs(60))
        let before = try trainer.network.evaluate(.categoricalCrossEntropy, on: smallExamples())
        _ = try trainer.run()
        let after = try trainer.network.evaluate(.categoricalCrossEntropy, on: smallExamples())
        #expect(after.cost < before.cost / 2)
        #expect(try #require(after.accuracy) > 0.85)
    }

    @Test("a run is the same every time, and another with another seed")
    func reproducible() throws {
        func run(_ seed: UInt64) throws -> (Parameters<Double>, History) {
            let trainer = try Self.trainer(.epochs(3), seed: seed)
            let history = try trainer.run().history
            return (trainer.network.parameters, history)
        }
        let (first, second, other) = (try run(1), try run(1), try run(2))
        #expect(first == second)
        #expect(first.0 != other.0)
    }

    @Test("the last batch of an epoch is smaller, and every example comes once an epoch")
    func batches() throws {
        // A batch of one linear unit with zero weights and target 0 costs the mean square of its biases; so take targets
        // that tell the examples apart, and a learning rate that hardly moves: each batch's cost is then the mean of
        // its examples' squared targets.
        let targets = (0..<10).map { Double(1 << $0) }
        let examples = try Examples(
            inputs: .doubles([Double](repeating: 0, count: 10)), targets: .values(targets, width: 1), featureCount: 1,
            scaling: .none)
        let architecture = try Architecture(inputs: 1, units: [1], activations: [.identity])
        let trainer = try Trainer(
            Network(Parameters<Double>(zerosFor: architecture)), on: examples,
            TrainingSettings(
                loss: .meanSquaredError, optimizer: .gradientDescent(learningRate: 1e-300), batchSize: .examples(4),
                length: .epochs(2), reportEvery: 1))
        #expect(trainer.plan.batchesPerEpoch == 3 && trainer.plan.iterations == 6)
        var seen: [[Int]] = []
        _ = try trainer.run { progress in
            // With a report each iteration the cost is the batch's alone. Squares of powers of two: the bits at even
            // places of the sum are the examples.
            let size = progress.iteration % 3 == 2 ? 2.0 : 4.0
            let sum = Int(progress.cost * size)
            seen.append((0..<10).filter { sum & (1 << (2 * $0)) != 0 })
            return true
        }
        #expect(seen.map(\.count) == [4, 4, 2, 4, 4, 2])
        #expect(seen[0...2].flatMap { $0 }.sorted() == Array(0..<10))
        #expect(seen[3...5].flatMap { $0 }.sorted() == Array(0..<10))
        #expect(seen[0...2].map(Set.init) != seen[3...5].map(Set.init))
    }

    @Test("a report of mini-batches is the mean over the examples since the last one")
    func reportedCosts() throws {
        var (costs, sizes, all): ([Double], [Double], [(Int, Double, Double)]) = ([], [], [])
        _ = try Self.trainer(.epochs(2), reportEvery: 1).run { progress in
            costs.append(progress.cost)
            sizes.append(progress.iteration % 7 == 6 ? 4 : 16)
            return true
        }
        let history = try Self.trainer(.epochs(2), reportEvery: 5).run { progress in
            all.append((progress.iteration, progress.cost, progress.accuracy ?? -1))
            return true
        }.history
        #expect(history.columns.map(\.name) == ["iteration", "cost", "accuracy"])
        #expect(history.columns[0].values == [0, 5, 10])
        for (row, range) in [0...0, 1...5, 6...10].enumerated() {
            let mean = range.reduce(0) { $0 + costs[$1] * sizes[$1] } / range.reduce(0) { $0 + sizes[$1] }
            #expect(abs(history.columns[1].values[row] - mean) < 1e-14)
        }
        #expect(all.count == 14 && all.allSatisfy { $0.2 >= 0 && $0.2 <= 1 })
    }

    @Test("with a full batch the cost after iteration i is exactly that of the parameters after i updates")
    func fullBatchCosts() throws {
        for updates in [1, 7] {
            let shorter = try Self.trainer(.iterations(updates), .gradientDescent(learningRate: 0.1), .full)
            _ = try shorter.run()
            let costs = try Self.trainer(.iterations(8), .gradientDescent(learningRate: 0.1), .full, reportEvery: 1)
                .run().history.columns[1].values
            let evaluation = try shorter.network.evaluate(.categoricalCrossEntropy, on: smallExamples())
            #expect(abs(costs[updates] - evaluation.cost) < 1e-14)
        }
    }

    @Test("a full batch is what a batch size beyond the examples comes to")
    func batchBeyondExamples() throws {
        let whole = try Self.trainer(.iterations(5), .adam(), .full)
        let larger = try Self.trainer(.iterations(5), .adam(), .examples(1000))
        _ = (try whole.run(), try larger.run())
        #expect(larger.plan.isFullBatch)
        #expect(whole.network == larger.network)
    }

    @Test("the observer stops a run")
    func stops() throws {
        let trainer = try Self.trainer(.epochs(100), reportEvery: 2)
        let result = try trainer.run { $0.iteration < 5 }
        #expect(!result.isComplete && result.iterations == 5)
        #expect(result.history.columns[0].values == [0, 2, 4])
    }

    @Test("a cost that is no number stops the run, naming the iteration and the likely cause")
    func diverges() throws {
        let trainer = try Self.trainer(.iterations(50), .gradientDescent(learningRate: 1e200), .full)
        let error = #expect(throws: TrainingError.self) { _ = try trainer.run() }
        guard case .diverged(let iteration, let cost, let cause) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(iteration >= 1 && iteration < 5 && !cost.isFinite)
        #expect(cause == "the learning rate of 1e+200 is probably too large; try a tenth of it")

        let huge = try smallExamples(3, inputs: .doubles([1e308, 1e308, -1e308, 1e308, 1e308, 1e308]))
        let first = #expect(throws: TrainingError.self) { _ = try Self.trainer(.epochs(1), on: huge).run() }
        guard case .diverged(iteration: 0, _, let cause) = first else {
            Issue.record("\(String(describing: first))")
            return
        }
        #expect(cause == "the inputs or the initial weights are too large; normalize the inputs")
    }

    @Test("an update that leaves no numbers behind is found after the last iteration too")
    func divergesAtTheEnd() throws {
        let examples = try smallExamples()
        let trainer = try Trainer(
            Network(Parameters<Float>(initialFor: smallArchitecture(), seed: 0)), on: examples,
            TrainingSettings(
                loss: .categoricalCrossEntropy, optimizer: .gradientDescent(learningRate: 1e60), batchSize: .full,
                length: .iterations(1)))
        #expect(throws: TrainingError.self) { _ = try trainer.run() }
    }
}
