import Foundation
import NNFile
import NNModel
import NNNetwork
import NNTraining
import Testing

@Suite("Examples")
struct ExamplesTests {
    @Test(
        "examples that contradict themselves are refused, with what was expected",
        arguments: [
            (.bytes([]), .classes([], count: 2), 3, .none, .noExamples),
            (.bytes([1, 2]), .classes([0], count: 2), 3, .none, .noExamples),
            (.bytes([1, 2, 3, 4]), .classes([0], count: 2), 3, .none, .raggedInputs(numbers: 4, featureCount: 3)),
            (
                .bytes([1, 2, 3]), .classes([0], count: 2), 3, Scaling(offsets: [0, 0], divisors: [1, 1]),
                .scalingMismatch(channels: 2, featureCount: 3)
            ),
            (.bytes([1, 2, 3]), .classes([0, 1], count: 2), 3, .none, .labelCount(expected: 1, found: 2)),
            (
                .bytes([1, 2]), .classes([0, 2], count: 2), 1, .none,
                .classOutOfRange(example: 1, classCount: 2, found: 2)
            ),
            (
                .bytes([1, 2]), .classes([-1, 0], count: 2), 1, .none,
                .classOutOfRange(example: 0, classCount: 2, found: -1)
            ),
            (.bytes([1, 2]), .values([1, 2, 3], width: 2), 1, .none, .labelCount(expected: 2, found: 1)),
            (
                .bytes([1, 2]), .values([1, 2, 3, .infinity], width: 2), 1, .none,
                .notFinite(.label, example: 1, index: 1, found: .infinity)
            ),
            (
                .floats([1, 2, 3, -.infinity]), .classes([0, 1], count: 2), 2, .none,
                .notFinite(.input, example: 1, index: 1, found: -.infinity)
            ),
            (
                .doubles([.infinity, 2]), .classes([0, 1], count: 2), 1, .none,
                .notFinite(.input, example: 0, index: 0, found: .infinity)
            ),
        ] as [(Examples.Inputs, Examples.Targets, Int, Scaling, TrainingError)])
    func refused(
        _ inputs: Examples.Inputs, _ targets: Examples.Targets, _ featureCount: Int, _ scaling: Scaling,
        _ error: TrainingError
    ) {
        #expect(throws: error) {
            try Examples(inputs: inputs, targets: targets, featureCount: featureCount, scaling: scaling)
        }
        #expect(error.reason == .malformedInput && !error.description.contains("\n"))
    }

    @Test("NaN among the inputs is named")
    func notANumber() {
        let error = #expect(throws: TrainingError.self) {
            try Examples(
                inputs: .floats([0, 0, .nan, 0]), targets: .classes([0, 1], count: 2), featureCount: 2, scaling: .none)
        }
        #expect(error?.description == "input 0 of example 1: expected a finite number, found nan")
    }

    @Test(
        "examples that don't fit a network are refused",
        arguments: [
            (3, [1], [.sigmoid], .binaryCrossEntropy, 2, .featureCount(expected: 3, found: 2)),
            (
                2, [7, 3], [.relu, .softmax], .categoricalCrossEntropy, 2,
                .classesDoNotFit(classCount: 2, outputs: 3, .categoricalCrossEntropy)
            ),
            (
                2, [1], [.sigmoid], .binaryCrossEntropy, 3,
                .classesDoNotFit(classCount: 3, outputs: 1, .binaryCrossEntropy)
            ),
            (
                2, [1], [.softmax], .categoricalCrossEntropy, 1,
                .classesDoNotFit(classCount: 1, outputs: 1, .categoricalCrossEntropy)
            ),
            (2, [1], [.relu], .binaryCrossEntropy, 2, .lossNeedsAnotherActivation(.binaryCrossEntropy, .relu)),
            (
                2, [2], [.sigmoid], .categoricalCrossEntropy, 2,
                .lossNeedsAnotherActivation(.categoricalCrossEntropy, .sigmoid)
            ),
        ] as [(Int, [Int], [Activation], Loss, Int, TrainingError)])
    func doNotFit(
        _ inputs: Int, _ units: [Int], _ activations: [Activation], _ loss: Loss, _ classCount: Int,
        _ error: TrainingError
    ) throws {
        let examples = try Examples(
            inputs: .bytes([1, 2]), targets: .classes([0], count: classCount), featureCount: 2, scaling: .none)
        let architecture = try Architecture(inputs: inputs, units: units, activations: activations)
        #expect(throws: error) { try examples.check(architecture, loss) }
        let network = Network(Parameters<Float>(zerosFor: architecture))
        #expect(throws: error) { try Trainer(network, on: examples, TrainingSettings(loss: loss)) }
        #expect(throws: error) { try network.evaluate(loss, on: examples) }
        #expect(throws: error) { try GradientCheck(network, loss, on: examples, seed: 0) }
    }

    @Test("two classes in three units: the message says what would fit")
    func messages() {
        let error = TrainingError.classesDoNotFit(classCount: 2, outputs: 3, .categoricalCrossEntropy)
        #expect(error.description == "last layer: expected 2 units for 2 classes, found 3")
        let binary = TrainingError.classesDoNotFit(classCount: 2, outputs: 3, .binaryCrossEntropy)
        #expect(binary.description == "last layer: expected 1 unit or 2 for 2 classes, found 3")
    }

    /// The network that hands its inputs on, to see what examples become.
    private func seen<Scalar: TrainingReal>(_ examples: Examples, _: Scalar.Type) throws -> [Double] {
        let n = examples.featureCount
        let architecture = try Architecture(inputs: n, units: [n], activations: [.identity])
        var parameters = Parameters<Scalar>(zerosFor: architecture)
        for i in 0..<n { parameters.values[i * n + i] = 1 }
        // The cost of the identity with targets 0 is the mean square; one feature at a time shows the value.
        return try (0..<examples.count).map { example in
            let one = try Examples(
                inputs: slice(examples.inputs, example * n..<(example + 1) * n),
                targets: .values([Double](repeating: 0, count: n), width: n), featureCount: n, scaling: examples.scaling
            )
            return try Network(parameters).evaluate(.meanSquaredError, on: one).cost
        }
    }

    private func slice(_ inputs: Examples.Inputs, _ range: Range<Int>) -> Examples.Inputs {
        switch inputs {
        case .bytes(let values): .bytes(Array(values[range]))
        case .floats(let values): .floats(Array(values[range]))
        case .doubles(let values): .doubles(Array(values[range]))
        }
    }

    @Test("bytes, floats and doubles are scaled alike, in the precision of the network")
    func scaled() throws {
        let bytes: [UInt8] = (0..<60).map { $0 &* 37 }
        for scaling in [Scaling.none, .pixels, Scaling(offsets: [1, 2, 3], divisors: [3, 7, 11])] {
            func make(_ inputs: Examples.Inputs) throws -> Examples {
                try Examples(
                    inputs: inputs, targets: .classes([Int](repeating: 0, count: 10), count: 1), featureCount: 6,
                    scaling: scaling)
            }
            let all = [
                try make(.bytes(bytes)), try make(.floats(bytes.map { Float($0) })),
                try make(.doubles(bytes.map { Double($0) })),
            ]
            var expected = bytes.map { Double($0) }
            expected.withUnsafeMutableBufferPointer { scaling.apply(to: $0) }
            let squares = (0..<10).map { row in expected[row * 6..<row * 6 + 6].reduce(0) { $0 + $1 * $1 } / 6 }
            for examples in all {
                for (value, square) in zip(try seen(examples, Double.self), squares) {
                    #expect(abs(value - square) <= 1e-13 * max(1, square))
                }
                for (value, square) in zip(try seen(examples, Float.self), squares) {
                    #expect(abs(value - square) <= 1e-6 * max(1, square))
                }
            }
        }
    }

    @Test("an evaluation in batches is that of all examples at once")
    func evaluation() throws {
        let examples = try smallExamples(1000)
        let network = Network(Parameters<Double>(initialFor: try smallArchitecture(), seed: 1))
        guard case .doubles(let inputs) = examples.inputs, case .classes(let classes, _) = examples.targets else {
            return
        }
        let outputs = try network.outputs(for: inputs)
        var (cost, right) = (0.0, 0)
        for (example, label) in classes.enumerated() {
            let row = Array(outputs[example * 3..<example * 3 + 3])
            cost += row[label] > 0 ? -log(row[label]) : 0
            right += row.firstIndex(of: row.max() ?? 0) == label ? 1 : 0
        }
        let evaluation = try network.evaluate(.categoricalCrossEntropy, on: examples)
        #expect(abs(evaluation.cost - cost / 1000) < 1e-12)
        #expect(evaluation.accuracy == Double(right) / 1000)
    }
}
