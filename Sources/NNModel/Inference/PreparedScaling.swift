internal import NNCKernels

/// The preprocessing of one input in the arithmetic of its network, with a number for every element or one for all.
package struct PreparedScaling<Scalar: Real>: Sendable {
    /// One number, n[0] of them, or none where elements are taken as they are.
    private let offsets: [Scalar]
    private let divisors: [Scalar]

    /// - Precondition: the length of `scaling.offsets` divides that of the example.
    package init(_ scaling: Scaling, features: Int) {
        let period = scaling.offsets.count
        precondition(features % period == 0, "\(period) offsets for \(features) elements")
        func prepared(_ numbers: [Double]) -> [Scalar] {
            if scaling == .none { return [] }
            return (0..<(period == 1 ? 1 : features)).map { Scalar(numbers[$0 % period]) }
        }
        (offsets, divisors) = (prepared(scaling.offsets), prepared(scaling.divisors))
    }

    /// Whether elements are taken as they are.
    package var isNone: Bool { offsets.isEmpty }

    /// Writes what the first layer takes; `elements` may be where the raw ones are.
    @inline(__always)
    package func apply(_ raw: UnsafePointer<Scalar>, into elements: UnsafeMutableBufferPointer<Scalar>) {
        guard let target = elements.baseAddress else { return }
        switch offsets.count {
        case 0: if raw != UnsafePointer(target) { target.update(from: raw, count: elements.count) }
        case 1: Scalar.scale(raw, into: target, count: elements.count, offset: offsets[0], divisor: divisors[0])
        default: Scalar.scale(raw, into: target, count: elements.count, offsets: offsets, divisors: divisors)
        }
    }
}
