import NNModel

/// What a unit of libfann makes of its sum: f(s·z), s being its steepness. From `fann_activation.h`, where the numbers of
/// the functions are.
enum FANNFunction: Int {
    case linear = 0
    case sigmoid = 3
    case sigmoidSymmetric = 5
    case elliot = 10
    case elliotSymmetric = 11
    case linearPiece = 12
    case linearPieceSymmetric = 13

    /// The names of all that there are, in order.
    static let names = [
        "LINEAR", "THRESHOLD", "THRESHOLD_SYMMETRIC", "SIGMOID", "SIGMOID_STEPWISE", "SIGMOID_SYMMETRIC",
        "SIGMOID_SYMMETRIC_STEPWISE", "GAUSSIAN", "GAUSSIAN_SYMMETRIC", "GAUSSIAN_STEPWISE", "ELLIOT",
        "ELLIOT_SYMMETRIC", "LINEAR_PIECE", "LINEAR_PIECE_SYMMETRIC", "SIN_SYMMETRIC", "COS_SYMMETRIC", "SIN", "COS",
        "LINEAR_PIECE_LEAKY", "LINEAR_PIECE_RECT",
    ]

    /// The same as factor · g(scale · s·z) + shift, with an activation g.
    var meaning: (scale: Double, activation: Activation, factor: Double, shift: Double) {
        switch self {
        case .linear: (1, .identity, 1, 0)
        // 1 / (1 + e^(−2x))
        case .sigmoid: (2, .sigmoid, 1, 0)
        // 2 / (1 + e^(−2x)) − 1
        case .sigmoidSymmetric: (1, .tanh, 1, 0)
        // x / 2 / (1 + |x|) + 1/2
        case .elliot: (1, .softsign, 0.5, 0.5)
        // x / (1 + |x|)
        case .elliotSymmetric: (1, .softsign, 1, 0)
        // x, within 0 and 1
        case .linearPiece: (1, .hardSigmoid(slope: 1, offset: 0), 1, 0)
        // x, within −1 and 1
        case .linearPieceSymmetric: (1, .hardSigmoid(slope: 0.5, offset: 0.5), 2, -1)
        }
    }

    /// Whether libfann's answers are others beyond its limit: it holds s·z within ±150/s.
    var isLimited: Bool {
        switch self {
        case .linear, .elliot, .elliotSymmetric: true
        case .sigmoid, .sigmoidSymmetric, .linearPiece, .linearPieceSymmetric: false
        }
    }

    /// What moves the limit to 150 · 2^20: a power of two, so that no digit is lost.
    static let smallSteepness = 0x1p-20

    /// The function and the steepness that say a layer, whose weights and biases are to be divided by `divisor`; nil where
    /// there are none.
    static func saying(_ layer: DenseLayer) -> (function: FANNFunction, steepness: Double, divisor: Double)? {
        func unlimited(_ function: FANNFunction) -> (FANNFunction, Double, Double) {
            let largest = [layer.weights, layer.biases].flatMap { $0.scalars(as: Double.self) }.reduce(0) {
                max($0, abs($1))
            }
            let isRoom = Float(largest / smallSteepness).isFinite
            return isRoom ? (function, smallSteepness, smallSteepness) : (function, 1, 1)
        }
        switch layer.activation {
        case .identity: return unlimited(.linear)
        case .softsign: return unlimited(.elliotSymmetric)
        case .sigmoid: return (.sigmoid, 0.5, 1)
        case .tanh: return (.sigmoidSymmetric, 1, 1)
        case .hardSigmoid(let slope, 0) where slope > 0 && slope.isFinite && Float(slope) > 0:
            return (.linearPiece, slope, 1)
        default: return nil
        }
    }
}
