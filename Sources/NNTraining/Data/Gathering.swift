internal import NNCKernels
import NNModel
import NNNetwork

/// Copies examples into a network's workspace: raw inputs scaled and converted, classes as Y.
///
/// What depends on all examples alike is computed once, so that gathering a batch allocates nothing; and several threads
/// may gather at once, each into a workspace of its own.
package struct Gathering<Scalar: NetworkReal>: Sendable {
    private let featureCount: Int
    private let outputs: Int
    /// One for all features, or one for each.
    private let offsets: [Scalar]
    private let divisors: [Scalar]
    private let isIdentity: Bool

    /// For the examples of `source`, and a network of so many outputs.
    package init(_ source: any ExampleSource, outputs: Int) {
        let scaling = source.scaling
        featureCount = source.featureCount
        self.outputs = outputs
        // Channels are repeated for each pixel, so that the loop over a row knows nothing of them.
        let repetitions = scaling.offsets.count == 1 ? 1 : featureCount / scaling.offsets.count
        offsets = repeated(scaling.offsets.map { Scalar($0) }, repetitions)
        divisors = repeated(scaling.divisors.map { Scalar($0) }, repetitions)
        isIdentity = scaling == .none
    }

    /// Makes `workspace` hold the examples of these indices, in this order.
    ///
    /// - Precondition: the indices are those of examples, which come from the source, and not more than the workspace has
    ///   room for.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    package func gather(
        _ indices: UnsafeBufferPointer<Int>, from examples: Examples, into workspace: Workspace<Scalar>
    ) {
        workspace.setCount(indices.count)
        guard let inputs = workspace.inputs.baseAddress, let targets = workspace.targets.baseAddress else { return }
        precondition(examples.featureCount == featureCount, "examples of another source")
        for example in indices {
            precondition(example >= 0 && example < examples.count, "example \(example) of \(examples.count)")
        }
        offsets.withUnsafeBufferPointer { offsets in
            divisors.withUnsafeBufferPointer { divisors in
                guard let offsets = offsets.baseAddress, let divisors = divisors.baseAddress else { return }
                switch examples.inputs {
                case .bytes(let bytes): bytes.withUnsafeBufferPointer { scale($0, indices, offsets, divisors, to: inputs) }
                case .floats(let floats):
                    floats.withUnsafeBufferPointer { scale($0, indices, offsets, divisors, to: inputs) { Scalar($0) } }
                case .doubles(let doubles):
                    doubles.withUnsafeBufferPointer { scale($0, indices, offsets, divisors, to: inputs) { Scalar($0) } }
                }
            }
        }
        switch examples.targets {
        case .classes(let classes, _): classes.withUnsafeBufferPointer { copy(classes: $0, indices, to: targets) }
        case .values(let values, _): values.withUnsafeBufferPointer { copy(values: $0, indices, to: targets) }
        }
    }

    private var isUniform: Bool { offsets.count == 1 }

    @inline(__always)
    private func scale<Raw>(
        _ raw: UnsafeBufferPointer<Raw>, _ indices: UnsafeBufferPointer<Int>, _ offsets: UnsafePointer<Scalar>,
        _ divisors: UnsafePointer<Scalar>, to inputs: UnsafeMutablePointer<Scalar>, _ convert: (Raw) -> Scalar
    ) {
        guard let raw = raw.baseAddress else { return }
        for (place, example) in indices.enumerated() {
            let source = raw + example * featureCount
            let row = inputs + place * featureCount
            if isIdentity {
                for i in 0..<featureCount { row[i] = convert(source[i]) }
            } else if isUniform {
                let (offset, divisor) = (offsets[0], divisors[0])
                for i in 0..<featureCount { row[i] = (convert(source[i]) - offset) / divisor }
            } else {
                for i in 0..<featureCount { row[i] = (convert(source[i]) - offsets[i]) / divisors[i] }
            }
        }
    }

    /// The same for bytes, which Swift would convert with vectors of half the width.
    @inline(__always)
    private func scale(
        _ bytes: UnsafeBufferPointer<UInt8>, _ indices: UnsafeBufferPointer<Int>, _ offsets: UnsafePointer<Scalar>,
        _ divisors: UnsafePointer<Scalar>, to inputs: UnsafeMutablePointer<Scalar>
    ) {
        guard let bytes = bytes.baseAddress else { return }
        for (place, example) in indices.enumerated() {
            let source = bytes + example * featureCount
            let row = UnsafeMutableRawPointer(inputs + place * featureCount)
            switch (Scalar.self == Float.self, isUniform) {
            case (true, true):
                nn_scale_bytes_f32(
                    source, row.assumingMemoryBound(to: Float.self), featureCount, Float(offsets[0]), Float(divisors[0]))
            case (true, false):
                nn_scale_bytes_each_f32(
                    source, row.assumingMemoryBound(to: Float.self), featureCount, pointer(offsets), pointer(divisors))
            case (false, true):
                nn_scale_bytes_f64(
                    source, row.assumingMemoryBound(to: Double.self), featureCount, Double(offsets[0]),
                    Double(divisors[0]))
            case (false, false):
                nn_scale_bytes_each_f64(
                    source, row.assumingMemoryBound(to: Double.self), featureCount, pointer(offsets), pointer(divisors))
            }
        }
    }

    @inline(__always)
    private func copy(
        classes: UnsafeBufferPointer<Int>, _ indices: UnsafeBufferPointer<Int>, to targets: UnsafeMutablePointer<Scalar>
    ) {
        if outputs == 1 {
            for (place, example) in indices.enumerated() { targets[place] = Scalar(classes[example]) }
            return
        }
        targets.update(repeating: 0, count: indices.count * outputs)
        for (place, example) in indices.enumerated() { targets[place * outputs + classes[example]] = 1 }
    }

    @inline(__always)
    private func copy(
        values: UnsafeBufferPointer<Double>, _ indices: UnsafeBufferPointer<Int>,
        to targets: UnsafeMutablePointer<Scalar>
    ) {
        for (place, example) in indices.enumerated() {
            for i in 0..<outputs { targets[place * outputs + i] = Scalar(values[example * outputs + i]) }
        }
    }
}

private func repeated<Number>(_ numbers: [Number], _ times: Int) -> [Number] {
    Array(repeatElement(numbers, count: times).joined())
}

/// The same numbers, of a type that is the same.
@inline(__always)
private func pointer<Number>(_ numbers: UnsafePointer<some Any>) -> UnsafePointer<Number> {
    UnsafeRawPointer(numbers).assumingMemoryBound(to: Number.self)
}
