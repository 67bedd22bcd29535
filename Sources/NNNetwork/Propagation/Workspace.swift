import NNModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The matrices that a pass over a batch fills, allocated once: X, Y, and Z[l], A[l] and Δ[l] of every layer.
///
/// All are row-major with one example a row. Z and A are both kept where costs and derivatives need both to be stable.
public final class Workspace<Scalar: NetworkReal> {
    /// What dropout makes of a hidden layer: the factors of its units, and what it hands on, A[l] times them.
    struct Dropped {
        let factors: UnsafeMutablePointer<Scalar>
        let fed: UnsafeMutablePointer<Scalar>
    }

    /// The network's.
    public let architecture: Architecture
    /// How many examples there is room for.
    public let capacity: Int
    /// m, how many examples the batch has.
    public private(set) var count = 0
    /// X = A[0], of shape `capacity × n[0]`; the caller fills the first `count` rows.
    public let inputs: UnsafeMutableBufferPointer<Scalar>
    /// Y, of shape `capacity × n[L]`; the caller fills the first `count` rows.
    public let targets: UnsafeMutableBufferPointer<Scalar>
    /// What each example's cost counts, of shape `capacity`; nil where all count 1.
    package let exampleWeights: UnsafeMutablePointer<Scalar>?

    package let weightedInputs: [UnsafeMutablePointer<Scalar>]
    let activations: [UnsafeMutablePointer<Scalar>]
    package let deltas: [UnsafeMutablePointer<Scalar>]
    /// Of each hidden layer; empty where there is no room for dropout.
    let dropped: [Dropped]
    private let memory: UnsafeMutableRawPointer

    /// Room for batches of up to `capacity` examples.
    ///
    /// - Throws: `NetworkError.outOfMemory`.
    /// - Precondition: `capacity` is at least 1.
    public convenience init(_ architecture: Architecture, capacity: Int) throws(NetworkError) {
        try self.init(architecture, capacity: capacity, keepsWeightedInputs: true)
    }

    /// Room for what a pass needs.
    ///
    /// - Parameters:
    ///   - keepsWeightedInputs: false lets Z and A share their place in hidden layers whose derivative needs no Z.
    ///   - hasInputs: false where Z[1] comes from elsewhere.
    ///   - hasDropout: whether hidden units are to be dropped.
    ///   - hasWeights: whether examples count differently.
    package init(
        _ architecture: Architecture, capacity: Int, keepsWeightedInputs: Bool, hasInputs: Bool = true,
        hasDropout: Bool = false, hasWeights: Bool = false
    ) throws(NetworkError) {
        precondition(capacity >= 1, "room for \(capacity) examples")
        var plan = MemoryPlan(rows: capacity, stride: MemoryLayout<Scalar>.stride)
        let layers = architecture.layers
        let inputs = try plan.add(hasInputs ? architecture.inputs : 0)
        let targets = try plan.add(architecture.outputs)
        let weights = try plan.add(hasWeights ? 1 : 0)
        var (z, a, deltas, factors, fed): ([Int], [Int], [Int], [Int], [Int]) = ([], [], [], [], [])
        for (index, layer) in layers.enumerated() {
            let isShared =
                !keepsWeightedInputs && index + 1 < layers.count && layer.activation.derivativeNeedsOnlyActivations
            z.append(try plan.add(layer.units))
            a.append(isShared ? z[index] : try plan.add(layer.units))
            deltas.append(try plan.add(layer.units))
            guard hasDropout, index + 1 < layers.count else { continue }
            factors.append(try plan.add(layer.units))
            fed.append(try plan.add(layer.units))
        }
        let base = try plan.allocate(as: Scalar.self)

        self.architecture = architecture
        self.capacity = capacity
        memory = UnsafeMutableRawPointer(base)
        self.inputs = UnsafeMutableBufferPointer(
            start: base + inputs, count: hasInputs ? architecture.inputs * capacity : 0)
        self.targets = UnsafeMutableBufferPointer(start: base + targets, count: architecture.outputs * capacity)
        exampleWeights = hasWeights ? base + weights : nil
        weightedInputs = z.map { base + $0 }
        activations = a.map { base + $0 }
        self.deltas = deltas.map { base + $0 }
        dropped = zip(factors, fed).map { Dropped(factors: base + $0, fed: base + $1) }
    }

    deinit { free(memory) }

    /// Says how many rows of `inputs` and `targets` the batch has.
    ///
    /// - Precondition: not more than `capacity`.
    public func setCount(_ count: Int) {
        precondition(count >= 0 && count <= capacity, "\(count) examples, room for \(capacity)")
        self.count = count
    }

    /// A[L] of the last forward pass, of shape `count × n[L]`.
    public var outputs: UnsafeBufferPointer<Scalar> {
        UnsafeBufferPointer(start: activations[activations.count - 1], count: count * architecture.outputs)
    }

    /// A[l−1] for `layers[layer]`, some rows of it: what it is fed.
    func fed(_ layer: Int, _ rows: Range<Int>) -> MatrixView<Scalar> {
        let inputs = architecture.layers[layer].inputs
        return MatrixView(fedElements(layer) + rows.lowerBound * inputs, rows: rows.count, columns: inputs)
    }

    func fedElements(_ layer: Int) -> UnsafeMutablePointer<Scalar> {
        if layer == 0 { return inputs.baseAddress.unsafelyUnwrapped }
        return dropped.isEmpty ? activations[layer - 1] : dropped[layer - 1].fed
    }
}

extension Activation {
    /// Whether g′ follows from A alone, so that Z may be overwritten by it.
    var derivativeNeedsOnlyActivations: Bool {
        switch self {
        case .identity, .relu, .relu6, .sigmoid, .tanh: true
        case .leakyRelu(let slope): slope > 0
        default: false
        }
    }
}
