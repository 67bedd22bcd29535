import NNModel
import NNNetwork
import NNTraining
import Testing

@Suite("A first layer that leaves out zeros")
struct SparseFirstLayerTests {
    /// - Parameter zero: what stands where inputs are 0.
    private static func examples(_ count: Int = 70, zero: Double = 0, offset: Double = 0) throws -> Examples {
        var random = SplitMix64(seed: 15)
        let inputs = (0..<count * 301).map { _ in random.next(below: 5) < 3 ? zero : random.nextNormals().0 }
        return try Examples(
            inputs: .doubles(inputs), targets: .classes((0..<count).map { $0 % 3 }, count: 3), featureCount: 301,
            scaling: Scaling(offsets: [offset], divisors: [2]))
    }

    private static func settings(_ optimizer: Optimizer, threads: Int = 2) -> TrainingSettings {
        TrainingSettings(
            loss: .categoricalCrossEntropy, optimizer: optimizer, batchSize: .examples(33), length: .epochs(8),
            firstLayer: .direct, reportEvery: 1, seed: 4, threads: threads)
    }

    private static func train<Scalar: TrainingReal>(
        _ type: Scalar.Type, _ examples: Examples, _ settings: TrainingSettings, units: Int
    ) throws -> (Network<Scalar>, costs: [Double]) {
        let architecture = try Architecture(inputs: 301, units: [units, 3], activations: [.relu, .softmax])
        let trainer = try Trainer(
            Network(Parameters<Scalar>(initialFor: architecture, seed: 3)), on: examples, settings)
        let history = try trainer.run().history
        return (trainer.network, history.columns[1].values)
    }

    /// Numbers beside which 1 is infinitely large weigh nothing, but are none of those that are left out.
    @Test(
        "gives the parameters and costs of all products, but for rounding, for every optimizer",
        arguments: [
            .gradientDescent(learningRate: 0.1, weightDecay: 0.01), .momentum(learningRate: 0.05),
            .nesterov(learningRate: 0.05, weightDecay: 0.02), .rmsprop(), .adam(), .adamw(),
        ] as [Optimizer])
    func agrees(optimizer: Optimizer) throws {
        for (units, change) in Self.changes {
            var settings = Self.settings(optimizer)
            change(&settings)
            let (all, costs) = try Self.train(Double.self, Self.examples(zero: 1e-200), settings, units: units)
            let (few, fewCosts) = try Self.train(Double.self, Self.examples(), settings, units: units)
            #expect(costs[23] < costs[0])
            for (a, b) in zip(costs, fewCosts) { #expect(abs(a - b) <= 1e-11) }
            for (a, b) in zip(all.parameters.values, few.parameters.values) { #expect(abs(a - b) <= 1e-10) }
            let (single, singleCosts) = try Self.train(Float.self, Self.examples(), settings, units: units)
            for (a, b) in zip(costs, singleCosts) { #expect(abs(a - b) <= 2e-4) }
            #expect(single.parameters.values.allSatisfy { $0.isFinite })
        }
    }

    private static let changes: [(Int, @Sendable (inout TrainingSettings) -> Void)] = [
        (64, { _ in }), (131, { $0.gradientLimit = 0.2 }),
        (
            75,
            {
                $0.dropout = 0.3
                $0.classWeights = .balanced
            }
        ),
    ]

    @Test("The number of threads changes nothing")
    func threads() throws {
        let one = try Self.train(Float.self, Self.examples(), Self.settings(.adam(), threads: 1), units: 100)
        for threads in [2, 3, 5] {
            let more = try Self.train(Float.self, Self.examples(), Self.settings(.adam(), threads: threads), units: 100)
            #expect(one.0.parameters.values == more.0.parameters.values)
            #expect(one.costs == more.costs)
        }
    }

    @Test("It is chosen where two of five inputs are 0 and stay so, and the layer is large")
    func choice() throws {
        func form(
            _ examples: Examples, units: Int = 64, _ change: (inout TrainingSettings) -> Void = { _ in }
        ) throws -> FirstLayerForm {
            var settings = Self.settings(.adam())
            change(&settings)
            let architecture = try Architecture(inputs: 301, units: [units, 3], activations: [.relu, .softmax])
            let plan = try TrainingPlan(settings, exampleCount: examples.count)
            return try plan.firstLayerForm(architecture, settings, examples)
        }
        let examples = try Self.examples()
        let density = try #require(InputDensity(examples))
        #expect(abs(density.share - 0.4) < 0.01)
        #expect(try form(examples) == .sparse(density))
        #expect(try form(examples, units: 63) == .direct)
        #expect(try form(Self.examples(zero: 1e-9)) == .direct)
        #expect(try form(Self.examples(offset: 0.1)) == .direct)
        let augmenter = try ImageAugmenter(try #require(Augmentation("flip")), shape: [7, 43], seed: 5)
        #expect(try form(examples) { $0.augmenter = augmenter } == .direct)
        // The dual form leaves out more.
        let dual = try form(examples) {
            $0 = TrainingSettings(
                loss: .categoricalCrossEntropy, optimizer: .gradientDescent(), batchSize: .full,
                length: .iterations(5_000))
        }
        #expect(dual == .dual)
    }

    @Test("Inputs are divided into ranges of equal work, and marks of 32 aren't", arguments: [1, 2, 3, 7, 40])
    func ranges(count: Int) throws {
        // The first half of the inputs is 0 nine times of ten, the rest never.
        let width = 1_000
        let bytes = (0..<20 * width).map { UInt8($0 % width < 500 && $0 / width % 10 > 0 ? 0 : 7) }
        let examples = try Examples(
            inputs: .bytes(bytes), targets: .classes([Int](repeating: 0, count: 20), count: 1), featureCount: width,
            scaling: .pixels)
        let density = try #require(InputDensity(examples))
        #expect(abs(density.share - 0.55) < 1e-12)
        let ranges = density.ranges(count, columns: width)
        #expect(ranges.count == count)
        #expect(ranges.flatMap(Array.init) == Array(0..<width))
        #expect(
            ranges.dropLast().allSatisfy { $0.upperBound % InputDensity.columnsPerMark == 0 || $0.upperBound == width })
        func work(_ range: Range<Int>) -> Double {
            range.reduce(0) { $0 + ($1 < 500 ? 0.1 : 1) + 1 / 6.0 }
        }
        let mean = work(0..<width) / Double(count)
        // Off by half of the costliest 32 at either end.
        for range in ranges { #expect(abs(work(range) - mean) <= 32 * 7 / 6.0 + 1e-9) }
    }
}
