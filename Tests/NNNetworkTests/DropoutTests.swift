import Foundation
import NNModel
import NNNetwork
import NNTestSupport
import Testing

@Suite("Dropout")
struct DropoutTests {
    /// `Fixtures/reference/dropout.json`, made by PyTorch; the script is beside it.
    struct Reference: Decodable {
        struct Case: Decodable, CustomTestStringConvertible {
            let seed: UInt64
            let rate: Double
            let dropoutSeed: String
            let cost: Double
            let gradient: [Double]

            var testDescription: String { "rate \(rate)" }
        }
        let sizes: [Int]
        let examples: Int
        let cases: [Case]

        static func read() throws -> Reference {
            try Places.decoded("reference/dropout.json")
        }
    }

    @Test("costs and gradients are PyTorch's with the same units silent", arguments: try Reference.read().cases)
    func agrees(_ reference: Reference.Case) throws {
        for keepsWeightedInputs in [true, false] {
            try compare(reference, Double.self, keepsWeightedInputs, tolerance: 1e-13)
            try compare(reference, Float.self, keepsWeightedInputs, tolerance: 2e-5)
        }
    }

    private func compare<Scalar: NetworkReal>(
        _ reference: Reference.Case, _: Scalar.Type, _ keepsWeightedInputs: Bool, tolerance: Double
    ) throws {
        let all = try Reference.read()
        let drawn = try Drawn<Scalar>(
            sizes: all.sizes, activations: [.tanh, .gelu, .softmax], loss: .categoricalCrossEntropy,
            examples: all.examples, seed: reference.seed)
        let architecture = drawn.network.architecture
        let workspace = try Workspace<Scalar>(
            architecture, capacity: all.examples, keepsWeightedInputs: keepsWeightedInputs, hasDropout: true)
        workspace.setCount(all.examples)
        _ = workspace.inputs.update(fromContentsOf: drawn.workspace.inputs)
        _ = workspace.targets.update(fromContentsOf: drawn.workspace.targets)
        let dropout = Dropout(rate: reference.rate, seed: try #require(UInt64(reference.dropoutSeed)))
        var gradient = [Scalar](repeating: .nan, count: architecture.parameterCount)
        let scale = 1 / Scalar(all.examples)
        let cost = drawn.network.parameters.values.withUnsafeBufferPointer { values in
            gradient.withUnsafeMutableBufferPointer { gradient in
                guard let values = values.baseAddress, let gradient = gradient.baseAddress else { return 0.0 }
                let pass = BatchPass(architecture, parameters: values, workspace)
                // In two parts, as threads share them out.
                for rows in [0..<4, 4..<6] {
                    pass.propagateForward(rows, dropout: dropout)
                    pass.propagateBackward(.categoricalCrossEntropy, rows, hasDropped: true)
                }
                for (index, layer) in architecture.layers.enumerated() {
                    let units = 0..<layer.units
                    pass.differentiateWeights(index, units, scale: scale, into: gradient + layer.weights.lowerBound)
                    pass.differentiateBiases(index, units, scale: scale, into: gradient + layer.biases.lowerBound)
                }
                return pass.totalCost(.categoricalCrossEntropy, 0..<all.examples) / Double(all.examples)
            }
        }
        #expect(abs(cost - reference.cost) <= tolerance * max(1, reference.cost))
        let largest = reference.gradient.map(abs).max() ?? 0
        for (value, expected) in zip(gradient, reference.gradient) {
            #expect(abs(Double(value) - expected) <= tolerance * max(1, largest))
        }
    }

    /// What 8 units that hand on what they get, 1, are multiplied by, in 50 examples.
    private func factors(rate: Double, seed: UInt64) throws -> [Double] {
        let (units, examples) = (8, 50)
        let architecture = try Architecture(
            inputs: units, units: [units, units], activations: [.identity, .identity])
        let identity = (0..<units * units).map { $0 % (units + 1) == 0 ? 1.0 : 0 }
        let layer = identity + [Double](repeating: 0, count: units)
        let workspace = try Workspace<Double>(
            architecture, capacity: examples, keepsWeightedInputs: false, hasDropout: true)
        workspace.setCount(examples)
        workspace.inputs.update(repeating: 1)
        (layer + layer).withUnsafeBufferPointer { values in
            guard let values = values.baseAddress else { return }
            BatchPass(architecture, parameters: values, workspace).propagateForward(
                0..<examples, dropout: Dropout(rate: rate, seed: seed))
        }
        return Array(workspace.outputs)
    }

    @Test("the expectation is what there is without dropout", arguments: [0.1, 0.5, 0.9])
    func expectation(_ rate: Double) throws {
        // Mixed seeds, as the trainer takes: a row's number changes the lower bits of them.
        var seeds = SplitMix64(seed: 77)
        let drawn = try (0..<250).map { _ in try factors(rate: rate, seed: seeds.next()) }
        let all = drawn.flatMap { $0 }
        #expect(all.allSatisfy { $0 == 0 || $0 == 1 / (1 - rate) })
        // Within six standard errors: over all, of each unit, and of each example.
        let deviation = (rate / (1 - rate)).squareRoot()
        func check(_ values: [Double]) {
            let mean = values.reduce(0, +) / Double(values.count)
            #expect(abs(mean - 1) <= 6 * deviation / Double(values.count).squareRoot())
        }
        check(all)
        for unit in 0..<8 { check(stride(from: unit, to: all.count, by: 8).map { all[$0] }) }
        for example in 0..<50 { check(drawn.flatMap { $0[example * 8..<(example + 1) * 8] }) }
        // Neighbours are silent together as often as chance has it: units, examples, and updates.
        for distance in [1, 8, 400] {
            let both = (0..<all.count - distance).count { all[$0] == 0 && all[$0 + distance] == 0 }
            let (count, share) = (Double(all.count - distance), rate * rate)
            #expect(abs(Double(both) - count * share) <= 8 * (count * share * (1 - share)).squareRoot())
        }
    }
}
