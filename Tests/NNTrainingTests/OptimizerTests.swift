import NNModel
import NNNetwork
import NNTraining
import Testing

@Suite("Optimizers")
struct OptimizerTests {
    static let optimizers: [String: Optimizer] = [
        "gradient-descent 0.1": .gradientDescent(learningRate: 0.1),
        "gradient-descent 0.1 decay 0.02": .gradientDescent(learningRate: 0.1, weightDecay: 0.02),
        "momentum": .momentum(),
        "momentum 0.05 0.8 decay 0.02": .momentum(learningRate: 0.05, momentum: 0.8, weightDecay: 0.02),
        "nesterov": .nesterov(),
        "nesterov 0.05 0.8 decay 0.02": .nesterov(learningRate: 0.05, momentum: 0.8, weightDecay: 0.02),
        "rmsprop": .rmsprop(),
        "rmsprop 0.01 0.9 1e-6 decay 0.02": .rmsprop(
            learningRate: 0.01, smoothing: 0.9, epsilon: 1e-6, weightDecay: 0.02),
        "adam": .adam(),
        "adam 0.05 0.8 0.95 1e-6": .adam(learningRate: 0.05, beta1: 0.8, beta2: 0.95, epsilon: 1e-6),
        "adam decay 0.02": .adam(weightDecay: 0.02),
        "adamw": .adamw(),
        "adamw 0.05 0.8 0.95 1e-6 decay 0.2": .adamw(
            learningRate: 0.05, beta1: 0.8, beta2: 0.95, epsilon: 1e-6, weightDecay: 0.2),
    ]

    @Test("after 1 and 100 updates the parameters are PyTorch's")
    func agreesWithPyTorch() throws {
        let reference = try TrainingReference.read()
        #expect(Set(reference.steps.map(\.optimizer)) == Set(Self.optimizers.keys))
        #expect(reference.steps.count == 2 * Self.optimizers.count)
        for steps in reference.steps {
            try compare(steps, reference.seed, Double.self, tolerance: 1e-12)
            try compare(steps, reference.seed, Float.self, tolerance: 2e-5)
        }
    }

    private func compare<Scalar: TrainingReal>(
        _ reference: TrainingReference.Steps, _ seed: UInt64, _: Scalar.Type, tolerance: Double
    ) throws {
        let optimizer = try #require(Self.optimizers[reference.optimizer])
        let architecture = try Architecture(inputs: 4, units: [3, 3], activations: [.tanh, .softmax])
        var generator = SplitMix64(seed: seed)
        let start = generator.uniforms(architecture.parameterCount, reach: 1.5)
        let inputs = generator.uniforms(20, reach: 4)
        let classes = (0..<5).map { _ in Int(generator.next() % 3) }
        let examples = try Examples(
            inputs: .doubles(inputs), targets: .classes(classes, count: 3), featureCount: 4, scaling: .none)
        let trainer = try Trainer(
            Network(Parameters(start.map { Scalar($0) }, for: architecture)), on: examples,
            TrainingSettings(
                loss: .categoricalCrossEntropy, optimizer: optimizer, batchSize: .full,
                length: .iterations(reference.steps), firstLayer: .direct))
        #expect(try trainer.run().isComplete)
        for (value, expected) in zip(trainer.network.parameters.values, reference.parameters) {
            #expect(abs(Double(value) - expected) <= tolerance, "\(reference.optimizer), \(reference.steps)")
        }
    }

    @Test("softmax regression ends where scikit-learn's does")
    func softmaxRegression() throws {
        let reference = try TrainingReference.read().softmaxRegression
        var generator = SplitMix64(seed: reference.seed)
        let examples = try Examples(
            inputs: .doubles(generator.uniforms(reference.examples * 3, reach: 2)),
            targets: .classes(reference.classes, count: 3), featureCount: 3, scaling: .none)
        let architecture = try Architecture(inputs: 3, units: [3], activations: [.softmax])
        for optimizer in [Optimizer.adam(learningRate: 0.05), .gradientDescent(learningRate: 0.5)] {
            let trainer = try Trainer(
                Network(Parameters<Double>(zerosFor: architecture)), on: examples,
                TrainingSettings(
                    loss: .categoricalCrossEntropy, optimizer: optimizer, batchSize: .full, length: .iterations(3000)))
            _ = try trainer.run()
            let evaluation = try trainer.network.evaluate(.categoricalCrossEntropy, on: examples)
            #expect(abs(evaluation.cost - reference.cost) < 1e-7)
            #expect(evaluation.accuracy == reference.accuracy)
        }
    }

