import Foundation
import NNModel
import NNNetwork
import NNTestSupport
import NNTraining

/// `Fixtures/reference/training.json`: what PyTorch and scikit-learn make of small tasks; the script is beside it.
struct TrainingReference: Decodable {
    struct Steps: Decodable {
        let optimizer: String
        let steps: Int
        let parameters: [Double]
    }
    struct Regression: Decodable {
        let seed: UInt64
        let examples: Int
        let classes: [Int]
        let cost: Double
        let accuracy: Double
    }
    struct Bits: Decodable {
        let seed: UInt64
        let bits: [String]
    }
    let seed: UInt64
    let steps: [Steps]
    let softmaxRegression: Regression
    let splitMix64: Bits

    static func read() throws -> TrainingReference {
        try Places.decoded("reference/training.json")
    }
}

extension SplitMix64 {
    /// As `reference_numbers.py` draws them.
    mutating func uniforms(_ count: Int, reach: Double) -> [Double] {
        (0..<count).map { _ in (2 * nextUniform() - 1) * reach }
    }
}

/// Examples of two numbers in three classes by angle, with a few labels wrong: easy, and not separable.
func smallExamples(_ count: Int = 100, inputs: Examples.Inputs? = nil) throws -> Examples {
    var generator = SplitMix64(seed: 11)
    var (values, classes) = ([Double](), [Int]())
    for _ in 0..<count {
        let (x, y) = generator.nextNormals()
        values += [x, y]
        classes.append(generator.next(below: 10) == 0 ? generator.next(below: 3) : x > abs(y) ? 0 : y > 0 ? 1 : 2)
    }
    return try Examples(
        inputs: inputs ?? .doubles(values), targets: .classes(classes, count: 3), featureCount: 2, scaling: .none)
}

func smallArchitecture() throws -> Architecture {
    try Architecture(inputs: 2, units: [8, 3], activations: [.relu, .softmax])
}
