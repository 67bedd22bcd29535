import NNModel
import NNNetwork

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The parameters of a network and what its optimizer remembers of them, at places that stay the same while threads work
/// on them.
final class ParameterMemory<Scalar: TrainingReal>: @unchecked Sendable {
    let architecture: Architecture
    /// θ
    let values: UnsafeMutablePointer<Scalar>
    /// m of the rules' formulas; not to be touched where `hasFirst` is false.
    let first: UnsafeMutablePointer<Scalar>
    /// v of the rules' formulas; not to be touched where `hasSecond` is false.
    let second: UnsafeMutablePointer<Scalar>
    private let hasFirst: Bool
    private let hasSecond: Bool
    private let memory: UnsafeMutablePointer<Scalar>

    /// Parameters, and moments of zero.
    init(_ parameters: Parameters<Scalar>, for rule: Optimizer.Rule) throws(TrainingError) {
        architecture = parameters.architecture
        (hasFirst, hasSecond) = (rule.hasFirstMoments, rule.hasSecondMoments)
        let count = parameters.values.count
        // Each part begins a cache line.
        let part = (count + 15) / 16 * 16
        let bytes = (1 + (hasFirst ? 1 : 0) + (hasSecond ? 1 : 0)) * part * MemoryLayout<Scalar>.stride
        var allocated: UnsafeMutableRawPointer?
        guard posix_memalign(&allocated, 64, bytes) == 0, let raw = allocated else {
            throw .network(.outOfMemory(bytes: bytes))
        }
        memory = raw.bindMemory(to: Scalar.self, capacity: bytes / MemoryLayout<Scalar>.stride)
        memory.initialize(repeating: 0, count: bytes / MemoryLayout<Scalar>.stride)
        values = memory
        first = memory + (hasFirst ? part : 0)
        second = memory + (hasFirst ? 2 : 1) * (hasSecond ? part : 0)
        self.parameters = parameters
    }

    deinit { free(memory) }

    /// A copy of θ, or θ to be.
    var parameters: Parameters<Scalar> {
        get { Parameters(copy(values), for: architecture) }
        set { values.update(from: newValue.values, count: architecture.parameterCount) }
    }

    /// Copies of the moments, or moments to be; empty where the rule has none.
    var moments: OptimizerMoments<Scalar> {
        get { OptimizerMoments(first: hasFirst ? copy(first) : [], second: hasSecond ? copy(second) : []) }
        set {
            if hasFirst { first.update(from: newValue.first, count: architecture.parameterCount) }
            if hasSecond { second.update(from: newValue.second, count: architecture.parameterCount) }
        }
    }

    private func copy(_ part: UnsafeMutablePointer<Scalar>) -> [Scalar] {
        Array(UnsafeBufferPointer(start: part, count: architecture.parameterCount))
    }
}

/// What an optimizer remembers of every parameter from one update to the next; empty where its rule needs none.
public struct OptimizerMoments<Scalar: TrainingReal>: Sendable, Equatable {
    /// m of the formulas.
    public var first: [Scalar]
    /// v of the formulas.
    public var second: [Scalar]
}

extension Optimizer.Rule {
    var hasFirstMoments: Bool {
        switch self {
        case .momentum, .nesterov, .adam, .adamw: true
        case .gradientDescent, .rmsprop: false
        }
    }

    var hasSecondMoments: Bool {
        switch self {
        case .rmsprop, .adam, .adamw: true
        case .gradientDescent, .momentum, .nesterov: false
        }
    }
}
