import NNModel

/// Activations in C, in the forms that NNModel computes them in, which neither overflow nor cancel.
enum CActivations {
    /// The body of a function that replaces the `n` weighted inputs in `z` by their activations; nil where there is nothing
    /// to do.
    ///
    /// - Parameter c: turns a number, or the name of a function of math.h, into C of the network's precision.
    static func body(_ activation: Activation, _ c: CPrecision) -> String? {
        func each(_ expression: String) -> String { "for (i = 0; i < n; i++) z[i] = \(expression);" }
        let n = c.number
        let (exp, abs) = (c.function("exp"), c.function("fabs"))
        func sigmoid(_ x: String) -> String {
            "(\(x) >= 0 ? \(n(1)) / (\(n(1)) + \(exp)(-(\(x)))) : \(exp)(\(x)) / (\(n(1)) + \(exp)(\(x))))"
        }
        func clamped(_ x: String) -> String { "(\(x) < 0 ? \(n(0)) : \(x) > 1 ? \(n(1)) : \(x))" }
        let softplus = "(z[i] <= 0 ? \(n(0)) : z[i]) + \(c.function("log1p"))(\(exp)(-\(abs)(z[i])))"
        switch activation {
        case .identity, .unrecognized: return nil
        case .relu: return each("z[i] > 0 ? z[i] : z[i] <= 0 ? \(n(0)) : z[i]")
        case .relu6: return each("z[i] <= 0 ? \(n(0)) : z[i] > 6 ? \(n(6)) : z[i]")
        case .leakyRelu(let slope): return each("z[i] > 0 ? z[i] : \(n(slope)) * z[i]")
        case .elu(let alpha): return each("z[i] > 0 ? z[i] : \(n(alpha)) * \(c.function("expm1"))(z[i])")
        case .selu:
            let scale = n(Activation.seluLambda * Activation.seluAlpha)
            return each("z[i] > 0 ? \(n(Activation.seluLambda)) * z[i] : \(scale) * \(c.function("expm1"))(z[i])")
        case .gelu: return each("z[i] / 2 * \(c.function("erfc"))(z[i] * \(n(-0.5.squareRoot())))")
        case .geluTanh:
            let root = n((2 / Double.pi).squareRoot())
            return "for (i = 0; i < n; i++) { "
                + "const \(c.type) u = 2 * (\(root) * (z[i] + \(n(0.044715)) * z[i] * z[i] * z[i])); "
                + "z[i] = z[i] * \(sigmoid("u")); }"
        case .sigmoid: return each(sigmoid("z[i]"))
        case .hardSigmoid(let slope, let offset):
            return "for (i = 0; i < n; i++) { const \(c.type) u = \(n(slope)) * z[i] + \(n(offset)); "
                + "z[i] = \(clamped("u")); }"
        case .tanh: return each("\(c.function("tanh"))(z[i])")
        case .softplus: return each(softplus)
        case .softsign: return each("z[i] / (\(n(1)) + \(abs)(z[i]))")
        case .swish: return each("z[i] * \(sigmoid("z[i]"))")
        case .hardSwish:
            return
                "for (i = 0; i < n; i++) { const \(c.type) u = z[i] / 6 + \(n(0.5)); z[i] = z[i] * \(clamped("u")); }"
        case .mish:
            return "for (i = 0; i < n; i++) { const \(c.type) e = \(exp)(z[i] > 20 ? \(n(20)) : z[i]), "
                + "m = e * (e + 2); z[i] = z[i] > 20 ? z[i] : z[i] * (m / (m + 2)); }"
        case .softmax:
            return "\(c.type) most = z[0], sum = 0; for (i = 1; i < n; i++) if (z[i] > most) most = z[i]; "
                + "for (i = 0; i < n; i++) { z[i] = \(exp)(z[i] - most); sum += z[i]; } "
                + "for (i = 0; i < n; i++) z[i] /= sum;"
        case .logSoftmax:
            return "\(c.type) most = z[0], sum = 0; for (i = 1; i < n; i++) if (z[i] > most) most = z[i]; "
                + "for (i = 0; i < n; i++) sum += \(exp)(z[i] - most); "
                + "for (i = 0; i < n; i++) z[i] = z[i] - most - \(c.function("log"))(sum);"
        }
    }
}

/// How C writes numbers and the functions of math.h in a precision.
struct CPrecision {
    let isDouble: Bool

    var type: String { isDouble ? "double" : "float" }

    func function(_ name: String) -> String { isDouble ? name : name + "f" }

    /// A constant, exactly.
    func number(_ value: Double) -> String {
        isDouble ? Self.literal(value) : Self.literal(Float(value))
    }

    /// The fewest decimal digits that give the number back.
    static func literal<Scalar: BinaryFloatingPoint & CustomStringConvertible>(_ value: Scalar) -> String {
        if value.isInfinite { return value < 0 ? "-INFINITY" : "INFINITY" }
        return value.description + (Scalar.self == Float.self ? "f" : "")
    }
}
