internal import NNCKernels
import NNModel
import NNNetwork

/// Copies examples into a network's workspace: raw inputs scaled and converted, classes as Y.
///
/// What depends on all examples alike is computed once, so that gathering a batch allocates nothing; and several threads
/// may gather at once, each its own rows.
package struct Gathering<Scalar: NetworkReal>: Sendable {
    private let featureCount: Int
    private let outputs: Int
    private let encoding: TargetEncoding?
    /// The weight of an example of each class; empty where all count 1.
    private let weights: [Scalar]
    private let augmenter: ImageAugmenter?
    /// One for all features, or one for each.
    private let offsets: [Scalar]
    private let divisors: [Scalar]
    private let isIdentity: Bool

    /// For the examples of `source`, and a network of so many outputs.
    ///
    /// - Parameters:
    ///   - encoding: how classes become Y; nil for 1 and 0.
    ///   - augmenter: what changes the pictures; nil for nothing.
    package init(
        _ source: any ExampleSource, outputs: Int, encoding: TargetEncoding? = nil, augmenter: ImageAugmenter? = nil
    ) {
        let scaling = source.scaling
        featureCount = source.featureCount
        self.outputs = outputs
        self.encoding = encoding
        self.augmenter = augmenter
        weights = (encoding?.weights ?? []).map { Scalar($0) }
        // Channels are repeated for each pixel, so that the loop over a row knows nothing of them.
        let repetitions = scaling.offsets.count == 1 ? 1 : featureCount / scaling.offsets.count
        offsets = repeated(scaling.offsets.map { Scalar($0) }, repetitions)
        divisors = repeated(scaling.divisors.map { Scalar($0) }, repetitions)
        isIdentity = scaling == .none
    }

    /// Makes rows of `workspace`, from `first` on, hold the examples of these indices, in this order. Inputs are left out
    /// where the workspace has no room for any.
    ///
    /// - Parameters:
    ///   - epoch: from 1; what augmentation depends on.
    ///   - place: that of the first of them among the examples of the epoch; likewise.
    /// - Precondition: the indices are those of examples, which come from the source, and not more than the workspace has
    ///   room for.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    package func gather(
        _ indices: UnsafeBufferPointer<Int>, from examples: Examples, into workspace: Workspace<Scalar>,
        at first: Int = 0, epoch: Int = 1, place: Int = 0
    ) {
        precondition(examples.featureCount == featureCount, "examples of another source")
        for example in indices {
            precondition(example >= 0 && example < examples.count, "example \(example) of \(examples.count)")
        }
        if !workspace.inputs.isEmpty, let inputs = workspace.inputs.baseAddress {
            for (row, example) in indices.enumerated() {
                if row + 2 < indices.count { examples.inputs.fetch(indices[row + 2], width: featureCount) }
                let target = inputs + (first + row) * featureCount
                if let augmenter {
                    augment(example, examples, augmenter, epoch: epoch, place: place + row, to: target)
                } else {
                    copyInputs(example, 0..<featureCount, from: examples, to: target)
                }
            }
        }
        guard let targets = workspace.targets.baseAddress else { return }
        switch examples.targets {
        case .classes(let classes, _):
            for (row, example) in indices.enumerated() {
                write(classes[example], to: targets + (first + row) * outputs)
                if !weights.isEmpty { workspace.exampleWeights?[first + row] = weights[classes[example]] }
            }
        case .values(let values, _):
            for (row, example) in indices.enumerated() {
                let target = targets + (first + row) * outputs
                for i in 0..<outputs { target[i] = Scalar(values[example * outputs + i]) }
            }
        }
    }

    /// Writes some features of an example, as the network sees them.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    package func copyInputs(
        _ example: Int, _ features: Range<Int>, from examples: Examples, to row: UnsafeMutablePointer<Scalar>
    ) {
        let start = example * featureCount + features.lowerBound
        withScaling(from: features.lowerBound) { offsets, divisors in
            switch examples.inputs {
            case .bytes(let bytes):
                bytes.withUnsafeBufferPointer {
                    guard let bytes = $0.baseAddress else { return }
                    scale(bytes + start, features.count, offsets, divisors, to: row)
                }
            case .floats(let floats):
                floats.withUnsafeBufferPointer {
                    guard let floats = $0.baseAddress else { return }
                    scale(floats + start, features.count, offsets, divisors, to: row) { Scalar($0) }
                }
            case .doubles(let doubles):
                doubles.withUnsafeBufferPointer {
                    guard let doubles = $0.baseAddress else { return }
                    scale(doubles + start, features.count, offsets, divisors, to: row) { Scalar($0) }
                }
            }
        }
    }

    private func augment(
        _ example: Int, _ examples: Examples, _ augmenter: ImageAugmenter, epoch: Int, place: Int,
        to row: UnsafeMutablePointer<Scalar>
    ) {
        func augment<Raw: PixelNumber>(_ numbers: [Raw]) {
            numbers.withUnsafeBufferPointer {
                guard let numbers = $0.baseAddress else { return }
                augmenter.augment(numbers + example * featureCount, epoch: epoch, place: place, into: row)
            }
        }
        switch examples.inputs {
        case .bytes(let bytes): augment(bytes)
        case .floats(let floats): augment(floats)
        case .doubles(let doubles): augment(doubles)
        }
        withScaling(from: 0) { offsets, divisors in
            scale(UnsafePointer(row), featureCount, offsets, divisors, to: row) { $0 }
        }
    }

    /// Lends the offsets and divisors, from those of a feature on unless they are the same for all.
    @inline(__always)
    private func withScaling(from feature: Int, _ body: (UnsafePointer<Scalar>, UnsafePointer<Scalar>) -> Void) {
        let first = isUniform ? 0 : feature
        offsets.withUnsafeBufferPointer { offsets in
            divisors.withUnsafeBufferPointer { divisors in
                guard let offsets = offsets.baseAddress, let divisors = divisors.baseAddress else { return }
                body(offsets + first, divisors + first)
            }
        }
    }

    @inline(__always)
    private func write(_ label: Int, to row: UnsafeMutablePointer<Scalar>) {
        if let encoding { return encoding.write(label, to: row) }
        guard outputs > 1 else {
            row[0] = Scalar(label)
            return
        }
        row.update(repeating: 0, count: outputs)
        row[label] = 1
    }

    private var isUniform: Bool { offsets.count == 1 }

    @inline(__always)
    private func scale<Raw>(
        _ raw: UnsafePointer<Raw>, _ count: Int, _ offsets: UnsafePointer<Scalar>, _ divisors: UnsafePointer<Scalar>,
        to row: UnsafeMutablePointer<Scalar>, _ convert: (Raw) -> Scalar
    ) {
        if isIdentity {
            for i in 0..<count { row[i] = convert(raw[i]) }
        } else if isUniform {
            let (offset, divisor) = (offsets[0], divisors[0])
            for i in 0..<count { row[i] = (convert(raw[i]) - offset) / divisor }
        } else {
            for i in 0..<count { row[i] = (convert(raw[i]) - offsets[i]) / divisors[i] }
        }
    }

    /// The same for bytes, which Swift would convert with vectors of half the width.
    @inline(__always)
    private func scale(
        _ bytes: UnsafePointer<UInt8>, _ count: Int, _ offsets: UnsafePointer<Scalar>,
        _ divisors: UnsafePointer<Scalar>, to row: UnsafeMutablePointer<Scalar>
    ) {
        let row = UnsafeMutableRawPointer(row)
        switch (Scalar.self == Float.self, isUniform) {
        case (true, true):
            nn_scale_bytes_f32(
                bytes, row.assumingMemoryBound(to: Float.self), count, Float(offsets[0]), Float(divisors[0]))
        case (true, false):
            nn_scale_bytes_each_f32(
                bytes, row.assumingMemoryBound(to: Float.self), count, pointer(offsets), pointer(divisors))
        case (false, true):
            nn_scale_bytes_f64(
                bytes, row.assumingMemoryBound(to: Double.self), count, Double(offsets[0]), Double(divisors[0]))
        case (false, false):
            nn_scale_bytes_each_f64(
                bytes, row.assumingMemoryBound(to: Double.self), count, pointer(offsets), pointer(divisors))
        }
    }
}

extension Examples.Inputs {
    /// Has memory send an example ahead of its time: in a random order nothing else foresees which one comes next.
    fileprivate func fetch(_ example: Int, width: Int) {
        switch self {
        case .bytes(let values): fetch(values)
        case .floats(let values): fetch(values)
        case .doubles(let values): fetch(values)
        }
        func fetch<Number>(_ values: [Number]) {
            values.withUnsafeBufferPointer {
                nn_fetch($0.baseAddress.unsafelyUnwrapped + example * width, width * MemoryLayout<Number>.stride)
            }
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
