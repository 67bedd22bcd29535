internal import NNThreads

/// Something that looks at the weights of one layer after the other, some rows at a time: a model that is larger than memory
/// should be is passed over once for all who want to know something of it.
package protocol WeightsVisitor: AnyObject, Sendable {
    /// Looks at some rows (units) of a layer, counted from 0; each row comes once, in any order and on any thread.
    func visit(_ layer: Int, rows: Range<Int>)
    /// Tells the system that the rows of a stretch are not needed any more; on any thread.
    func giveBack(_ layer: Int, rows: Range<Int>)
    /// Ends with a layer, before anybody begins with the next.
    func end(_ layer: Int)
}

/// Takes visitors over the weights of all layers: each block of rows to one after the other, while a core's cache has it.
///
/// - Parameters:
///   - weights: of each layer; what the visitors look at has the same shapes, and its blocks are as long as these.
///   - threads: how many work; all cores unless told.
package func passOver(
    _ weights: [Tensor], with visitors: [any WeightsVisitor], threads: Int = availableCores
) {
    for (layer, weights) in weights.enumerated() {
        let stretches = weights.rowStretches
        _ = concurrentMap(stretches.count, threads: threads) { index in
            let stretch = stretches[index]
            for rows in weights.rowBlocks(of: stretch) {
                for visitor in visitors { visitor.visit(layer, rows: rows) }
            }
            for visitor in visitors { visitor.giveBack(layer, rows: stretch) }
        }
        for visitor in visitors { visitor.end(layer) }
    }
}

/// Forward propagation of several examples in one pass over the weights, with the bits of every other call.
///
///     let pass = ForwardPass(predictor, of: examples)
///     passOver(model.layers.map(\.weights), with: [pass])
///     print(pass.activations)
package final class ForwardPass<Scalar: Real>: WeightsVisitor, @unchecked Sendable {
    /// A[l] of each example, for the layer that the pass has come to: A[L] in the end.
    package private(set) var activations: [[Scalar]]
    private let layers: [Predictor<Scalar>.Layer]
    /// Z of the layer at hand, a row an example; threads write different columns.
    private var z: UnsafeMutableBufferPointer<Scalar>

    /// - Parameter examples: the elements of each in the order of the input's shape, before preprocessing.
    /// - Precondition: each example has as many elements as the input's shape.
    package init(_ predictor: Predictor<Scalar>, of examples: [[Scalar]]) {
        activations = examples.map { predictor.scaled($0) }
        layers = predictor.layers
        let widest = layers.map(\.biases.count).max() ?? 0
        z = .allocate(capacity: max(1, examples.count * widest))
        z.initialize(repeating: 0)
    }

    deinit { z.deallocate() }

    package func visit(_ layer: Int, rows: Range<Int>) {
        let layer = layers[layer]
        layer.biases.withUnsafeBufferPointer { biases in
            guard let biases = biases.baseAddress, let z = z.baseAddress else { return }
            for (index, example) in activations.enumerated() {
                Scalar.weigh(
                    example, by: layer.weights, rows: rows, biases: biases + rows.lowerBound,
                    into: z + index * layer.biases.count + rows.lowerBound)
            }
        }
    }

    package func giveBack(_ layer: Int, rows: Range<Int>) { layers[layer].weights.giveBack(rows: rows) }

    package func end(_ layer: Int) {
        let (units, activation) = (layers[layer].biases.count, layers[layer].activation)
        for index in activations.indices {
            let row = UnsafeMutableBufferPointer(rebasing: z[index * units..<(index + 1) * units])
            activation.apply(to: row, units: units)
            activations[index] = Array(row)
        }
    }
}

extension Predictor {
    /// How many examples a pass should have, so that they take some dozen megabytes at most.
    package var examplesInAPass: Int {
        max(1, (1 << 20) / max(widths.features, widths.hidden, widths.units))
    }

    fileprivate func scaled(_ example: [Scalar]) -> [Scalar] {
        precondition(example.count == widths.features, "\(example.count) elements for the shape \(input.shape)")
        if scaling.isNone { return example }
        return [Scalar](unsafeUninitializedCapacity: example.count) { elements, count in
            example.withUnsafeBufferPointer { raw in
                raw.baseAddress.map {
                    scaling.apply($0, into: UnsafeMutableBufferPointer(rebasing: elements[..<example.count]))
                }
            }
            count = example.count
        }
    }
}
