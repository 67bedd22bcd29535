import NNModel
import NNNetwork
import Testing

@Suite("Gradient check")
struct GradientCheckTests {
    @Test("backpropagation is right for every activation with every loss, in deep nets too", arguments: allPairs)
    func everyPair(_ activation: Activation, _ loss: Loss) throws {
        // The activation in the output and in a hidden layer, below others and above.
        for (sizes, hidden) in [
            ([5, 3], []), ([4, 5, 3], [activation]), ([4, 6, 5, 4, 3], [activation, Activation.tanh, activation]),
        ] {
            let drawn = try Drawn<Double>(
                sizes: sizes, activations: hidden + [activation], loss: loss, examples: 12, seed: 17, reach: 0.7,
                inputReach: 2)
            try expectSmall(GradientCheck(drawn.network, loss, drawn.workspace), "\(sizes)")
        }
    }

    @Test("backpropagation is right through every activation to every kind of output", arguments: allActivations)
    func everyHidden(_ activation: Activation) throws {
        for (output, loss) in [
            (Activation.sigmoid, Loss.binaryCrossEntropy), (.softmax, .categoricalCrossEntropy),
            (.identity, .meanAbsoluteError), (.identity, .huber),
        ] {
            let drawn = try Drawn<Double>(
                sizes: [6, 5, 5, output == .sigmoid ? 1 : 3], activations: [activation, activation, output], loss: loss,
                examples: 20, seed: 23, reach: 0.8, inputReach: 2)
            try expectSmall(GradientCheck(drawn.network, loss, drawn.workspace), "\(output)")
        }
    }

    private func expectSmall(_ check: GradientCheck, _ comment: Comment) throws {
        for layer in check.layers {
            #expect(layer.weights <= 1e-7, comment)
            #expect(layer.biases <= 1e-7, comment)
            #expect(layer.checkedWeights == layer.weightCount && layer.leftOut == 0, comment)
        }
    }

    @Test("a wrong gradient is found", arguments: [0, 1, 2])
    func wrongGradient(_ layer: Int) throws {
        let drawn = try Drawn<Double>(
            sizes: [4, 5, 4, 3], activations: [.relu, .tanh, .softmax], loss: .categoricalCrossEntropy, examples: 9,
            seed: 3, reach: 0.7)
        drawn.network.propagateForward(drawn.workspace)
        var gradient = Parameters<Double>(zerosFor: drawn.network.architecture)
        drawn.network.propagateBackward(.categoricalCrossEntropy, drawn.workspace, into: &gradient)
        for index in drawn.network.architecture.layers[layer].weights { gradient.values[index] *= 1.001 }
        gradient.values[drawn.network.architecture.layers[layer].biases.lowerBound] += 1e-4
        let check = GradientCheck(drawn.network, .categoricalCrossEntropy, drawn.workspace, candidate: gradient)
        for (index, result) in check.layers.enumerated() {
            #expect((result.weights > 1e-4) == (index == layer))
            #expect((result.biases > 1e-6) == (index == layer))
        }
    }

    @Test("near a kink the step is shortened, and right on it the parameter is left out and counted")
    func kinks() throws {
        // One unit, one example: z = w x + b.
        func check(_ z: Double, _ activation: Activation, loss: Loss = .meanSquaredError) throws -> GradientCheck.Layer
        {
            let architecture = try Architecture(inputs: 1, units: [1, 1], activations: [activation, .identity])
            let workspace = try Workspace<Double>(architecture, capacity: 1)
            workspace.setCount(1)
            workspace.inputs[0] = 1
            workspace.targets[0] = 0.25
            let network = Network(Parameters<Double>([0, z, 1, 0.5], for: architecture))
            return try #require(GradientCheck(network, loss, workspace).layers.first)
        }
        let near = try check(3e-7, .relu)
        #expect(near.shortenedSteps == 2 && near.leftOut == 0)
        #expect(near.weights < 1e-7 && near.biases < 1e-7)
        let on = try check(0, .relu)
        #expect(on.leftOut == 2 && on.checkedWeights == 0 && on.checkedBiases == 0)
        #expect(on.weights == 0)
        for (kink, activation) in [
            (6.0, Activation.relu6), (0, .leakyRelu(slope: 0.1)), (3, .hardSigmoid(slope: 1.0 / 6, offset: 0.5)),
            (-3, .hardSwish), (3, .hardSwish),
        ] {
            #expect(try check(kink, activation).leftOut == 2, "\(activation)")
            #expect(try check(kink + 1e-6, activation).shortenedSteps == 2, "\(activation)")
        }
        // The kink of the cost, where the output equals the target: z + 1/2 = 1/4.
        #expect(try check(-0.25, .identity, loss: .meanAbsoluteError).leftOut == 2)
        #expect(try check(-0.25 + 1e-6, .identity, loss: .meanAbsoluteError).shortenedSteps == 2)
    }

    @Test("a kink of a later layer counts too")
    func laterKink() throws {
        let architecture = try Architecture(
            inputs: 1, units: [1, 1, 1], activations: [.tanh, .relu, .identity])
        let workspace = try Workspace<Double>(architecture, capacity: 1)
        workspace.setCount(1)
        workspace.inputs[0] = 1
        workspace.targets[0] = 1
        // tanh 0.3 − tanh 0.3 = 0 in layer 2.
        let network = Network(
            Parameters<Double>([0.3, 0, 1, -Double.tanhOf(0.3), 1, 0], for: architecture))
        let layers = GradientCheck(network, .meanSquaredError, workspace).layers
        #expect(layers.map(\.leftOut) == [2, 2, 0])
    }

    @Test("large layers are sampled, reproducibly, and the check says how many it took")
    func sampling() throws {
        let drawn = try Drawn<Double>(
            sizes: [40, 30, 3], activations: [.relu, .softmax], loss: .categoricalCrossEntropy, examples: 10, seed: 8,
            reach: 0.2)
        func check(_ seed: UInt64) -> GradientCheck {
            GradientCheck(drawn.network, .categoricalCrossEntropy, drawn.workspace, work: 100_000, seed: seed)
        }
        let first = check(1)
        #expect(first.layers[0].checkedWeights > 10 && first.layers[0].checkedWeights < 1200)
        #expect(first.layers[0].weights < 1e-7)
        #expect(first == check(1))
        #expect(first != check(2))
    }
}

extension Double {
    /// tanh as the library computes it.
    fileprivate static func tanhOf(_ x: Double) -> Double {
        var values = [x]
        values.withUnsafeMutableBufferPointer { Activation.tanh.apply(to: $0, units: 1) }
        return values[0]
    }
}
