import Foundation
import NNModel
import NNNetwork
import NNTestSupport
import NNTraining
import Testing

@Suite("Random numbers and initial weights")
struct InitializerTests {
    @Test("SplitMix64 gives the published sequence")
    func splitMix64() throws {
        let reference = try TrainingReference.read().splitMix64
        var generator = SplitMix64(seed: reference.seed)
        #expect(reference.bits.map { UInt64($0) } == reference.bits.map { _ in generator.next() })
    }

    @Test("whole numbers below a bound are equally likely")
    func below() {
        var generator = SplitMix64(seed: 3)
        var counts = [Int](repeating: 0, count: 7)
        for _ in 0..<70_000 { counts[generator.next(below: 7)] += 1 }
        // Six standard deviations.
        #expect(counts.allSatisfy { abs($0 - 10_000) < 560 })
        #expect((0..<10).map { _ in generator.next(below: 1) } == [Int](repeating: 0, count: 10))
    }

    @Test("normal numbers have the moments of the normal distribution")
    func normals() {
        var generator = SplitMix64(seed: 4)
        let numbers = (0..<50_000).flatMap { _ in
            let pair = generator.nextNormals()
            return [pair.0, pair.1]
        }
        func moment(_ power: Int) -> Double {
            numbers.reduce(0) { sum, x in sum + (0..<power).reduce(1) { product, _ in product * x } }
                / Double(numbers.count)
        }
        // Five standard errors each.
        #expect(abs(moment(1)) < 0.016)
        #expect(abs(moment(2) - 1) < 0.023)
        #expect(abs(moment(3)) < 0.062)
        #expect(abs(moment(4) - 3) < 0.16)
    }

    @Test("weights have the spread that the initializer promises, and biases are zero")
    func spread() throws {
        let architecture = try Architecture(inputs: 400, units: [300, 2], activations: [.relu, .softmax])
        func deviation(_ initializer: Initializer) -> Double {
            let parameters = Parameters<Double>(initialFor: architecture, initializer, seed: 9)
            #expect(parameters.biases(0).allSatisfy { $0 == 0 } && parameters.biases(1).allSatisfy { $0 == 0 })
            return (parameters.weights(0).reduce(0) { $0 + $1 * $1 } / 120_000).squareRoot()
        }
        // The relative standard error of a deviation of 120,000 numbers is 0.002.
        #expect(abs(deviation(.normal(deviation: 0.01)) / 0.01 - 1) < 0.01)
        #expect(abs(deviation(.he) / (2.0 / 400).squareRoot() - 1) < 0.01)
        #expect(abs(deviation(.glorot) / (2.0 / 700).squareRoot() - 1) < 0.01)
        #expect(deviation(.zeros) == 0)
        let reach = (6.0 / 700).squareRoot()
        let uniform = Parameters<Double>(initialFor: architecture, .glorot, seed: 9).weights(0)
        #expect(uniform.allSatisfy { abs($0) <= reach } && uniform.contains { abs($0) > 0.99 * reach })
    }

    /// `Fixtures/reference/initializers.json`, made by PyTorch; the script is beside it.
    struct Reference: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let initializer: String
            let units: Int
            let inputs: Int
            let deviation: Double
            let largest: Double
            let inner: Double

            var testDescription: String { "\(initializer), \(units) × \(inputs)" }
        }
        let cases: [Case]

        static func read() throws -> Reference {
            try Places.decoded("reference/initializers.json")
        }
    }

    @Test("weights are spread as those of PyTorch's initializers", arguments: try Reference.read().cases)
    func distribution(_ reference: Reference.Case) throws {
        let initializer = try #require(Initializer(reference.initializer))
        let architecture = try Architecture(
            inputs: reference.inputs, units: [reference.units], activations: [.identity])
        let weights = Parameters<Float>(initialFor: architecture, initializer, seed: 12).weights(0).map { Double($0) }
        let count = Double(weights.count)
        let deviation = (weights.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
        let inner = Double(weights.count { abs($0) < deviation / 2 }) / count
        let largest = weights.map(abs).max() ?? 0
        // Six standard errors of the difference of two samples; the tail of a normal distribution scatters more.
        #expect(abs(deviation - reference.deviation) <= 6 * reference.deviation / count.squareRoot())
        #expect(abs(inner - reference.inner) <= 6 * (0.5 / count).squareRoot())
        #expect(abs(largest - reference.largest) <= 0.25 * reference.largest)
        #expect(abs(weights.reduce(0, +) / count) <= 6 * deviation / count.squareRoot())
    }

    @Test("the usual initializer is he before relu and its kin, glorot elsewhere")
    func usual() {
        for activation in [Activation.relu, .leakyRelu(slope: 0.1), .gelu, .hardSwish] {
            #expect(Initializer.usual(before: activation) == .he)
        }
        for activation in [Activation.sigmoid, .tanh, .softmax, .identity, .selu] {
            #expect(Initializer.usual(before: activation) == .glorot)
        }
    }

    @Test("a layer's weights depend on its number and the seed, not on the other layers")
    func streams() throws {
        let small = try Architecture(inputs: 3, units: [4, 2], activations: [.tanh, .softmax])
        let deeper = try Architecture(inputs: 3, units: [4, 2, 2], activations: [.tanh, .tanh, .softmax])
        let (a, b) = (
            Parameters<Double>(initialFor: small, .he, seed: 5), Parameters<Double>(initialFor: deeper, .he, seed: 5)
        )
        #expect(a.weights(0) == b.weights(0) && a.weights(1) == b.weights(1))
        #expect(a.weights(0) != Parameters<Double>(initialFor: small, .he, seed: 6).weights(0))
        #expect(Parameters<Float>(initialFor: small, .he, seed: 5).values == a.values.map { Float($0) })
    }

    @Test(
        "initializers are read by name",
        arguments: [
            ("he", .he), ("glorot", .glorot), ("zeros", .zeros), ("normal:0.01", .normal(deviation: 0.01)),
            ("normal", nil), ("normal:", nil), ("normal:-1", nil), ("normal:nan", nil), ("he:1", nil), ("", nil),
            ("xavier", nil),
        ] as [(String, Initializer?)])
    func names(_ name: String, _ initializer: Initializer?) {
        #expect(Initializer(name) == initializer)
    }
}
