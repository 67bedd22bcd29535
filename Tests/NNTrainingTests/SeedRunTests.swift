import NNModel
import NNNetwork
import NNTestSupport
import NNTraining
import Testing

/// The seed notebook's run: 12288 → 7 → 1, relu and sigmoid, 2,501 steps of gradient descent over 209 pictures.
@Suite("The seed's run", .needsRelease, .needsCats, .serialized)
struct SeedRunTests {
    static func architecture() throws -> Architecture {
        try Architecture(inputs: Cats.featureCount, units: [7, 1], activations: [.relu, .sigmoid])
    }

    static let settings = TrainingSettings(
        loss: .binaryCrossEntropy, optimizer: .gradientDescent(learningRate: 0.0077), batchSize: .full,
        length: .iterations(2501), reportEvery: 500)

    @Test(
        "from the same initial parameters it has the notebook's costs to 1e-9, in either form of the first layer",
        arguments: [TrainingSettings.FirstLayer.direct, .dual])
    func agreesWithNotebook(firstLayer: TrainingSettings.FirstLayer) throws {
        let reference = try Cats.reference()
        let architecture = try Self.architecture()
        var parameters = Parameters<Double>(zerosFor: architecture)
        var generator = SplitMix64(seed: reference.seed)
        for layer in architecture.layers {
            for index in layer.weights {
                parameters.values[index] = (2 * generator.nextUniform() - 1) * reference.reach
            }
        }
        #expect(Array(parameters.weights(0).prefix(4) + parameters.weights(1).prefix(2)) == reference.firstWeights)

        let (train, test) = (try Cats.examples(reference.train), try Cats.examples(reference.test))
        var settings = Self.settings
        settings.firstLayer = firstLayer
        let trainer = try Trainer(Network(parameters), on: train, settings)
        let result = try trainer.run()
        #expect(result.history.columns[0].values == reference.costs.map { $0[0] })
        for (cost, expected) in zip(result.history.columns[1].values, reference.costs.map { $0[1] }) {
            #expect(abs(cost - expected) <= 1e-9 * expected, "\(cost) instead of \(expected)")
        }
        #expect(try trainer.network.evaluate(.binaryCrossEntropy, on: train).accuracy == reference.trainAccuracy)
        #expect(try trainer.network.evaluate(.binaryCrossEntropy, on: test).accuracy == reference.testAccuracy)
    }

    @Test(
        "from our own initial weights it learns as the notebook's did, and backpropagation is right", arguments: [0, 1])
    func ownStart(_ seed: UInt64) throws {
        let reference = try Cats.reference()
        let (train, test) = (try Cats.examples(reference.train), try Cats.examples(reference.test))
        var settings = Self.settings
        settings.seed = seed
        let start = Parameters<Double>(initialFor: try Self.architecture(), .normal(deviation: 0.01), seed: seed)
        let trainer = try Trainer(Network(start), on: train, settings)
        let costs = try trainer.run().history.columns[1].values
        #expect(costs.count == 6)
        #expect(abs(costs[0] - 0.693) <= 0.01)
        #expect(costs[5] >= 0.02 && costs[5] <= 0.06)
        #expect(try #require(trainer.network.evaluate(.binaryCrossEntropy, on: train).accuracy) >= 0.98)
        #expect(try (0.64...0.80).contains(#require(trainer.network.evaluate(.binaryCrossEntropy, on: test).accuracy)))

        let check = try GradientCheck(trainer.network, .binaryCrossEntropy, on: train, seed: seed)
        for layer in check.layers {
            #expect(layer.weights <= 1e-8 && layer.biases <= 1e-8, "\(layer)")
            #expect(layer.checkedWeights == layer.weightCount && layer.leftOut == 0, "\(layer)")
        }
    }

    @Test("in float32 it comes to nearly the same")
    func singlePrecision() throws {
        let train = try Cats.examples(try Cats.reference().train)
        let start = Parameters<Float>(initialFor: try Self.architecture(), .normal(deviation: 0.01), seed: 0)
        let trainer = try Trainer(Network(start), on: train, Self.settings)
        let costs = try trainer.run().history.columns[1].values
        #expect(abs(costs[0] - 0.693) <= 0.01)
        #expect(costs[5] >= 0.02 && costs[5] <= 0.06)
        let check = try GradientCheck(trainer.network, .binaryCrossEntropy, on: train, seed: 0)
        for layer in check.layers { #expect(layer.weights <= 1e-8 && layer.biases <= 1e-8, "\(layer)") }
    }
}
