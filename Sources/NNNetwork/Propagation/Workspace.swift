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
/// All are row-major with one example a row. Z and A are both kept, since costs and derivatives need both to be stable.
public final class Workspace<Scalar: NetworkReal> {
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

    package let weightedInputs: [UnsafeMutablePointer<Scalar>]
    let activations: [UnsafeMutablePointer<Scalar>]
    package let deltas: [UnsafeMutablePointer<Scalar>]
    private let memory: UnsafeMutableRawPointer

    /// Room for batches of up to `capacity` examples.
    ///
    /// - Throws: `NetworkError.outOfMemory`.
    /// - Precondition: `capacity` is at least 1.
    public init(_ architecture: Architecture, capacity: Int) throws(NetworkError) {
        precondition(capacity >= 1, "room for \(capacity) examples")
        // Every matrix starts a cache line, and none shares one with its neighbour.
        let line = 64 / MemoryLayout<Scalar>.stride
        let widths =
            [architecture.inputs, architecture.outputs]
            + architecture.layers.flatMap { [$0.units, $0.units, $0.units] }
        var offsets: [Int] = []
        var total = 0
        for width in widths {
            offsets.append(total)
            let (size, overflows) = width.multipliedReportingOverflow(by: capacity)
            guard !overflows, size <= Int.max / 16 - total else { throw .outOfMemory(bytes: nil) }
            total += (size + line - 1) / line * line
        }
        let bytes = total * MemoryLayout<Scalar>.stride
        var allocated: UnsafeMutableRawPointer?
        guard posix_memalign(&allocated, 64, max(64, bytes)) == 0, let memory = allocated else {
            throw .outOfMemory(bytes: bytes)
        }
        let base = memory.bindMemory(to: Scalar.self, capacity: total)
        base.initialize(repeating: 0, count: total)

        self.architecture = architecture
        self.capacity = capacity
        self.memory = memory
        inputs = UnsafeMutableBufferPointer(start: base, count: architecture.inputs * capacity)
        targets = UnsafeMutableBufferPointer(start: base + offsets[1], count: architecture.outputs * capacity)
        let layers = architecture.layers.indices
        weightedInputs = layers.map { base + offsets[2 + 3 * $0] }
        activations = layers.map { base + offsets[3 + 3 * $0] }
        deltas = layers.map { base + offsets[4 + 3 * $0] }
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

    /// A[l−1] for `layers[layer]`: what it is fed.
    func fed(_ layer: Int) -> MatrixView<Scalar> {
        let elements = layer == 0 ? inputs.baseAddress.unsafelyUnwrapped : activations[layer - 1]
        return MatrixView(elements, rows: count, columns: architecture.layers[layer].inputs)
    }

    /// How many numbers Z[l], A[l] and Δ[l] of `layers[layer]` have.
    func size(_ layer: Int) -> Int { count * architecture.layers[layer].units }
}
