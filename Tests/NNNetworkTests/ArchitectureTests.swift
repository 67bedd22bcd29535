import NNFile
import NNModel
import NNNetwork
import Testing

@Suite("Architecture and network")
struct ArchitectureTests {
    @Test(
        "an architecture that can't be is refused, with what was expected",
        arguments: [
            (4, [], [], NetworkError.noLayers, "expected 1 or more layers, found 0"),
            (4, [3, 0], [.relu, .relu], .emptyLayer(2), "layer 2: expected 1 or more units, found 0"),
            (0, [3], [.relu], .emptyLayer(0), "input: expected 1 or more features, found 0"),
            (4, [-1], [.relu], .emptyLayer(1), "layer 1: expected 1 or more units, found 0"),
            (
                4, [3], [.relu, .relu], .activationCount(expected: 1, found: 2),
                "expected 1 activations, one a layer, found 2"
            ),
            (
                4, [3], [.unrecognized(code: 900, parameters: [])],
                .unrecognizedActivation(layer: 1, .unrecognized(code: 900, parameters: [])),
                "layer 1: activation unrecognized 900 is not known to this version"
            ),
            (
                1 << 40, [1 << 40], [.relu], .tooManyParameters(layer: 1),
                "layer 1: expected at most 1073741824 weights and biases in all, found more"
            ),
            (
                1 << 20, [1 << 9, 1 << 30], [.relu, .relu], .tooManyParameters(layer: 2),
                "layer 2: expected at most 1073741824 weights and biases in all, found more"
            ),
        ] as [(Int, [Int], [Activation], NetworkError, String)])
    func refused(_ inputs: Int, _ units: [Int], _ activations: [Activation], _ error: NetworkError, _ text: String) {
        #expect(throws: error) { try Architecture(inputs: inputs, units: units, activations: activations) }
        #expect(error.description == text)
    }

    @Test("layers go in and out bit for bit")
    func roundTrip() throws {
        let drawn = try Drawn<Float>(
            sizes: [4, 3, 2], activations: [.mish, .softmax], loss: .categoricalCrossEntropy, examples: 1, seed: 2)
        let layers = drawn.network.layers
        #expect(layers.map(\.weights.shape) == [[3, 4], [2, 3]])
        #expect(try Network<Float>(layers) == drawn.network)
        #expect(try Network<Double>(layers).converted(to: Float.self) == drawn.network)
        #expect(throws: NetworkError.layersDisagree(layer: 2, expected: 3, found: 4)) {
            try Network<Float>([layers[0], layers[0]])
        }
        #expect(throws: NetworkError.noLayers) { try Network<Float>([]) }
    }

    @Test("a batch beyond all memory is an error, not a trap")
    func memory() throws {
        let architecture = try Architecture(inputs: 1 << 20, units: [1], activations: [.relu])
        #expect(throws: NetworkError.outOfMemory(bytes: nil)) {
            _ = try Workspace<Float>(architecture, capacity: 1 << 50)
        }
        #expect(throws: NetworkError.self) { _ = try Workspace<Double>(architecture, capacity: 1 << 37) }
    }

    @Test("outputs(for:) is forward propagation, of any number of examples")
    func outputs() throws {
        let drawn = try Drawn<Double>(
            sizes: [3, 4, 2], activations: [.relu, .softmax], loss: .categoricalCrossEntropy, examples: 5, seed: 2)
        drawn.network.propagateForward(drawn.workspace)
        #expect(try drawn.network.outputs(for: Array(drawn.workspace.inputs)) == Array(drawn.workspace.outputs))
        #expect(try drawn.network.outputs(for: []) == [])
    }
}
