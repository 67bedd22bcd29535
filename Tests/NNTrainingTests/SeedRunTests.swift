import NNModel
import NNNetwork
import NNTraining
import Testing

/// The seed notebook's run: 12288 → 7 → 1, relu and sigmoid, 2,501 steps of gradient descent over 209 pictures.
@Suite("The seed's run", .inReleaseBuilds, .withCats, .serialized)
struct SeedRunTests {
    static func architecture() throws -> Architecture {
        try Architecture(inputs: Cats.featureCount, units: [7, 1], activations: [.relu, .sigmoid])
    }

    static let settings = TrainingSettings(
        loss: .binaryCrossEntropy, optimizer: .gradientDescent(learningRate: 0.0077), batchSize: .full,
        length: .iterations(2501), reportEvery: 500)

    @Test("from the same initial parameters it has the notebook's costs to 1e-9")
    func agreesWithNotebook() throws {
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
        let trainer = try Trainer(Network(parameters), on: train, Self.settings)
        let result = try trainer.run()
        #expect(result.history.columns[0].values == reference.costs.map { $0[0] })
        for (cost, expected) in zip(result.history.columns[1].values, reference.costs.map { $0[1] }) {
            #expect(abs(cost - expected) <= 1e-9 * expected, "\(cost) instead of \(expected)")
        }
        #expect(try trainer.network.evaluate(.binaryCrossEntropy, on: train).accuracy == reference.trainAccuracy)
        #expect(try trainer.network.evaluate(.binaryCrossEntropy, on: test).accuracy == reference.testAccuracy)
    }
}
