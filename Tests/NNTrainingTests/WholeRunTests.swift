import NNModel
import NNNetwork
import NNTraining
import Testing

@Suite("Validation, schedules and augmentation in training")
struct WholeRunTests {
    /// A network that can learn 40 noisy examples by heart, and then knows less of others.
    private static func overfitting(
        epochs: Int, iterations: Int? = nil, patience: Int?, schedule: Schedule = .constant
    ) throws -> (Trainer<Double>, Examples) {
        let examples = try smallExamples(60)
        let architecture = try Architecture(inputs: 2, units: [30, 3], activations: [.tanh, .softmax])
        var settings = TrainingSettings(
            loss: .categoricalCrossEntropy, optimizer: .adam(learningRate: 0.1), batchSize: .examples(16),
            length: .epochs(epochs), seed: 4)
        if let iterations { settings.length = .iterations(iterations) }
        settings.schedule = schedule
        settings.validationSplit = 1.0 / 3
        settings.earlyStopping = patience
        let network = Network(Parameters<Double>(initialFor: architecture, seed: 4))
        return (try Trainer(network, on: examples, settings), examples)
    }

    private static func validationExamples(of examples: Examples, seed: UInt64) throws -> Examples {
        guard case .classes(let classes, let count) = examples.targets, case .doubles(let inputs) = examples.inputs
        else { throw TrainingError.noExamples }
        let chosen = try ValidationSplit(
            fraction: 1.0 / 3, classes: classes, classCount: count, seed: seed
        ).validation
        return try Examples(
            inputs: .doubles(chosen.flatMap { inputs[$0 * 2..<$0 * 2 + 2] }),
            targets: .classes(chosen.map { classes[$0] }, count: count), featureCount: 2, scaling: .none)
    }

    @Test("a run that is stopped early has the parameters that had the least validation cost", arguments: [1, 4])
    func earlyStopping(patience: Int) throws {
        let (trainer, examples) = try Self.overfitting(epochs: 200, patience: patience)
        var costs: [(iteration: Int, cost: Double)] = []
        let result = try trainer.run { progress in
            if let validation = progress.validation { costs.append((progress.iteration, validation.cost)) }
            return true
        }
        #expect(result.end == .early)
        let best = result.keptIteration
        let batches = trainer.plan.batchesPerEpoch
        // The last validation is the one that stops, and nobody is told of an update after it.
        #expect(result.iterations == best + patience * batches && batches == 3)
        #expect(costs.map(\.iteration) == Array(stride(from: batches, to: result.iterations, by: batches)))
        let least = try #require(costs.min { $0.cost < $1.cost })
        #expect(least.iteration == best && least.cost == result.validation?.cost)

        let validated = try Self.validationExamples(of: examples, seed: 4)
        #expect(try trainer.network.evaluate(.categoricalCrossEntropy, on: validated) == result.validation)
        // A run that ends there has the same.
        let (short, _) = try Self.overfitting(epochs: best / batches, patience: nil)
        #expect(try short.run().end == .complete)
        #expect(short.network == trainer.network)
    }

    @Test("a run that ends before it would be stopped has the best parameters, too")
    func endsFirst() throws {
        let (trainer, _) = try Self.overfitting(epochs: 200, patience: 3)
        let result = try trainer.run()
        #expect(result.end == .early)
        let best = result.keptIteration
        let (shorter, _) = try Self.overfitting(epochs: best / 3 + 1, patience: 3)
        #expect(try shorter.run().end == .complete)
        #expect(shorter.network == trainer.network)
    }

    @Test(
        "what the last update comes to is measured and told, wherever the run ends", arguments: [1, 2, 3, 4, 29, 30])
    func lastValidation(iterations: Int) throws {
        let (trainer, examples) = try Self.overfitting(epochs: 0, iterations: iterations, patience: nil)
        let validated = try Self.validationExamples(of: examples, seed: 4)
        let result = try trainer.run()
        let evaluation = try trainer.network.evaluate(.categoricalCrossEntropy, on: validated)
        #expect(result.validation == evaluation && result.lastValidation == evaluation)
        #expect(result.keptIteration == iterations)
        // Every validation has its row, and a row its cost of training where it was reported.
        let columns = Dictionary(uniqueKeysWithValues: result.history.columns.map { ($0.name, $0.values) })
        let rows = try #require(columns["iteration"]).indices
        let told = rows.map { Int(columns["iteration"]?[$0] ?? -1) }
        let due = (0..<iterations).filter { $0 % trainer.plan.reportEvery == 0 || $0 % 3 == 0 }
        #expect(told == due + [iterations])
        for row in rows {
            let isValidated = told[row] > 0 && told[row] % 3 == 0 || told[row] == iterations
            #expect(columns["validationCost"]?[row].isNaN == !isValidated)
            #expect(columns["validationAccuracy"]?[row].isNaN == !isValidated)
            let isReported = told[row] < iterations && told[row] % trainer.plan.reportEvery == 0
            #expect(columns["cost"]?[row].isNaN == !isReported && columns["accuracy"]?[row].isNaN == !isReported)
        }
        #expect(columns["validationCost"]?.last == evaluation.cost)
        #expect(columns["validationAccuracy"]?.last == evaluation.accuracy)
    }

