import NNFile

extension Model {
    /// Whether the arithmetic of the network is that of `Double`: where any of its tensors is float64.
    public var isDouble: Bool {
        layers.contains { $0.weights.dataType == .float64 || $0.biases.dataType == .float64 }
    }

    /// The model with verification checks made afresh, one for each seed.
    ///
    /// What to expect is computed in `Double`. The tolerance is 1e-10, for a network in float32 1e-5, or so much that
    /// arithmetic in `Float` passes with room to spare: other programs add in another order. There is no check where
    /// an output isn't finite, nor any for a model that this version can't compute.
    public func withVerification(seeds: [UInt64]) -> Model {
        withVerification(seeds.map { .seed($0) })
    }

    /// The model with its own checks made afresh: the same inputs, with what it makes of them now.
    public func withVerificationRenewed() -> Model {
        withVerification(verification.map(\.source))
    }

    private func withVerification(_ sources: [VerificationCheck.Source]) -> Model {
        var model = self
        model.verification = []
        guard let exact = try? Predictor<Double>(self), let quick = try? Predictor<Float>(self) else { return model }
        let isDouble = isDouble
        let tolerance = isDouble ? 1e-10 : 1e-5
        var rest = sources[...]
        while !rest.isEmpty {
            let sources = rest.prefix(exact.examplesInAPass)
            rest = rest.dropFirst(sources.count)
            let examples = sources.map {
                VerificationCheck(source: $0, tolerance: tolerance, expected: []).example(for: input)
            }
            let double = ForwardPass(exact, of: examples)
            let float = ForwardPass(quick, of: isDouble ? [] : examples.map { $0.map { Float($0) } })
            passOver(layers.map(\.weights), with: [double, float])
            let (expected, rounded) = (double.activations, float.activations)
            for (index, source) in sources.enumerated() where expected[index].allSatisfy(\.isFinite) {
                var check = VerificationCheck(source: source, tolerance: tolerance, expected: expected[index])
                if !isDouble {
                    let room = 8 * check.deviation(of: rounded[index].map { Double($0) })
                    guard room.isFinite else { continue }
                    check = VerificationCheck(
                        source: source, tolerance: tolerance * max(1, room), expected: expected[index])
                }
                model.verification.append(check)
            }
        }
        return model
    }

    /// The model with its weights and biases in another type.
    ///
    /// The biases of a model in int8 are float32. Chunks and checks that hold for the old numbers alone are not taken
    /// along: verification is made afresh from the same inputs.
    /// - Throws: `ModelConversionError` where a number doesn't fit.
    public func converted(to dataType: DataType) throws(ModelConversionError) -> Model {
        var model = self
        for (index, layer) in layers.enumerated() {
            func convert(_ tensor: Tensor, _ role: ChunkEntry.Role, to type: DataType) throws(ModelConversionError)
                -> Tensor
            {
                do throws(TensorConversionError) {
                    return try tensor.converted(to: type)
                } catch {
                    throw ModelConversionError(layer: index + 1, role: role, cause: error)
                }
            }
            model.layers[index] = DenseLayer(
                name: layer.name, weights: try convert(layer.weights, .weights, to: dataType),
                biases: try convert(layer.biases, .biases, to: dataType == .int8 ? .float32 : dataType),
                activation: layer.activation)
        }
        return model.withVerificationRenewed()
    }
}

/// A number of a model that another type can't hold.
public struct ModelConversionError: Failure, Equatable {
    /// The layer, from 1.
    public let layer: Int
    /// Which of its tensors.
    public let role: ChunkEntry.Role
    /// The number.
    public let cause: TensorConversionError

    public var reason: FailureReason { .malformedInput }
    public var description: String { "\(role == .weights ? "W" : "b")[\(layer)]: \(cause)" }
}
