import NNModel
import NNNetwork

/// Copies examples into a network's workspace: raw inputs scaled and converted, classes as Y.
///
/// What depends on all examples alike is computed once, so that gathering a batch allocates nothing.
struct Gathering<Scalar: NetworkReal>: Sendable {
    private let examples: Examples
    private let outputs: Int
    private let offsets: [Scalar]
    private let divisors: [Scalar]
    /// What each byte becomes, where all features are scaled alike.
    private let byteValues: [Scalar]

    init(_ examples: Examples, outputs: Int) {
        self.examples = examples
        self.outputs = outputs
        offsets = examples.scaling.offsets.map { Scalar($0) }
        divisors = examples.scaling.divisors.map { Scalar($0) }
        let (offset, divisor) = (offsets[0], divisors[0])
        byteValues = offsets.count == 1 ? (0...255).map { (Scalar($0) - offset) / divisor } : []
    }

    /// Makes rows of `workspace`, from `first` on, hold the examples of these indices, in this order. Inputs are left out
    /// where the workspace has no room for any.
    ///
    /// - Precondition: the indices are examples', and not more than the workspace has room for.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    func gather(_ indices: UnsafeBufferPointer<Int>, into workspace: Workspace<Scalar>, at first: Int = 0) {
        guard let inputs = workspace.inputs.baseAddress, let targets = workspace.targets.baseAddress else { return }
        let features = 0..<examples.featureCount
        for (row, example) in zip(first..., indices) {
            precondition(example >= 0 && example < examples.count, "example \(example) of \(examples.count)")
            if !workspace.inputs.isEmpty { copyInputs(example, features, to: inputs + row * features.count) }
            copyTargets(example, to: targets + row * outputs)
        }
    }

    /// Writes some features of an example.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    func copyInputs(_ example: Int, _ features: Range<Int>, to row: UnsafeMutablePointer<Scalar>) {
        let start = example * examples.featureCount + features.lowerBound
        switch examples.inputs {
        case .bytes(let bytes):
            bytes.withUnsafeBufferPointer { bytes in
                guard !byteValues.isEmpty else { return scale(bytes, start, features, to: row) { Scalar($0) } }
                byteValues.withUnsafeBufferPointer { values in
                    for i in 0..<features.count { row[i] = values[Int(bytes[start + i])] }
                }
            }
        case .floats(let floats): floats.withUnsafeBufferPointer { scale($0, start, features, to: row) { Scalar($0) } }
        case .doubles(let doubles): doubles.withUnsafeBufferPointer { scale($0, start, features, to: row) { Scalar($0) } }
        }
    }

    @inline(__always)
    private func scale<Raw>(
        _ raw: UnsafeBufferPointer<Raw>, _ start: Int, _ features: Range<Int>, to row: UnsafeMutablePointer<Scalar>,
        _ convert: (Raw) -> Scalar
    ) {
        let period = offsets.count
        offsets.withUnsafeBufferPointer { offsets in
            divisors.withUnsafeBufferPointer { divisors in
                if period == 1 {
                    let (offset, divisor) = (offsets[0], divisors[0])
                    for i in 0..<features.count { row[i] = (convert(raw[start + i]) - offset) / divisor }
                    return
                }
                var place = features.lowerBound % period
                for i in 0..<features.count {
                    row[i] = (convert(raw[start + i]) - offsets[place]) / divisors[place]
                    place = place + 1 == period ? 0 : place + 1
                }
            }
        }
    }

    private func copyTargets(_ example: Int, to row: UnsafeMutablePointer<Scalar>) {
        switch examples.targets {
        case .classes(let classes, _):
            if outputs == 1 {
                row[0] = Scalar(classes[example])
            } else {
                row.update(repeating: 0, count: outputs)
                row[classes[example]] = 1
            }
        case .values(let values, let width):
            for i in 0..<width { row[i] = Scalar(values[example * width + i]) }
        }
    }
}
