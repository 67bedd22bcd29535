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

    private let examples: Examples
    private let gathering: Gathering<Double>
    /// How threads share out the examples, by their number alone.
    private let strips: [Range<Int>]
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
        (self.examples, self.team) = (examples, team)
        gathering = Gathering(examples, outputs: 1)
        let strips = min(count, max(4, count / 128))
        self.strips = (0..<strips).map { [count] in count * $0 / strips..<count * ($0 + 1) / strips }
        kernel.initialize(repeating: 0, count: count * count)
        if case .bytes(let bytes) = examples.inputs, examples.scaling.offsets == [0] {
            multiply(bytes, divisor: examples.scaling.divisors[0])
        } else {
            multiplyExamples()
        }
        for i in 0..<count {
            for j in 0..<i { kernel[j * count + i] = kernel[i * count + j] }
        }
        start(from: parameters)
    }

    deinit {
        kernel.deallocate()
        start.deallocate()
    }

    /// Computes the lower triangle of K of bytes that are all divided by the same: exactly, but for that division.
    private func multiply(_ bytes: [UInt8], divisor: Double) {
        let width = bytes.count / count
        let square = divisor * divisor
        bytes.withUnsafeBufferPointer { bytes in
            nonisolated(unsafe) let x = bytes.baseAddress
            forEachStrip { rows in
                nn_multiply_bytes(x, width, rows.lowerBound, rows.count, self.count, self.kernel)
                for i in rows {
                    for j in 0...i { self.kernel[i * self.count + j] /= square }
                }
            }
        }
    }

    /// Computes the lower triangle of K.
    private func multiplyExamples() {
        let panel = Panel(rows: 0..<count)
        for features in ranges(of: Panel.width) {
            forEachStrip { rows in panel.fill(rows, features, self.gathering, self.examples) }
            forEachStrip { rows in
                Double.multiply(
                    panel.view(rows, features), panel.view(0..<rows.upperBound, features).transposed, scale: 1,
                    adding: true, into: self.kernel + rows.lowerBound * self.count, stride: self.count)
            }
        }
    }

    /// Makes X·W₀ᵀ that of these parameters.
    @specialized(where Scalar == Float)
    @specialized(where Scalar == Double)
    func start<Scalar: TrainingReal>(from parameters: Parameters<Scalar>) {
        start.initialize(repeating: 0, count: count * columns)
        let shape = parameters.architecture.layers[0]
        parameters.values.withUnsafeBufferPointer { values in
            guard let values = values.baseAddress else { return }
            nonisolated(unsafe) let first = values + shape.weights.lowerBound
            forEachStrip { rows in
                let panel = Panel(rows: rows)
                let weights = UnsafeMutablePointer<Double>.allocate(capacity: shape.units * Panel.width)
                defer { weights.deallocate() }
                for features in self.ranges(of: Panel.width) {
                    for unit in 0..<shape.units {
                        let row = first + unit * shape.inputs + features.lowerBound
                        for i in 0..<features.count { weights[unit * features.count + i] = Double(row[i]) }
                    }
                    panel.fill(rows, features, self.gathering, self.examples)
                    Double.multiply(
                        panel.view(rows, features),
                        MatrixView<Double>(weights, rows: shape.units, columns: features.count).transposed, scale: 1,
                        adding: true, into: self.start + rows.lowerBound * self.columns, stride: self.columns)
                }
            }
        }
    }

    /// Computes Cᵀ·X, of shape `units` × n[0], some features at a time; threads share them out.
    ///
    /// - Parameter body: is given the features and their columns of the product, a row a unit.
    func forEachCombination(
        of coefficients: UnsafeMutableBufferPointer<Double>, units: Int,
        _ body: @escaping @Sendable (Range<Int>, UnsafePointer<Double>) -> Void
    ) {
        guard let c = coefficients.baseAddress else { return }
        nonisolated(unsafe) let turned = MatrixView<Double>(c, rows: count, columns: units, stride: columns).transposed
        // Each thread has a panel of its own here.
        let ranges = ranges(of: Panel.width / 4)
        team.perform(ranges.count) { [unowned self] task in
            let features = ranges[task]
            let panel = Panel(rows: 0..<count, width: features.count)
            let result = UnsafeMutablePointer<Double>.allocate(capacity: units * features.count)
            defer { result.deallocate() }
            panel.fill(0..<count, features, gathering, examples)
            Double.multiply(turned, panel.view(0..<count, features), scale: 1, adding: false, into: result)
            body(features, result)
        }
    }

    /// The strips of the lower triangle grow; the longest goes first, so that the threads finish together.
    private func forEachStrip(_ body: @escaping @Sendable (Range<Int>) -> Void) {
        team.perform(strips.count) { [strips] task in body(strips[strips.count - 1 - task]) }
    }

    private func ranges(of width: Int) -> [Range<Int>] {
        stride(from: 0, to: examples.featureCount, by: width).map {
            $0..<min($0 + width, examples.featureCount)
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

/// Room for some hundred features of some examples after preprocessing, in Double, one example a row.
private final class Panel: @unchecked Sendable {
    /// The most features.
    static let width = 512

    private let elements: UnsafeMutablePointer<Double>
    private let first: Int

    init(rows: Range<Int>, width: Int = Panel.width) {
        elements = .allocate(capacity: rows.count * width)
        first = rows.lowerBound
    }

    deinit { elements.deallocate() }

    /// Puts the features of some of the examples there.
    func fill(_ rows: Range<Int>, _ features: Range<Int>, _ gathering: Gathering<Double>, _ examples: Examples) {
        for example in rows {
            gathering.copyInputs(
                example, features, from: examples, to: elements + (example - first) * features.count)
        }
    }

    /// Those features of some of the examples.
    func view(_ rows: Range<Int>, _ features: Range<Int>) -> MatrixView<Double> {
        MatrixView(
            elements + (rows.lowerBound - first) * features.count, rows: rows.count, columns: features.count)
    }
}
