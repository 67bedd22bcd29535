internal import NNThreads

extension Predictor {
    /// How many examples `activations(of:)` should get at a time, so that they take some dozen megabytes at most.
    package var examplesInAPass: Int {
        max(1, (1 << 20) / max(widths.features, widths.hidden, widths.units))
    }

    /// A[L] of each of several examples, in one pass over the weights and with the bits of every other call.
    ///
    /// It is for models that are larger than memory should be: weights come from a mapped file block by block, once for
    /// all examples, and are given back to the system behind it.
    /// - Parameters:
    ///   - examples: the elements of each in the order of the input's shape, before preprocessing.
    ///   - threads: how many work; all cores unless told.
    /// - Precondition: each example has as many elements as the input's shape.
    package func activations(of examples: [[Scalar]], threads: Int = availableCores) -> [[Scalar]] {
        var values = examples.map { example in
            precondition(example.count == widths.features, "\(example.count) elements for the shape \(input.shape)")
            return scaled(example)
        }
        for layer in layers {
            values = weighted(values, by: layer, threads: threads)
            for index in values.indices {
                values[index].withUnsafeMutableBufferPointer {
                    layer.activation.apply(to: $0, units: layer.biases.count)
                }
            }
        }
        return values
    }

    private func scaled(_ example: [Scalar]) -> [Scalar] {
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

    /// Z of each example.
    private func weighted(_ examples: [[Scalar]], by layer: Layer, threads: Int) -> [[Scalar]] {
        let stretches = layer.weights.rowStretches
        // Of each stretch of rows, the Z of the first example, of the second, …
        let parts = concurrentMap(stretches.count, threads: threads) { index in
            let stretch = stretches[index]
            defer { layer.weights.giveBack(rows: stretch) }
            return [Scalar](unsafeUninitializedCapacity: examples.count * stretch.count) { z, count in
                layer.biases.withUnsafeBufferPointer { biases in
                    guard let target = z.baseAddress, let biases = biases.baseAddress else { return }
                    for rows in layer.weights.rowBlocks(of: stretch) {
                        for (index, example) in examples.enumerated() {
                            Scalar.weigh(
                                example, by: layer.weights, rows: rows, biases: biases + rows.lowerBound,
                                into: target + index * stretch.count + rows.lowerBound - stretch.lowerBound)
                        }
                    }
                }
                count = examples.count * stretch.count
            }
        }
        return examples.indices.map { example in
            zip(stretches, parts).flatMap { $1[example * $0.count..<(example + 1) * $0.count] }
        }
    }
}
