extension Predictor {
    /// The numbers that a prediction leaves on its way, allocated once.
    ///
    /// One prediction at a time: it may go from thread to thread, but not be used by two at once.
    public final class Scratch: @unchecked Sendable {
        struct Widths: Equatable {
            /// n[0]
            let features: Int
            /// The most units of a hidden layer.
            let hidden: Int
            /// n[L]
            let units: Int
        }

        let widths: Widths
        /// Room for n[0] raw elements, where a caller's numbers are of another type: see `Predictor`.
        public let elements: UnsafeMutableBufferPointer<Scalar>
        let z: UnsafeMutablePointer<Scalar>
        let a: UnsafeMutablePointer<Scalar>
        private let memory: UnsafeMutableRawPointer
        private let even: UnsafeMutablePointer<Scalar>
        private let odd: UnsafeMutablePointer<Scalar>

        init(_ widths: Widths) {
            self.widths = widths
            // Each starts a cache line.
            let line = 64 / MemoryLayout<Scalar>.stride
            func lines(_ count: Int) -> Int { (count + line - 1) / line * line }
            let (features, hidden, units) = (lines(widths.features), lines(widths.hidden), lines(widths.units))
            let count = features + 2 * hidden + 2 * units
            memory = .allocate(byteCount: count * MemoryLayout<Scalar>.stride, alignment: 64)
            let start = memory.bindMemory(to: Scalar.self, capacity: count)
            start.initialize(repeating: 0, count: count)
            elements = UnsafeMutableBufferPointer(start: start, count: widths.features)
            even = start + features
            odd = even + hidden
            z = odd + hidden
            a = z + units
        }

        deinit { memory.deallocate() }

        /// Z[L] of the last prediction, one number a unit of the last layer.
        public var weightedInputs: UnsafeBufferPointer<Scalar> { UnsafeBufferPointer(start: z, count: widths.units) }

        /// A[L] = g(Z[L]) of the last prediction.
        public var activations: UnsafeBufferPointer<Scalar> { UnsafeBufferPointer(start: a, count: widths.units) }

        /// Where A[l] of a hidden layer goes: two places in turn, since it is made from the one before.
        func hidden(_ index: Int) -> UnsafeMutablePointer<Scalar> { index % 2 == 0 ? even : odd }
    }
}
