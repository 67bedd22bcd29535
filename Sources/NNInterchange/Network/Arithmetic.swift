/// What an operator of two operands computes, and what it is to a network where one operand is constant.
enum Arithmetic {
    case add, subtract, multiply, divide, maximum, minimum, power, greater, less, greaterOrEqual, lessOrEqual

    var isComparison: Bool { [.greater, .less, .greaterOrEqual, .lessOrEqual].contains(self) }

    /// The result for two numbers; comparisons give 1 and 0.
    func callAsFunction(_ a: Double, _ b: Double) -> Double {
        switch self {
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        case .maximum: max(a, b)
        case .minimum: min(a, b)
        case .power: Self.power(a, b)
        case .greater: a > b ? 1 : 0
        case .less: a < b ? 1 : 0
        case .greaterOrEqual: a >= b ? 1 : 0
        case .lessOrEqual: a <= b ? 1 : 0
        }
    }

    /// The same as factor · x + shift; nil where it is something else.
    ///
    /// - Parameter isSecond: whether the constant numbers are the second operand.
    func affine(_ numbers: [Double], isSecond: Bool) -> Affine? {
        let (zeros, ones) = (numbers.map { _ in 0.0 }, numbers.map { _ in 1.0 })
        return switch (self, isSecond) {
        case (.add, _): Affine(factors: ones, shifts: numbers)
        case (.subtract, true): Affine(factors: ones, shifts: numbers.map { -$0 })
        case (.subtract, false): Affine(factors: numbers.map { _ in -1 }, shifts: numbers)
        case (.multiply, _): Affine(factors: numbers, shifts: zeros)
        case (.divide, true): Affine(factors: numbers.map { 1 / $0 }, shifts: zeros)
        default: nil
        }
    }

    /// The same as (x − offset) ÷ divisor, which is what preprocessing can say; nil where it is something else.
    func preparation(_ numbers: [Double], isSecond: Bool) -> (offsets: [Double], divisors: [Double])? {
        let (zeros, ones) = (numbers.map { _ in 0.0 }, numbers.map { _ in 1.0 })
        return switch (self, isSecond) {
        case (.add, _): (numbers.map { -$0 }, ones)
        case (.subtract, true): (numbers, ones)
        case (.multiply, _): (zeros, numbers.map { 1 / $0 })
        case (.divide, true): (zeros, numbers)
        default: nil
        }
    }

    /// xʸ for the whole and half exponents that activations are made of; NaN for others.
    static func power(_ x: Double, _ y: Double) -> Double {
        switch y {
        case 0.5: return x.squareRoot()
        case 0...16 where y == y.rounded(): return (0..<Int(y)).reduce(1) { product, _ in product * x }
        default: return .nan
        }
    }
}

/// The numbers of a constant, one for each number of an example: axes of length 1 repeat.
///
/// - Parameters:
///   - shape: of the constant; the last axis belongs to the last of the example, and there are no more.
///   - axes: of an example.
func spread(_ numbers: [Double], shape: [Int], over axes: [Int]) -> [Double] {
    let shape = Array(repeating: 1, count: axes.count - shape.count) + shape
    return (0..<axes.reduce(1, *)).map { index in
        var (rest, place, step) = (index, 0, 1)
        for (length, own) in zip(axes, shape).reversed() {
            if own > 1 { place += rest % length * step }
            step *= own
            rest /= length
        }
        return numbers[place]
    }
}
