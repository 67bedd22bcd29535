import NNModel

// Central differences tell nothing where a function has a kink between the two points, nor much where its second
// derivative jumps. Both are counted as ends of a smooth piece here.
extension Activation {
    /// Which smooth piece of g a weighted input lies on; 0 throughout for functions that are smooth everywhere.
    @inline(__always)
    func piece(_ z: Double) -> Int {
        switch self {
        case .relu, .leakyRelu, .elu, .selu, .softsign: z <= 0 ? 0 : 1
        case .relu6: Self.piece(z, between: 0, 6)
        case .hardSigmoid(let slope, let offset): Self.piece(slope * z + offset, between: 0, 1)
        case .hardSwish: Self.piece(z, between: -3, 3)
        default: 0
        }
    }

    @inline(__always)
    private static func piece(_ x: Double, between low: Double, _ high: Double) -> Int {
        x <= low ? 0 : x < high ? 1 : 2
    }
}

extension Loss {
    /// Which smooth piece of the cost a − y lies on.
    @inline(__always)
    func piece(_ difference: Double) -> Int {
        switch self {
        case .meanAbsoluteError: difference < 0 ? 0 : difference > 0 ? 2 : 1
        case .huber: difference < -1 ? 0 : difference > 1 ? 2 : 1
        default: 0
        }
    }
}
