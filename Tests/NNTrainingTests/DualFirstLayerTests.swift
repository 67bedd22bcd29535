import NNModel
import NNNetwork
import NNTraining
import Testing

@Suite("The dual form of the first layer")
struct DualFirstLayerTests {
    private static func examples(_ count: Int, features: Int, classes: Int) throws -> Examples {
        var random = SplitMix64(seed: 5)
        return try Examples(
            inputs: .doubles((0..<count * features).map { _ in random.nextNormals().0 }),
            targets: .classes((0..<count).map { $0 % classes }, count: classes), featureCount: features,
            scaling: Scaling(offsets: [0.5], divisors: [2]))
    }

    private static func train<Scalar: TrainingReal>(
        _ type: Scalar.Type, _ firstLayer: TrainingSettings.FirstLayer, units: [Int], _ activation: Activation,
        _ optimizer: Optimizer = .gradientDescent(learningRate: 0.1), batchSize: TrainingSettings.BatchSize = .full,
        clipping: Double? = nil, iterations: Int = 200, stop: Int = .max
    ) throws -> (Network<Scalar>, [Double]) {
        let examples = try examples(9, features: 40, classes: units.last ?? 1)
        let activations = units.dropLast().map { _ in activation } + [.softmax]
        let architecture = try Architecture(inputs: 40, units: units, activations: activations)
        var settings = TrainingSettings(
            loss: .categoricalCrossEntropy, optimizer: optimizer, batchSize: batchSize,
            length: .iterations(iterations), firstLayer: firstLayer, reportEvery: 1)
        settings.gradientLimit = clipping
        let trainer = try Trainer(
            Network(Parameters<Scalar>(initialFor: architecture, seed: 3)), on: examples, settings)
        let history = try trainer.run { $0.iteration < stop }.history
        return (trainer.network, history.columns[1].values)
    }

    @Test(
        "gives the parameters and costs of the direct form, but for rounding",
        arguments: [([3], .identity), ([7, 3], .tanh), ([7, 3], .relu), ([20, 6, 4], .swish)] as [([Int], Activation)])
    func agrees(units: [Int], activation: Activation) throws {
        let (direct, costs) = try Self.train(Double.self, .direct, units: units, activation)
        let (dual, dualCosts) = try Self.train(Double.self, .dual, units: units, activation)
        #expect(costs[199] < costs[0] / 2)
        for (a, b) in zip(costs, dualCosts) { #expect(abs(a - b) <= 1e-12) }
        for (a, b) in zip(direct.parameters.values, dual.parameters.values) { #expect(abs(a - b) <= 1e-12) }
        let (single, singleCosts) = try Self.train(Float.self, .dual, units: units, activation)
        for (a, b) in zip(costs, singleCosts) { #expect(abs(a - b) <= 1e-5) }
        for (a, b) in zip(direct.parameters.values, single.parameters.values) { #expect(abs(a - Double(b)) <= 1e-4) }
    }

    @Test(
        "agrees for every optimizer that is linear in the gradient, with decay, mini-batches and clipping",
        arguments: [
            .gradientDescent(learningRate: 0.1, weightDecay: 0.01), .momentum(learningRate: 0.05),
            .momentum(learningRate: 0.05, momentum: 0.5, weightDecay: 0.02), .nesterov(learningRate: 0.05),
            .nesterov(learningRate: 0.05, momentum: 0.7, weightDecay: 0.02),
        ] as [Optimizer],
        [.full, .examples(4)] as [TrainingSettings.BatchSize])
    func agrees(optimizer: Optimizer, batchSize: TrainingSettings.BatchSize) throws {
        for clipping in [nil, 0.2] {
            let (direct, costs) = try Self.train(
                Double.self, .direct, units: [7, 3], .tanh, optimizer, batchSize: batchSize, clipping: clipping)
            let (dual, dualCosts) = try Self.train(
                Double.self, .dual, units: [7, 3], .tanh, optimizer, batchSize: batchSize, clipping: clipping)
            #expect(costs[199] < costs[0] / 2)
            for (a, b) in zip(costs, dualCosts) { #expect(abs(a - b) <= 1e-11) }
            for (a, b) in zip(direct.parameters.values, dual.parameters.values) { #expect(abs(a - b) <= 1e-11) }
        }
    }

    @Test("A run that is stopped has the weights of as many steps")
    func stopped() throws {
        let (stopped, _) = try Self.train(Double.self, .dual, units: [7, 3], .relu, stop: 50)
        let (whole, _) = try Self.train(Double.self, .direct, units: [7, 3], .relu, iterations: 50)
        for (a, b) in zip(stopped.parameters.values, whole.parameters.values) { #expect(abs(a - b) <= 1e-13) }
    }

    @Test("More examples than memory should be spent on are refused")
    func tooMany() throws {
        let settings = TrainingSettings(
            loss: .meanSquaredError, optimizer: .gradientDescent(), batchSize: .full, length: .iterations(1),
            firstLayer: .dual)
        let examples = try Examples(
            inputs: .bytes([UInt8](repeating: 1, count: 20_000)),
            targets: .values([Double](repeating: 0, count: 20_000), width: 1), featureCount: 1, scaling: .none)
        let architecture = try Architecture(inputs: 1, units: [1], activations: [.identity])
        let error = #expect(throws: TrainingError.self) {
            try Trainer(Network(Parameters<Double>(initialFor: architecture, seed: 0)), on: examples, settings)
        }
        #expect(error?.reason == .usage)
    }

    @Test("Where it does not apply, asking for it is refused, and leaving the choice is not")
    func refused() throws {
        let examples = try Self.examples(9, features: 40, classes: 3)
        let architecture = try Architecture(inputs: 40, units: [3], activations: [.softmax])
        let network = Network(Parameters<Double>(initialFor: architecture, seed: 3))
        for optimizer in [Optimizer.adam(), .adamw(), .rmsprop()] {
            var settings = TrainingSettings(
                loss: .categoricalCrossEntropy, optimizer: optimizer, batchSize: .full, length: .iterations(10),
                firstLayer: .dual)
            let error = #expect(throws: TrainingError.self) { try Trainer(network, on: examples, settings) }
            #expect(error?.reason == .usage)
            settings.firstLayer = .auto
            #expect(try Trainer(network, on: examples, settings).run().isComplete)
        }
    }
}
