import Foundation
import NNModel
import NNNetwork
import NNTestSupport
import NNTraining
import Testing

@Suite("Smoothed labels and class weights")
struct TargetEncodingTests {
    /// `Fixtures/reference/soft_targets.json`, made by PyTorch; the script is beside it.
    struct Reference: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let seed: UInt64
            let activation: String
            let units: Int
            let smoothing: Double
            let weights: [Double]?
            let costs: [Double]
            let deltas: [Double]

            var testDescription: String { "\(activation), \(units) units, \(smoothing), \(weights ?? [])" }
        }
        struct Saturated: Decodable, CustomTestStringConvertible {
            let activation: String
            let z: [Double]
            let label: Int
            let smoothing: Double
            let cost: Double
            let delta: [Double]

            var testDescription: String { "\(activation), z \(z), class \(label)" }
        }
        let examples: Int
        let cases: [Case]
        let saturated: [Saturated]

        static func read() throws -> Reference {
            try Places.decoded("reference/soft_targets.json")
        }
    }

    /// Costs, each times its weight, and Δ[L] of examples with these weighted inputs.
    private static func measure<Scalar: TrainingReal>(
        _ z: [Scalar], _ labels: [Int], _ activation: Activation, _ encoding: TargetEncoding
    ) -> (costs: [Double], deltas: [Double]) {
        let units = encoding.outputs
        let loss: Loss = activation == .sigmoid ? .binaryCrossEntropy : .categoricalCrossEntropy
        var (a, y) = (z, [Scalar](repeating: .nan, count: z.count))
        var (costs, deltas) = ([Double](), y)
        let weights = labels.map { label in encoding.weights.map { Scalar($0[label]) } ?? 1 }
        a.withUnsafeMutableBufferPointer { activation.apply(to: $0, units: units) }
        y.withUnsafeMutableBufferPointer { y in
            guard let base = y.baseAddress else { return }
            for (example, label) in labels.enumerated() { encoding.write(label, to: base + example * units) }
        }
        z.withUnsafeBufferPointer { z in
            a.withUnsafeBufferPointer { a in
                y.withUnsafeBufferPointer { y in
                    for (example, weight) in weights.enumerated() {
                        let row = example * units..<(example + 1) * units
                        let cost = loss.cost(
                            weightedInputs: UnsafeBufferPointer(rebasing: z[row]),
                            activations: UnsafeBufferPointer(rebasing: a[row]),
                            targets: UnsafeBufferPointer(rebasing: y[row]), activation: activation)
                        costs.append(Double(weight * cost))
                    }
                    deltas.withUnsafeMutableBufferPointer {
                        loss.outputDeltas(
                            weightedInputs: z, activations: a, targets: y, activation: activation, units: units,
                            into: $0)
                    }
                }
            }
        }
        for i in deltas.indices { deltas[i] *= weights[i / units] }
        return (costs, deltas.map { Double($0) })
    }

    private static func encoding(
        _ activation: Activation, _ units: Int, _ smoothing: Double, _ weights: [Double]?
    ) throws -> TargetEncoding {
        try TargetEncoding(
            outputs: units, loss: activation == .sigmoid ? .binaryCrossEntropy : .categoricalCrossEntropy,
            smoothing: smoothing, weights: weights.map { .each($0) },
            classCounts: [Int](repeating: 1, count: max(2, units)))
    }

    @Test("costs and derivatives are PyTorch's", arguments: try Reference.read().cases)
    func agrees(_ reference: Reference.Case) throws {
        let activation = try #require(Activation(reference.activation))
        let encoding = try Self.encoding(activation, reference.units, reference.smoothing, reference.weights)
        var generator = SplitMix64(seed: reference.seed)
        let examples = reference.costs.count
        let z = generator.uniforms(examples * reference.units, reach: 4)
        let labels = (0..<examples).map { _ in Int(generator.next() % UInt64(max(2, reference.units))) }
        for (values, tolerance) in [
            (Self.measure(z, labels, activation, encoding), 1e-14),
            (Self.measure(z.map { Float($0) }, labels, activation, encoding), 2e-6),
        ] {
            #expect(values.costs.count == examples && values.deltas.count == reference.deltas.count)
            for (value, expected) in zip(values.costs + values.deltas, reference.costs + reference.deltas) {
                #expect(abs(value - expected) <= tolerance * max(1, abs(expected)))
            }
        }
    }

    @Test(
        "where outputs come near to 1, a derivative keeps its digits, in both precisions",
        arguments: try Reference.read().saturated)
    func saturated(_ reference: Reference.Saturated) throws {
        let activation = try #require(Activation(reference.activation))
        let encoding = try Self.encoding(activation, reference.z.count, reference.smoothing, nil)
        for (values, tolerance) in [
            (Self.measure(reference.z, [reference.label], activation, encoding), 1e-11),
            (Self.measure(reference.z.map { Float($0) }, [reference.label], activation, encoding), 1e-5),
        ] {
            for (value, expected) in zip(values.costs + values.deltas, [reference.cost] + reference.delta) {
                #expect(abs(value - expected) <= tolerance * abs(expected), "\(value) instead of \(expected)")
            }
        }
    }

    @Test("a run's encoding follows from its settings, and numbers have none")
    func fromSettings() throws {
        var settings = TrainingSettings(loss: .categoricalCrossEntropy)
        let (classes, numbers) = (TargetKind.classes(counts: [1, 0, 2]), TargetKind.values(width: 1))
        #expect(try TargetEncoding(settings, kind: numbers, outputs: 1) == nil)
        settings.labelSmoothing = 0.375
        #expect(throws: TrainingError.badSetting("label smoothing: expected classes as labels, found numbers")) {
            try TargetEncoding(settings, kind: numbers, outputs: 1)
        }
        settings.classWeights = .balanced
        let encoding = try #require(try TargetEncoding(settings, kind: classes, outputs: 3))
        #expect(encoding.on == 0.75 && encoding.off == 0.125 && encoding.weights == [1.5, 1, 0.75])
        #expect(throws: TrainingError.badSetting("class weights: expected classes as labels, found numbers")) {
            try TargetEncoding(settings, kind: numbers, outputs: 1)
        }
    }

    @Test("without smoothing, targets are 0 and 1")
    func hard() throws {
        let encoding = try TargetEncoding(outputs: 3, loss: .categoricalCrossEntropy, classCounts: [1, 1, 1])
        #expect(encoding.on == 1 && encoding.off == 0 && encoding.weights == nil)
    }

    @Test(
        "a smoothing that leaves nothing to learn is refused", arguments: [-0.1, 1, 1.5, .nan, .infinity] as [Double])
    func badSmoothing(_ smoothing: Double) {
        let error = #expect(throws: TrainingError.self) {
            try TargetEncoding(outputs: 2, loss: .categoricalCrossEntropy, smoothing: smoothing, classCounts: [1, 1])
        }
        #expect(error?.description == "label smoothing: expected a number from 0 to below 1, found \(smoothing)")
        #expect(error?.reason == .usage)
    }

    /// `Fixtures/reference/classes.json`, made by scikit-learn.
    struct Balanced: Decodable {
        struct Case: Decodable {
            let labels: [Int]
            let classes: [Int]
            let weights: [Double]
        }
        let balanced: [Case]
    }

    @Test("balanced weights are scikit-learn's, and 1 for a class without examples")
    func balanced() throws {
        let reference: Balanced = try Places.decoded("reference/classes.json")
        #expect(reference.balanced.count == 3)
        for example in reference.balanced {
            let count = try #require(example.classes.max()) + 2
            let counts = (0..<count).map { label in example.labels.count { $0 == label } }
            let weights = try ClassWeights.balanced.weights(classCounts: counts)
            for (label, weight) in zip(example.classes, example.weights) {
                #expect(abs(weights[label] - weight) <= 1e-15 * weight)
            }
            for label in Set(0..<count).subtracting(example.classes) { #expect(weights[label] == 1) }
            // Which is why the learning rate keeps its meaning.
            let mean = example.labels.map { weights[$0] }.reduce(0, +) / Double(example.labels.count)
            #expect(abs(mean - 1) < 1e-14)
        }
    }

    @Test(
        "weights that don't fit the classes are refused",
        arguments: [
            ([1], [3, 4], "class weights: expected 2, one a class, found 1"),
            ([1, 2, 3], [3, 4], "class weights: expected 2, one a class, found 3"),
            ([1, -0.5], [3, 4], "class weights: expected numbers from 0, found -0.5"),
            ([.nan, 1], [3, 4], "class weights: expected numbers from 0, found nan"),
            ([1, .infinity], [3, 4], "class weights: expected numbers from 0, found inf"),
            ([0, 0], [3, 4], "class weights: expected a class with examples to weigh more than 0, found none"),
            ([1, 0], [0, 4], "class weights: expected a class with examples to weigh more than 0, found none"),
        ] as [([Double], [Int], String)])
    func badWeights(_ weights: [Double], _ counts: [Int], _ message: String) {
        #expect(throws: TrainingError.badSetting(message)) {
            try TargetEncoding(
                outputs: 2, loss: .categoricalCrossEntropy, weights: .each(weights), classCounts: counts)
        }
    }
}
