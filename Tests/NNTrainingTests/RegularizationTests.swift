import Foundation
import NNModel
import NNNetwork
import NNTestSupport
import NNTraining
import Testing

@Suite("Clipping, schedules, class weights and smoothed labels in training")
struct RegularizationTests {
    /// `Fixtures/reference/regularized.json`, made by PyTorch; the script is beside it.
    struct Reference: Decodable {
        struct Run: Decodable, CustomTestStringConvertible {
            let name: String
            let steps: Int
            let parameters: [Double]

            var testDescription: String { "\(name), \(steps) updates" }
        }
        let seed: UInt64
        let runs: [Run]

        static func read() throws -> Reference {
            try Places.decoded("reference/regularized.json")
        }
    }

    private static let momentum = Optimizer.momentum(learningRate: 0.5, momentum: 0.8, weightDecay: 0.02)
    private static let adam = Optimizer.adam(learningRate: 0.05)
    private static let weights = ClassWeights.each([0.5, 2.5, 1.25])
    private static let warmCosine = Schedule(.cosine(floor: 0), warmup: .iterations(10))

    private static let settings: [String: TrainingSettings] = [
        "momentum, clipped": settings(momentum) { $0.gradientLimit = 0.1 },
        "adam, clipped": settings(adam) { $0.gradientLimit = 0.1 },
        "momentum, step": settings(momentum) { $0.schedule.shape = .step(every: .epochs(10), factor: 0.6) },
        "adam, exponential": settings(adam) { $0.schedule.shape = .exponential(factor: 0.97) },
        "adam, cosine": settings(adam) { $0.schedule.shape = .cosine(floor: 0.001) },
        "momentum, warm cosine": settings(momentum) { $0.schedule = warmCosine },
        "momentum, plateau": settings(momentum) {
            $0.schedule.shape = .plateau(PlateauRule(factor: 0.7, patience: 2, threshold: 0.05))
            $0.reportEvery = 1
        },
        "momentum, class weights": settings(momentum) { $0.classWeights = weights },
        "adam, label smoothing": settings(adam) { $0.labelSmoothing = 0.1 },
        "adam, all": settings(adam) {
            $0.gradientLimit = 0.5
            $0.classWeights = weights
            $0.labelSmoothing = 0.2
            $0.schedule = warmCosine
        },
    ]

    private static func settings(
        _ optimizer: Optimizer, _ change: (inout TrainingSettings) -> Void
    ) -> TrainingSettings {
        var settings = TrainingSettings(
            loss: .categoricalCrossEntropy, optimizer: optimizer, batchSize: .full, firstLayer: .direct)
        change(&settings)
        return settings
    }

    @Test("none is left out")
    func complete() throws {
        #expect(try Set(Reference.read().runs.map(\.name)) == Set(Self.settings.keys))
    }

    @Test("the parameters become PyTorch's", arguments: try Reference.read().runs)
    func agrees(_ run: Reference.Run) throws {
        try compare(run, Double.self, tolerance: 1e-11)
        try compare(run, Float.self, tolerance: 5e-5)
    }

    private func compare<Scalar: TrainingReal>(_ run: Reference.Run, _: Scalar.Type, tolerance: Double) throws {
        var settings = try #require(Self.settings[run.name])
        settings.length = .iterations(run.steps)
        let architecture = try Architecture(inputs: 4, units: [3, 3], activations: [.tanh, .softmax])
        var generator = SplitMix64(seed: try Reference.read().seed)
        let start = generator.uniforms(architecture.parameterCount, reach: 1.5)
        let inputs = generator.uniforms(20, reach: 4)
        let classes = (0..<5).map { _ in Int(generator.next() % 3) }
        let examples = try Examples(
            inputs: .doubles(inputs), targets: .classes(classes, count: 3), featureCount: 4, scaling: .none)
        let trainer = try Trainer(
            Network(Parameters(start.map { Scalar($0) }, for: architecture)), on: examples, settings)
        #expect(try trainer.run().isComplete)
        for (value, expected) in zip(trainer.network.parameters.values, run.parameters) {
            #expect(abs(Double(value) - expected) <= tolerance, "\(Scalar.self): \(value) instead of \(expected)")
        }
    }
}