    @Test("early stopping keeps the parameters of the least validation cost, the last one's included")
    func keepsTheBest() throws {
        // What each number of updates comes to, from runs of that length.
        var costs: [Int: Double] = [:]
        var lasts = 0
        for iterations in 1...14 {
            let (trainer, _) = try Self.overfitting(epochs: 0, iterations: iterations, patience: nil)
            costs[iterations] = try trainer.run().validation?.cost
        }
        for iterations in 1...14 {
            let (trainer, examples) = try Self.overfitting(epochs: 0, iterations: iterations, patience: 99)
            let result = try trainer.run()
            let candidates = costs.filter { $0.key <= iterations && ($0.key % 3 == 0 || $0.key == iterations) }
            let best = try #require(candidates.min { $0.value < $1.value })
            #expect(result.end == .complete && result.keptIteration == best.key)
            #expect(result.validation?.cost == best.value)
            #expect(result.lastValidation?.cost == costs[iterations])
            let validated = try Self.validationExamples(of: examples, seed: 4)
            #expect(try trainer.network.evaluate(.categoricalCrossEntropy, on: validated) == result.validation)
            if best.key == iterations, iterations % 3 != 0 { lasts += 1 }
        }
        #expect(lasts > 0 && lasts < 10)
    }

    @Test("every update has the learning rate of the schedule")
    func scheduled() throws {
        for schedule in [
            Schedule(.step(every: .epochs(2), factor: 0.5)), Schedule(.cosine(floor: 0.01), warmup: .iterations(5)),
            Schedule(.exponential(factor: 0.9), warmup: .epochs(2)),
        ] {
            let (trainer, _) = try Self.overfitting(epochs: 8, patience: nil, schedule: schedule)
            var rates: [Double] = []
            _ = try trainer.run { progress in
                rates.append(progress.learningRate)
                return true
            }
            let expected = (0..<24).map { schedule.learningRate(0.1, at: $0, batchesPerEpoch: 3, iterations: 24) }
            #expect(rates == expected && Set(rates).count >= 4)
        }
    }

    @Test("a plateau of the validation cost reduces the learning rate of the epochs after it")
    func plateau() throws {
        let rule = PlateauRule(factor: 0.5, patience: 1, threshold: 0.01)
        let schedule = Schedule(.plateau(rule), warmup: .epochs(1))
        let (trainer, _) = try Self.overfitting(epochs: 30, patience: nil, schedule: schedule)
        var (plateau, rates) = (Plateau(learningRate: 0.1), [Double]())
        _ = try trainer.run { progress in
            if let validation = progress.validation { plateau.endEpoch(cost: validation.cost, rule) }
            let expected = schedule.learningRate(
                plateau.learningRate, at: progress.iteration, batchesPerEpoch: 3, iterations: 90)
            #expect(progress.learningRate == expected)
            rates.append(progress.learningRate)
            return true
        }
        #expect(rates.count == 90 && rates[89] < 0.02)
    }