    @Test("without momentum, momentum is gradient descent; without decay, AdamW is Adam")
    func specialCases() throws {
        func trained(_ optimizer: Optimizer) throws -> [Float] {
            let trainer = try Trainer(
                Network(Parameters<Float>(initialFor: smallArchitecture(), seed: 5)), on: smallExamples(),
                TrainingSettings(
                    loss: .categoricalCrossEntropy, optimizer: optimizer, length: .iterations(20), firstLayer: .direct))
            _ = try trainer.run()
            return trainer.network.parameters.values
        }
        let descent = try trained(.gradientDescent(learningRate: 0.3, weightDecay: 0.1))
        #expect(try trained(.momentum(learningRate: 0.3, momentum: 0, weightDecay: 0.1)) == descent)
        #expect(try trained(.nesterov(learningRate: 0.3, momentum: 0, weightDecay: 0.1)) == descent)
        #expect(try trained(.adamw(weightDecay: 0)) == trained(.adam()))
        #expect(try trained(.adamw(weightDecay: 0.1)) != trained(.adam(weightDecay: 0.1)))
    }

    /// Each such number would cost some processors fifty times as much as another.
    @Test("a moment that has shrunk until it isn't normal is 0, and only in an update", .enabled(if: isX86))
    func subnormalMoments() throws {
        let architecture = try Architecture(inputs: 4, units: [3], activations: [.softmax])
        let examples = try Examples(
            inputs: .doubles([Double](repeating: 0, count: 32 * 4)),
            targets: .classes((0..<32).map { $0 % 3 }, count: 3), featureCount: 4, scaling: .none)
        for optimizer in [Optimizer.adam(), .momentum(), .nesterov()] {
            let trainer = try Trainer(
                Network(Parameters<Float>(initialFor: architecture, seed: 1)), on: examples,
                TrainingSettings(
                    loss: .categoricalCrossEntropy, optimizer: optimizer, length: .iterations(40), firstLayer: .direct))
            let start = trainer.network.parameters.values
            var state = trainer.state
            state.moments.first = state.moments.first.map { _ in 1e-37 }
            try trainer.resume(state)
            #expect(try trainer.run().isComplete)
            // No input, no gradient of W.
            let weights = architecture.layers[0].weights
            #expect(trainer.state.moments.first[weights].allSatisfy { $0 == 0 })
            #expect(trainer.network.parameters.values[weights] == start[weights])
            // 0.9 of it, which the compiler can't know.
            let share = Float(trainer.state.iteration) / 44
            #expect((share * Float.leastNormalMagnitude).isSubnormal)
        }
    }

    @Test(
        "constants that can't train are refused",
        arguments: [
            (.gradientDescent(learningRate: 0), "learning rate: expected a number above 0, found 0.0"),
            (.gradientDescent(learningRate: -1), "learning rate: expected a number above 0, found -1.0"),
            (.adam(learningRate: .nan), "learning rate: expected a number above 0, found nan"),
            (.adam(beta1: 1), "beta of adam: expected a number from 0 to below 1, found 1.0"),
            (.adam(beta2: -0.1), "beta of adam: expected a number from 0 to below 1, found -0.1"),
            (.adam(epsilon: 0), "epsilon of adam: expected a number above 0, found 0.0"),
            (.adamw(beta1: 1), "beta of adamw: expected a number from 0 to below 1, found 1.0"),
            (.adamw(epsilon: .infinity), "epsilon of adamw: expected a number above 0, found inf"),
            (.momentum(momentum: 1), "momentum: expected a number from 0 to below 1, found 1.0"),
            (.nesterov(momentum: -0.5), "momentum: expected a number from 0 to below 1, found -0.5"),
            (.rmsprop(smoothing: .nan), "smoothing of rmsprop: expected a number from 0 to below 1, found nan"),
            (.rmsprop(epsilon: -1), "epsilon of rmsprop: expected a number above 0, found -1.0"),
            (.gradientDescent(weightDecay: -0.1), "weight decay: expected a number from 0, found -0.1"),
            (.adamw(weightDecay: .infinity), "weight decay: expected a number from 0, found inf"),
        ] as [(Optimizer, String)])
    func refused(_ optimizer: Optimizer, _ message: String) throws {
        let error = #expect(throws: TrainingError.self) {
            try TrainingPlan(
                TrainingSettings(loss: .huber, optimizer: optimizer, length: .iterations(1)), exampleCount: 1)
        }
        #expect(error?.description == message && error?.reason == .usage)
    }
}

private let isX86: Bool = {
    #if arch(x86_64)
        true
    #else
        false
    #endif
}()
