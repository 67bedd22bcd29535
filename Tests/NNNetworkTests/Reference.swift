import Foundation
import NNModel
import NNNetwork
import NNTestSupport
import Testing

/// `Fixtures/reference/gradients.json`: what PyTorch makes of small networks; the script is beside it.
struct Reference: Decodable {
    struct Case: Decodable, CustomTestStringConvertible {
        let seed: UInt64
        let activations: [String]
        let loss: String
        let outputs: [Double]
        let cost: Double
        let gradient: [Double]

        var testDescription: String { activations.joined(separator: ", ") + ", " + loss }
    }

    struct Saturated: Decodable, CustomTestStringConvertible {
        let activation: String
        let loss: String
        let z: [Double]
        let y: [Double]
        let cost: Double
        let delta: [Double]

        var testDescription: String { "\(activation), \(loss), z \(z), y \(y)" }
    }

    let sizes: [Int]
    let examples: Int
    let cases: [Case]
    let saturated: [Saturated]

    static let gradients: Reference = {
        do {
            return try Places.decoded("reference/gradients.json")
        } catch {
            fatalError("gradients.json: \(error)")
        }
    }()
}

/// A network and a batch, drawn as `reference_numbers.py` draws them.
struct Drawn<Scalar: NetworkReal> {
    let network: Network<Scalar>
    let workspace: Workspace<Scalar>

    init(
        sizes: [Int], activations: [Activation], loss: Loss, examples: Int, seed: UInt64, reach: Double = 1.5,
        inputReach: Double = 4
    ) throws {
        let architecture = try Architecture(
            inputs: sizes[0], units: Array(sizes.dropFirst()), activations: activations)
        var generator = SplitMix64(seed: seed)
        func uniform(_ reach: Double) -> Scalar { Scalar((2 * generator.nextUniform() - 1) * reach) }
        network = Network(
            Parameters((0..<architecture.parameterCount).map { _ in uniform(reach) }, for: architecture))
        workspace = try Workspace(architecture, capacity: examples)
        workspace.setCount(examples)
        for i in workspace.inputs.indices { workspace.inputs[i] = uniform(inputReach) }
        let outputs = architecture.outputs
        if loss.isClassification {
            for example in 0..<examples {
                let label = Int(generator.next() % UInt64(max(2, outputs)))
                if outputs == 1 { workspace.targets[example] = Scalar(label) }
                if outputs > 1 { workspace.targets[example * outputs + label] = 1 }
            }
        } else {
            for i in workspace.targets.indices { workspace.targets[i] = uniform(2) }
        }
    }
}

/// Every activation, some with unusual parameters too.
let allActivations: [Activation] =
    Activation.named.map(\.activation) + [
        .leakyRelu(slope: 0.2), .elu(alpha: 0.5), .hardSigmoid(slope: 0.2, offset: 0.5),
    ]

/// Every activation with every loss that goes with it as an output.
let allPairs: [(Activation, Loss)] = Loss.allCases.flatMap { loss in
    allActivations.filter { loss.accepts($0) }.map { ($0, loss) }
}
