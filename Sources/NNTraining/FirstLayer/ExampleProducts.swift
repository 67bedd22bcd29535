internal import NNCKernels
import NNModel
import NNNetwork

/// The products of all examples with each other and with the first layer's weights, in Double: K = X·Xᵀ and X·W₀ᵀ.
///
/// X itself is never there as a whole: it is converted from the raw examples some hundred features at a time, here and
/// when combinations of the examples are made of it.
final class ExampleProducts: @unchecked Sendable {
    /// m
    let count: Int
    /// Numbers in a row of X·W₀ᵀ, and of what is multiplied by K: n[1], filled up to a multiple of eight.
    let columns: Int
    /// K, of shape m × m.
    let kernel: UnsafeMutablePointer<Double>
    /// X·W₀ᵀ, of shape m × `columns`.
    let start: UnsafeMutablePointer<Double>

    private let panel: ExamplePanel
    private let team: WorkerTeam

    /// For what is done with them in C.
    var view: ExampleProductsView {
        ExampleProductsView(kernel: kernel, start: start, count: count, columns: columns)
    }

    init<Scalar: TrainingReal>(_ parameters: Parameters<Scalar>, _ examples: Examples, team: WorkerTeam) {
        let shape = parameters.architecture.layers[0]
        count = examples.count
        columns = (shape.units + 7) / 8 * 8
        kernel = .allocate(capacity: count * count)
        start = .allocate(capacity: count * columns)
        self.team = team
        panel = ExamplePanel(examples, team: team)
        kernel.initialize(repeating: 0, count: count * count)
        if case .bytes(let bytes) = examples.inputs, examples.scaling.offsets == [0] {
            multiply(bytes, divisor: examples.scaling.divisors[0])
            multiply(parameters, isStartOnly: true)
        } else {
            multiply(parameters, isStartOnly: false)
        }
        for i in 0..<count {
            for j in 0..<i { kernel[j * count + i] = kernel[i * count + j] }
        }
    }

    /// Computes the lower triangle of K of bytes that are all divided by the same: exactly, but for that division.
    private func multiply(_ bytes: [UInt8], divisor: Double) {
        let (strips, width) = (panel.strips, bytes.count / count)
        let square = divisor * divisor
        bytes.withUnsafeBufferPointer { bytes in
            nonisolated(unsafe) let x = bytes.baseAddress
            team.perform(strips.count) { [unowned self] task in
                let rows = strips[strips.count - 1 - task]
                nn_multiply_bytes(x, width, rows.lowerBound, rows.count, count, kernel)
                for i in rows {
                    for j in 0...i { kernel[i * count + j] /= square }
                }
            }
        }
    }

    /// Makes X·W₀ᵀ that of other parameters.
    func start<Scalar: TrainingReal>(from parameters: Parameters<Scalar>) {
        multiply(parameters, isStartOnly: true)
    }

    /// Computes X·W₀ᵀ and, unless told otherwise, the lower triangle of K.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    private func multiply<Scalar: TrainingReal>(_ parameters: Parameters<Scalar>, isStartOnly: Bool) {
        start.initialize(repeating: 0, count: count * columns)
        let shape = parameters.architecture.layers[0]
        let strip = UnsafeMutablePointer<Double>.allocate(capacity: columns * ExamplePanel.width)
        defer { strip.deallocate() }
        strip.initialize(repeating: 0, count: columns * ExamplePanel.width)
        panel.forEach { features in
            parameters.values.withUnsafeBufferPointer { values in
                for unit in 0..<shape.units {
                    let first = shape.weights.lowerBound + unit * shape.inputs + features.lowerBound
                    for i in 0..<features.count { strip[unit * features.count + i] = Double(values[first + i]) }
                }
            }
            // Rows beyond the units, which fill up to a multiple of eight, are those of the last panel, but shorter.
            for i in shape.units * features.count..<columns * features.count { strip[i] = 0 }
            let weights = MatrixView<Double>(strip, rows: columns, columns: features.count)
            multiply(weights, width: features.count, isStartOnly: isStartOnly)
        }
    }

    deinit {
        kernel.deallocate()
        start.deallocate()
    }

    /// Adds the products of the panel's features: the lower triangle of K, and all of X·W₀ᵀ.
    private func multiply(_ weights: MatrixView<Double>, width: Int, isStartOnly: Bool) {
        let strips = panel.strips
        nonisolated(unsafe) let weights = weights
        // The strips of the lower triangle grow; the longest goes first, so that the threads finish together.
        team.perform(strips.count) { [unowned self] task in
            let rows = strips[strips.count - 1 - task]
            let x = MatrixView(panel.elements + rows.lowerBound * width, rows: rows.count, columns: width)
            if !isStartOnly {
                let others = MatrixView<Double>(panel.elements, rows: rows.upperBound, columns: width)
                Double.multiply(
                    x, others.transposed, scale: 1, adding: true, into: kernel + rows.lowerBound * count, stride: count)
            }
            Double.multiply(
                x, weights.transposed, scale: 1, adding: true, into: start + rows.lowerBound * columns)
        }
    }

    /// Computes Cᵀ·X, of shape `units` × n[0], some features at a time.
    ///
    /// - Parameter body: is given the features and their columns of the product, a row a unit.
    func forEachCombination(
        of coefficients: UnsafeMutableBufferPointer<Double>, units: Int,
        _ body: (Range<Int>, UnsafePointer<Double>) -> Void
    ) {
        let result = UnsafeMutablePointer<Double>.allocate(capacity: columns * ExamplePanel.width)
        defer { result.deallocate() }
        guard let c = coefficients.baseAddress else { return }
        panel.forEach { features in
            Double.multiply(
                MatrixView<Double>(c, rows: count, columns: units, stride: columns).transposed,
                MatrixView<Double>(panel.elements, rows: count, columns: features.count), scale: 1, adding: false,
                into: result)
            body(features, result)
        }
    }
}

/// A look at K and X·W₀ᵀ.
public struct ExampleProductsView {
    let kernel: UnsafePointer<Double>
    let start: UnsafePointer<Double>
    let count: Int
    let columns: Int
}

/// Some hundred features of all examples after preprocessing, in Double, one example a row.
private final class ExamplePanel: @unchecked Sendable {
    static let width = 512

    let elements: UnsafeMutablePointer<Double>
    /// How threads share out the rows, by their number alone.
    let strips: [Range<Int>]
    private let examples: Examples
    private let gathering: Gathering<Double>
    private let team: WorkerTeam

    init(_ examples: Examples, team: WorkerTeam) {
        self.examples = examples
        self.team = team
        gathering = Gathering(examples, outputs: 1)
        elements = .allocate(capacity: examples.count * min(Self.width, examples.featureCount))
        let count = min(examples.count, max(4, examples.count / 128))
        strips = (0..<count).map { examples.count * $0 / count..<examples.count * ($0 + 1) / count }
    }

    deinit { elements.deallocate() }

    /// Calls `body` with one range of features after the other, and their numbers in place.
    func forEach(_ body: (Range<Int>) -> Void) {
        for first in stride(from: 0, to: examples.featureCount, by: Self.width) {
            let features = first..<min(first + Self.width, examples.featureCount)
            team.perform(strips.count) { [unowned self] strip in
                for example in strips[strip] {
                    gathering.copyInputs(example, features, from: examples, to: elements + example * features.count)
                }
            }
            body(features)
        }
    }
}
