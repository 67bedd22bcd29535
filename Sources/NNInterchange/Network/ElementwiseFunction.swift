import NNModel

/// A function of one number that a graph computes for each unit, by one operator or by several: exporters take apart
/// what their version of ONNX has no operator for, each in its own way.
///
/// It is known by its values at `points`, and is taken for the activation that has the same values there.
struct ElementwiseFunction {
    /// Where functions are compared: around 0, where activations bend, and far out.
    static let points: [Double] = {
        let positive = [
            1e-3, 0.01, 0.1, 0.25, 0.4, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.5, 2.75, 3, 3.25, 4, 5, 5.75, 6, 6.5, 8, 12, 20,
            30,
        ]
        return positive.reversed().map { -$0 } + [0] + positive
    }()

    /// The values at `points`; none for a function of all units together, which has no such values.
    private let values: [Double]
    /// The activation that one operator alone is.
    private let exact: Activation?
    /// An activation of a·z + b, where this is one: the same as the activation of z, once a and b are in the weights.
    let activationOfLine: (line: Line, activation: Activation)?

    /// factor · z + shift
    typealias Line = (factor: Double, shift: Double)

    /// z itself.
    static let identity = ElementwiseFunction(values: points, exact: .identity)

    private init(
        values: [Double], exact: Activation?, activationOfLine: (line: Line, activation: Activation)? = nil
    ) {
        (self.values, self.exact, self.activationOfLine) = (values, exact, activationOfLine)
    }

    /// An activation of the weighted inputs themselves.
    init(_ activation: Activation) {
        self.init(
            values: activation.mixesUnits ? [] : ElementwiseFunction.identity.applying(activation).values,
            exact: activation)
    }

    /// Whether nothing became of the number.
    var isIdentity: Bool { exact == .identity }

    /// Whether it depends on all units of the layer, so that nothing can be made of it but an activation.
    var mixesUnits: Bool { values.isEmpty }

    /// This function followed by an activation that doesn't mix units.
    func then(_ activation: Activation) -> ElementwiseFunction {
        if exact == .identity { return ElementwiseFunction(activation) }
        let whole = applying(activation)
        guard let line, whole.activation == nil else { return whole }
        return ElementwiseFunction(values: whole.values, exact: nil, activationOfLine: (line, activation))
    }

    private func applying(_ activation: Activation) -> ElementwiseFunction {
        var values = values
        values.withUnsafeMutableBufferPointer { activation.apply(to: $0, units: 1) }
        return ElementwiseFunction(values: values, exact: nil)
    }

    func then(_ function: (Double) -> Double) -> ElementwiseFunction {
        ElementwiseFunction(values: values.map(function), exact: nil)
    }

    /// What an operator makes of the values of two functions of the same number.
    func combined(
        with other: ElementwiseFunction, _ function: (Double, Double) -> Double
    ) -> ElementwiseFunction {
        ElementwiseFunction(values: zip(values, other.values).map(function), exact: nil)
    }

    /// What a choice between two functions of the same number makes, where this one is 1 for the first and 0 for the
    /// second.
    func choosing(_ first: ElementwiseFunction, else second: ElementwiseFunction) -> ElementwiseFunction {
        let (a, b) = (combined(with: first) { $0 == 0 ? 0 : $1 }, combined(with: second) { $0 == 0 ? $1 : 0 })
        return a.combined(with: b) { $0 + $1 }
    }

    /// The activation that this is, or nil.
    var activation: Activation? {
        if let exact { return exact }
        return Self.known.first { agrees(with: $0.values) }?.exact
    }

    /// An activation and what it is multiplied by, where this is one of those times a number, or nil: converters put
    /// that number into the next layer's weights where they can.
    var scaledActivation: (factor: Double, activation: Activation)? {
        for other in Self.known {
            let largest = other.values.indices.max { abs(other.values[$0]) < abs(other.values[$1]) } ?? 0
            guard values.count == other.values.count, let activation = other.exact else { continue }
            let factor = values[largest] / other.values[largest]
            // Divided, so that a function of tiny values isn't taken for any.
            if factor.isFinite, factor != 0, then({ $0 / factor }).agrees(with: other.values) {
                return (factor, activation)
            }
        }
        return nil
    }

    /// a and b where this is a·z + b, or nil.
    var line: Line? {
        let middle = Self.points.count / 2
        guard !values.isEmpty, let one = Self.points.firstIndex(of: 1) else { return nil }
        let shift = values[middle]
        let factor = values[one] - shift
        return agrees(with: Self.points.map { factor * $0 + shift }) ? (factor, shift) : nil
    }

    /// Whether two functions have the same values.
    func isSame(as other: ElementwiseFunction) -> Bool { agrees(with: other.values) }

    /// Constants of float32 leave their mark in the seventh digit: of a value, or of 1 where values are smaller, unless
    /// all are.
    private func agrees(with others: [Double]) -> Bool {
        let scale = min(1, others.reduce(0) { max($0, abs($1)) })
        return values.count == others.count
            && zip(values, others).allSatisfy { abs($0 - $1) <= 1e-6 * max(scale, abs($1)) }
    }

    private static let known: [ElementwiseFunction] = [
        .relu, .relu6, .sigmoid, .tanh, .swish, .hardSwish, .gelu, .geluTanh, .mish, .softplus, .softsign,
        .selu, .elu(alpha: 1), .hardSigmoid(slope: 1.0 / 6, offset: 0.5), .hardSigmoid(slope: 0.2, offset: 0.5),
        .hardSigmoid(slope: 1, offset: 0),
    ].map { ElementwiseFunction($0) }
}
