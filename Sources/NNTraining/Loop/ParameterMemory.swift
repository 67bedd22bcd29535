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
    private let isFirstTurned: Bool
    private let memory: UnsafeMutablePointer<Scalar>

    /// Parameters, and moments of zero.
    ///
    /// - Parameter isFirstTurned: whether W[1] and its moments lie here as n[0] × n[1], a row an input.
    init(
        _ parameters: Parameters<Scalar>, for rule: Optimizer.Rule, isFirstTurned: Bool
    ) throws(TrainingError) {
        architecture = parameters.architecture
        self.isFirstTurned = isFirstTurned
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
        set { fill(values, with: newValue.values) }
    }

    /// Copies of the moments, or moments to be; empty where the rule has none.
    var moments: OptimizerMoments<Scalar> {
        get { OptimizerMoments(first: hasFirst ? copy(first) : [], second: hasSecond ? copy(second) : []) }
        set {
            if hasFirst { fill(first, with: newValue.first) }
            if hasSecond { fill(second, with: newValue.second) }
        }
    }

    private func copy(_ part: UnsafeMutablePointer<Scalar>) -> [Scalar] {
        var numbers = Array(UnsafeBufferPointer(start: part, count: architecture.parameterCount))
        if isFirstTurned {
            let layer = architecture.layers[0]
            numbers.withUnsafeMutableBufferPointer {
                turn(part, rows: layer.inputs, columns: layer.units, to: $0.baseAddress.unsafelyUnwrapped)
            }
        }
        return numbers
    }

    private func fill(_ part: UnsafeMutablePointer<Scalar>, with numbers: [Scalar]) {
        part.update(from: numbers, count: architecture.parameterCount)
        if isFirstTurned {
            let layer = architecture.layers[0]
            numbers.withUnsafeBufferPointer {
                turn($0.baseAddress.unsafelyUnwrapped, rows: layer.units, columns: layer.inputs, to: part)
            }
        }
    }
}

/// Writes the transpose of a matrix.
@specialized(where Scalar == Float)
@specialized(where Scalar == Double)
private func turn<Scalar: TrainingReal>(
    _ matrix: UnsafePointer<Scalar>, rows: Int, columns: Int, to transpose: UnsafeMutablePointer<Scalar>
) {
    for column in 0..<columns {
        for row in 0..<rows { transpose[column * rows + row] = matrix[row * columns + column] }
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
