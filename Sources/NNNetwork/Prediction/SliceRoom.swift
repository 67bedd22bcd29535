import NNModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What a thread needs to take a slice of a batch through a network, allocated once.
final class SliceRoom<Scalar: NetworkReal> {
    /// How many examples a slice has, and how many rows of weights are converted at a time.
    let rows: Int
    /// A[0], where raw elements aren't taken as they are.
    let elements: UnsafeMutablePointer<Scalar>
    /// Rows of weights that are stored in another type.
    let widened: UnsafeMutablePointer<Scalar>
    /// As much as the widest Z.
    let spare: UnsafeMutablePointer<Scalar>
    private let even: UnsafeMutablePointer<Scalar>
    private let odd: UnsafeMutablePointer<Scalar>
    private let memory: UnsafeMutableRawPointer

    /// - Throws: `NetworkError.outOfMemory`.
    init(_ model: Model, rows: Int) throws(NetworkError) {
        let widest = model.layers.map(\.units).max() ?? 0
        let hidden = model.layers.dropLast().map(\.units).max() ?? 0
        let widenedInputs = model.layers.filter { $0.weights.dataType != Scalar.dataType }.map(\.inputs).max() ?? 0
        var plan = MemoryPlan(rows: rows, stride: MemoryLayout<Scalar>.stride)
        let elements = try plan.add(model.input.scaling == .none ? 0 : model.input.featureCount)
        let widened = try plan.add(widenedInputs)
        let (even, odd, spare) = (try plan.add(hidden), try plan.add(hidden), try plan.add(widest))
        let start = try plan.allocate(as: Scalar.self)
        self.rows = rows
        memory = UnsafeMutableRawPointer(start)
        self.elements = start + elements
        self.widened = start + widened
        self.spare = start + spare
        self.even = start + even
        self.odd = start + odd
    }

    deinit { free(memory) }

    /// Where A[l] of a hidden layer goes: two places in turn, since it is made from the one before.
    func hidden(_ index: Int) -> UnsafeMutablePointer<Scalar> { index % 2 == 0 ? even : odd }
}
