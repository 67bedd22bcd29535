import NNModel

/// Models for the library, whose numbers every data type can hold.
enum Network {
    /// Two layers of 6, 4 and 3 units.
    static var small: Model {
        func numbers(_ count: Int, _ step: Int) -> [Float] { (0..<count).map { Float($0 * step % 17 - 8) / 8 } }
        return Model(
            input: Input(
                name: "pixels", shape: [1, 2, 3], range: -100...100,
                scaling: Scaling(offsets: [1, 2, 3], divisors: [4, 50, 6]),
                resizing: Resizing(filter: .lanczos, fit: .crop)),
            layers: [
                DenseLayer(
                    name: "hidden", weights: Tensor(numbers(24, 5), shape: [4, 6]),
                    biases: Tensor(numbers(4, 3), shape: [4]), activation: .leakyRelu(slope: 0.25)),
                DenseLayer(
                    weights: Tensor(numbers(12, 7), shape: [3, 4]), biases: Tensor(numbers(3, 11), shape: [3]),
                    activation: .softmax),
            ],
            output: Output(
                name: "animal", meaning: .probability, classNames: ["cat", "dog", "Käfer"], threshold: 0.25),
            metadata: ["tool": "nntrain", "note": "two\0parts", "empty": ""])
    }

    /// One layer, W = [[3, −1], [0.5, 2]], b = [0.25, −4].
    static func single(_ activation: Activation = .identity) -> Model {
        Model(
            input: Input(shape: [2]),
            layers: [
                DenseLayer(
                    weights: Tensor([3, -1, 0.5, 2] as [Float], shape: [2, 2]),
                    biases: Tensor([0.25, -4] as [Float], shape: [2]), activation: activation)
            ],
            output: Output(meaning: .value))
    }
}
