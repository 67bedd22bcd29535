import NNFile

/// A model made ready to predict, in plain code that needs no BLAS and starts no threads: for one example at a time, or a
/// few.
///
///     let predict = try Predictor<Float>(Model(path: "cats.nnm"))
///     let probability = predict(pixels).activations[0]
///
/// Whoever predicts often keeps a scratch, with which nothing is allocated:
///
///     let scratch = predict.makeScratch()
///     for pixels in pictures {
///         pixels.withUnsafeBufferPointer { predict($0, using: scratch) }
///         print(scratch.activations[0])
///     }
///
/// Weights are used where the model has them, in a mapped file as well, and in the type in which it stores them. An example
/// gets the same bits whatever the call, alone or among others.
public struct Predictor<Scalar: Real>: Sendable {
    /// What the model takes.
    public let input: Input
    /// What the model gives.
    public let output: Output
    /// n[L], the numbers that the network gives.
    public let unitCount: Int
    let scaling: PreparedScaling<Scalar>
    let layers: [Layer]
    let widths: Scratch.Widths

    struct Layer: Sendable {
        let weights: Tensor
        let biases: [Scalar]
        let activation: Activation
    }

    /// Prepares for the arithmetic of `Scalar`; no weights are copied.
    ///
    /// - Throws: `UnpredictableModel` where the model has an activation that this version doesn't know.
    /// - Precondition: the inputs of each layer are what comes before it, as in every model that was read from a file.
    public init(_ model: Model) throws(UnpredictableModel) {
        for (index, layer) in model.layers.enumerated() where !layer.activation.isRecognized {
            throw UnpredictableModel(layer: index + 1, activation: layer.activation)
        }
        input = model.input
        output = model.output
        let features = input.featureCount
        let units = model.layers.map(\.units)
        precondition(model.layers.map(\.inputs) == [features] + units.dropLast(), "layers that don't fit together")
        widths = Scratch.Widths(features: features, hidden: units.dropLast().max() ?? 0, units: units.last ?? features)
        unitCount = widths.units
        scaling = PreparedScaling(input.scaling, features: features)
        layers = model.layers.map {
            Layer(weights: $0.weights, biases: $0.biases.scalars(), activation: $0.activation)
        }
    }

    /// What the network makes of one example.
    public struct Result: Sendable {
        /// Z[L], one number a unit of the last layer.
        public let weightedInputs: [Scalar]
        /// A[L] = g(Z[L])
        public let activations: [Scalar]
        /// g of the last layer.
        public let activation: Activation
    }

    /// Room for what a prediction leaves on its way, to be used again and again; each thread needs its own.
    public func makeScratch() -> Scratch { Scratch(widths) }

    /// Forward propagation of one example.
    ///
    /// - Parameter raw: the elements in the order of the input's shape, before preprocessing.
    /// - Precondition: `raw` has as many elements as the input's shape.
    public func callAsFunction(_ raw: [Scalar]) -> Result {
        let scratch = makeScratch()
        raw.withUnsafeBufferPointer { self($0, using: scratch) }
        return Result(
            weightedInputs: Array(scratch.weightedInputs), activations: Array(scratch.activations),
            activation: layers.last?.activation ?? .identity)
    }

    /// Forward propagation of one example, whose Z[L] and A[L] are in `scratch` then. Nothing is allocated.
    ///
    /// - Parameters:
    ///   - raw: n[0] elements in the order of the input's shape, before preprocessing.
    ///   - scratch: one that this predictor has made.
    /// - Precondition: `raw` has as many elements as the input's shape.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func callAsFunction(_ raw: UnsafeBufferPointer<Scalar>, using scratch: Scratch) {
        check(raw.count, scratch)
        guard let elements = raw.baseAddress else { return }
        if scaling.isNone {
            propagate(elements, scratch)
        } else {
            scaling.apply(elements, into: scratch.elements)
            propagate(scratch.elements.baseAddress.unsafelyUnwrapped, scratch)
        }
    }

    /// Forward propagation of the example whose raw elements the caller has put into `scratch.elements`, for numbers that
    /// come in another type. Nothing is allocated.
    ///
    /// - Parameter scratch: one that this predictor has made; preprocessing replaces its elements.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func callAsFunction(_ scratch: Scratch) {
        check(scratch.elements.count, scratch)
        guard let elements = scratch.elements.baseAddress else { return }
        scaling.apply(elements, into: scratch.elements)
        propagate(elements, scratch)
    }

    /// Forward propagation of several examples, one after the other. Nothing is allocated.
    ///
    /// - Parameters:
    ///   - raw: the elements before preprocessing, m × n[0].
    ///   - activations: receives A[L], m × n[L].
    ///   - scratch: one that this predictor has made.
    /// - Precondition: both have the same number of whole rows.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    public func callAsFunction(
        _ raw: UnsafeBufferPointer<Scalar>, into activations: UnsafeMutableBufferPointer<Scalar>,
        using scratch: Scratch
    ) {
        let examples = activations.count / unitCount
        precondition(
            activations.count == examples * unitCount && raw.count == examples * widths.features,
            "\(raw.count) elements and \(activations.count) activations")
        for example in 0..<examples {
            let row = example * widths.features
            self(UnsafeBufferPointer(rebasing: raw[row..<row + widths.features]), using: scratch)
            let outputs = activations.baseAddress.unsafelyUnwrapped + example * unitCount
            outputs.update(from: scratch.activations.baseAddress.unsafelyUnwrapped, count: unitCount)
        }
    }

    private func check(_ count: Int, _ scratch: Scratch) {
        precondition(count == widths.features, "\(count) elements for the shape \(input.shape)")
        precondition(scratch.widths == widths, "a scratch of another predictor")
    }

    /// From A[0] to A[L], all of whose buffers have room.
    @inline(__always)
    private func propagate(_ elements: UnsafePointer<Scalar>, _ scratch: Scratch) {
        var values = elements
        for index in layers.indices.dropLast() {
            let layer = layers[index]
            let target = scratch.hidden(index)
            let rows = 0..<layer.biases.count
            Scalar.weigh(values, by: layer.weights, rows: rows, biases: layer.biases, into: target)
            layer.activation.apply(
                to: UnsafeMutableBufferPointer(start: target, count: layer.biases.count), units: layer.biases.count)
            values = UnsafePointer(target)
        }
        if let last = layers.last {
            let rows = 0..<last.biases.count
            Scalar.weigh(values, by: last.weights, rows: rows, biases: last.biases, into: scratch.z)
            values = UnsafePointer(scratch.z)
        } else {
            scratch.z.update(from: values, count: unitCount)
        }
        scratch.a.update(from: values, count: unitCount)
        layers.last?.activation.apply(
            to: UnsafeMutableBufferPointer(start: scratch.a, count: unitCount), units: unitCount)
    }
}

/// A model that can be looked at, but not computed by this version.
public struct UnpredictableModel: Failure {
    /// The layer, from 1.
    public let layer: Int
    /// Its activation.
    public let activation: Activation

    public var reason: FailureReason { .malformedInput }
    public var description: String {
        "layer \(layer) has the activation '\(activation)', which this version can't compute"
    }
}