    @Test("a network sees each picture as its epoch and place have it, and then scaled")
    func augmented() throws {
        // All the same picture, so that the order of an epoch doesn't matter; and a network that hands it on, whose cost
        // with targets of 0 is the mean square of what it sees. Its weights hardly move.
        let (shape, count) = ([5, 6, 3], 4)
        let n = shape.reduce(1, *)
        let picture = (0..<n).map { UInt8(truncatingIfNeeded: $0 * 37) }
        let examples = try Examples(
            inputs: .bytes([[UInt8]](repeating: picture, count: count).flatMap { $0 }),
            targets: .values([Double](repeating: 0, count: n * count), width: n), featureCount: n,
            scaling: Scaling(offsets: [10, 20, 30], divisors: [100, 200, 300]))
        let architecture = try Architecture(inputs: n, units: [n], activations: [.identity])
        var parameters = Parameters<Double>(zerosFor: architecture)
        for i in 0..<n { parameters.values[i * n + i] = 1 }
        var settings = TrainingSettings(
            loss: .meanSquaredError, optimizer: .gradientDescent(learningRate: 1e-300), batchSize: .examples(1),
            length: .epochs(3), reportEvery: 1)
        let augmenter = try ImageAugmenter(
            Augmentation(flips: true, shift: 2, rotation: 30, brightness: 0.3), shape: shape, seed: 6)
        settings.augmenter = augmenter
        var costs: [Double] = []
        _ = try Trainer(Network(parameters), on: examples, settings).run { progress in
            costs.append(progress.cost)
            return true
        }
        #expect(costs.count == 3 * count && Set(costs).count == 3 * count)
        var row = [Double](repeating: 0, count: n)
        for (iteration, cost) in costs.enumerated() {
            picture.withUnsafeBufferPointer { picture in
                row.withUnsafeMutableBufferPointer { row in
                    guard let picture = picture.baseAddress, let row = row.baseAddress else { return }
                    augmenter.augment(
                        picture, epoch: iteration / count + 1, place: iteration % count, into: row)
                }
            }
            let squares = row.enumerated().map { index, value in
                let scaled = (value - Double(10 * (index % 3 + 1))) / Double(100 * (index % 3 + 1))
                return scaled * scaled
            }
            #expect(abs(cost - squares.reduce(0, +) / Double(n)) <= 1e-13 * cost)
        }
    }

    @Test("with everything on, the result is the same for any number of threads, and another without any of it")
    func threads() throws {
        try compareThreads(Float.self)
        try compareThreads(Double.self)
    }

    private func compareThreads<Scalar: TrainingReal>(_: Scalar.Type) throws {
        func run(
            _ threads: Int, _ change: (inout TrainingSettings) -> Void = { _ in }
        ) throws -> (Network<Scalar>, History) {
            var generator = SplitMix64(seed: 21)
            let (shape, count) = ([12, 12, 1], 300)
            let examples = try Examples(
                inputs: .bytes((0..<count * 144).map { _ in UInt8(truncatingIfNeeded: generator.next()) }),
                targets: .classes((0..<count).map { $0 * $0 % 7 % 3 }, count: 3), featureCount: 144, scaling: .pixels)
            // Large enough for the threads to be woken.
            let architecture = try Architecture(
                inputs: 144, units: [96, 40, 3], activations: [.relu, .tanh, .softmax])
            var settings = TrainingSettings(
                loss: .categoricalCrossEntropy, optimizer: .adamw(learningRate: 0.003), batchSize: .examples(96),
                length: .epochs(6), reportEvery: 2, seed: 5, threads: threads)
            settings.schedule = Schedule(.cosine(floor: 1e-5), warmup: .iterations(3))
            settings.dropout = 0.25
            settings.gradientLimit = 0.5
            settings.classWeights = .balanced
            settings.labelSmoothing = 0.1
            settings.augmenter = try ImageAugmenter(
                Augmentation(flips: true, shift: 2, rotation: 10, brightness: 0.2), shape: shape, seed: 5)
            settings.validationSplit = 0.2
            settings.earlyStopping = 5
            change(&settings)
            let trainer = try Trainer(
                Network(Parameters<Scalar>(initialFor: architecture, seed: 5)), on: examples, settings)
            let result = try trainer.run()
            return (trainer.network, result.history)
        }
        // NaN, where a report has no validation, equals nothing; its bits do.
        func bits(_ history: History) -> [[UInt64]] { history.columns.map { $0.values.map(\.bitPattern) } }
        let (network, history) = try run(1)
        for threads in [2, 3] {
            let (other, otherHistory) = try run(threads)
            #expect(other == network && bits(otherHistory) == bits(history))
        }
        let changes: [(String, (inout TrainingSettings) -> Void)] = [
            ("schedule", { $0.schedule.shape = .constant }), ("warm-up", { $0.schedule.warmup = nil }),
            ("dropout", { $0.dropout = 0 }), ("clipping", { $0.gradientLimit = nil }),
            ("class weights", { $0.classWeights = nil }), ("smoothing", { $0.labelSmoothing = 0 }),
            ("augmentation", { $0.augmenter = nil }), ("seed", { $0.seed = 6 }),
        ]
        for (name, change) in changes { #expect(try run(2, change).0 != network, "\(name)") }
    }
}
