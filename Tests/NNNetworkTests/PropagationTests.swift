import NNModel
import NNNetwork
import Testing

@Suite("Propagation")
struct PropagationTests {
    @Test("outputs, costs and gradients are PyTorch's", arguments: Reference.gradients.cases)
    func agreesWithPyTorch(_ reference: Reference.Case) throws {
        try compare(reference, Double.self, tolerance: 1e-13)
        try compare(reference, Float.self, tolerance: 2e-5)
    }

    private func compare<Scalar: NetworkReal>(
        _ reference: Reference.Case, _: Scalar.Type, tolerance: Double
    ) throws {
        let loss = try #require(Loss(rawValue: reference.loss))
        let drawn = try Drawn<Scalar>(
            sizes: Reference.gradients.sizes, activations: reference.activations.map { try #require(Activation($0)) },
            loss: loss, examples: Reference.gradients.examples, seed: reference.seed)
        drawn.network.propagateForward(drawn.workspace)
        var gradient = Parameters<Scalar>(zerosFor: drawn.network.architecture)
        drawn.network.propagateBackward(loss, drawn.workspace, into: &gradient)

        let cost = drawn.network.totalCost(loss, drawn.workspace) / Double(Reference.gradients.examples)
        expectNear(drawn.workspace.outputs.map { Double($0) }, reference.outputs, tolerance)
        expectNear([cost], [reference.cost], tolerance)
        expectNear(gradient.values.map { Double($0) }, reference.gradient, tolerance)
    }

    private func expectNear(_ values: [Double], _ expected: [Double], _ tolerance: Double) {
        #expect(values.count == expected.count)
        let scale = max(1, expected.map(abs).max() ?? 0)
        for (value, expected) in zip(values, expected) {
            #expect(abs(value - expected) <= tolerance * scale, "\(value) instead of \(expected)")
        }
    }

    @Test("a saturated output has the cost and derivative that PyTorch finds", arguments: Reference.gradients.saturated)
    func saturatedOutputs(_ reference: Reference.Saturated) throws {
        let (activation, loss) = (
            try #require(Activation(reference.activation)), try #require(Loss(rawValue: reference.loss))
        )
        let units = reference.z.count
        // No inputs to speak of: the biases are z.
        let architecture = try Architecture(inputs: 1, units: [units], activations: [activation])
        let network = Network(
            Parameters<Double>([Double](repeating: 0, count: units) + reference.z, for: architecture))
        let workspace = try Workspace<Double>(architecture, capacity: 1)
        workspace.setCount(1)
        _ = workspace.targets.update(fromContentsOf: reference.y)
        network.propagateForward(workspace)
        var gradient = Parameters<Double>(zerosFor: architecture)
        network.propagateBackward(loss, workspace, into: &gradient)
        #expect(network.totalCost(loss, workspace) == reference.cost)
        #expect(Array(gradient.biases(0)) == reference.delta)
    }

    @Test(
        "the cost of many examples is the sum of their costs, to the last digits of small ones too",
        arguments: [0.01, 1, 10, 40, 700])
    func manyExamples(reach: Double) throws {
        // The input is z, and the answers are right for the most part: costs go down to 1e-300.
        let architecture = try Architecture(inputs: 1, units: [1], activations: [.sigmoid])
        let network = Network(Parameters<Double>([1, 0], for: architecture))
        let count = 101
        let many = try Workspace<Double>(architecture, capacity: count)
        let one = try Workspace<Double>(architecture, capacity: 1)
        var random = SplitMix64(seed: 3)
        for isHarder in [false, true] {
            many.setCount(count)
            one.setCount(1)
            var sum = 0.0
            for i in 0..<count {
                let z = reach * (0.5 + random.nextUniform() / 2) * (i % 2 == 0 ? 1 : -1)
                let isRight = !isHarder || i % 7 > 0
                let y = (z > 0) == isRight ? 1.0 : 0
                (many.inputs[i], many.targets[i]) = (z, y)
                (one.inputs[0], one.targets[0]) = (z, y)
                network.propagateForward(one)
                sum += network.totalCost(.binaryCrossEntropy, one)
            }
            network.propagateForward(many)
            let total = network.totalCost(.binaryCrossEntropy, many)
            #expect(abs(total - sum) <= 1e-14 * sum, "\(total) instead of \(sum)")
        }
    }

    @Test("no activation or derivative overflows far out", arguments: allActivations)
    func farOut(_ activation: Activation) throws {
        try checkFarOut(activation, [-1000, 1000, -1e30, 1e30] as [Double])
        try checkFarOut(activation, [-1000, 1000, -1e30, 1e30] as [Float])
    }

    private func checkFarOut<Scalar: NetworkReal>(_ activation: Activation, _ z: [Scalar]) throws {
        var a = z
        a.withUnsafeMutableBufferPointer { activation.apply(to: $0, units: 2) }
        #expect(a.allSatisfy { $0.isFinite })
        var deltas = [Scalar](repeating: 1, count: z.count)
        deltas.withUnsafeMutableBufferPointer { deltas in
            z.withUnsafeBufferPointer { z in
                a.withUnsafeBufferPointer { a in
                    activation.multiplyByDerivative(deltas, weightedInputs: z, activations: a, units: 2)
                }
            }
        }
        #expect(deltas.allSatisfy { $0.isFinite }, "\(deltas)")
    }

    @Test("NaN inputs make NaN costs, whatever the activation", arguments: allActivations)
    func notANumber(_ activation: Activation) throws {
        let drawn = try Drawn<Double>(
            sizes: [2, 2, 2], activations: [activation, .identity], loss: .meanSquaredError, examples: 3, seed: 1)
        drawn.workspace.inputs[3] = .nan
        drawn.network.propagateForward(drawn.workspace)
        #expect(drawn.network.totalCost(.meanSquaredError, drawn.workspace).isNaN)
    }

    @Test("parts of a batch have gradients that add up to the whole's")
    func partsOfBatch() throws {
        let drawn = try Drawn<Double>(
            sizes: [300, 4, 3], activations: [.tanh, .softmax], loss: .categoricalCrossEntropy, examples: 40, seed: 5,
            reach: 0.1)
        let network = drawn.network
        network.propagateForward(drawn.workspace)
        var whole = Parameters<Double>(zerosFor: network.architecture)
        network.propagateBackward(.categoricalCrossEntropy, drawn.workspace, into: &whole)

        var sum = [Double](repeating: 0, count: whole.values.count)
        let part = try Workspace<Double>(network.architecture, capacity: 25)
        for range in [0..<25, 25..<40] {
            part.setCount(range.count)
            _ = part.inputs.update(
                fromContentsOf: drawn.workspace.inputs[range.lowerBound * 300..<range.upperBound * 300])
            _ = part.targets.update(
                fromContentsOf: drawn.workspace.targets[range.lowerBound * 3..<range.upperBound * 3])
            network.propagateForward(part)
            var gradient = Parameters<Double>(zerosFor: network.architecture)
            network.propagateBackward(.categoricalCrossEntropy, part, into: &gradient, of: 40)
            for i in sum.indices { sum[i] += gradient.values[i] }
        }
        for (a, b) in zip(sum, whole.values) { #expect(abs(a - b) < 1e-14) }
    }
}
