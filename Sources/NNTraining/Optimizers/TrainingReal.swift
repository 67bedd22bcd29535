internal import NNCKernels
import NNNetwork

/// A precision with the inner loops of the optimizers; `UpdateStep` and `DualFirstLayer` have their formulas.
public protocol TrainingReal: NetworkReal {
    /// θ ← θ − rate · (scale · g + decay · θ)
    static func descend(
        _ values: UnsafeMutablePointer<Self>, _ gradient: UnsafePointer<Self>, count: Int, scale: Self, rate: Self,
        decay: Self)
    /// m ← momentum · m + slope, θ ← θ − along · slope − rolled · m, with slope = scale · g + decay · θ
    static func roll(
        _ values: UnsafeMutablePointer<Self>, _ gradient: UnsafePointer<Self>, _ m: UnsafeMutablePointer<Self>,
        count: Int, scale: Self, momentum: Self, along: Self, rolled: Self, decay: Self)
    /// v ← keep · v + take · slope², θ ← θ − rate · slope / (√v + ε)
    static func normalize(
        _ values: UnsafeMutablePointer<Self>, _ gradient: UnsafePointer<Self>, _ v: UnsafeMutablePointer<Self>,
        count: Int, scale: Self, rate: Self, keep: Self, take: Self, epsilon: Self, decay: Self)
    /// m ← keep₁ · m + take₁ · slope, v ← keep₂ · v + take₂ · slope²,
    /// θ ← θ − shrinkage · θ − step · m / (√v · correction + ε)
    static func adapt(
        _ values: UnsafeMutablePointer<Self>, _ gradient: UnsafePointer<Self>, _ m: UnsafeMutablePointer<Self>,
        _ v: UnsafeMutablePointer<Self>, count: Int, scale: Self, step: Self, correction: Self,
        moments: (keep1: Self, take1: Self, keep2: Self, take2: Self), epsilon: Self, decay: Self, shrinkage: Self)
    /// Z = a · X·W₀ᵀ + K·C + b of some examples, C of rows of `products.columns` numbers and Z of `units`.
    static func weighRows(
        _ examples: UnsafeBufferPointer<Int>, of products: ExampleProductsView, by c: UnsafePointer<Double>,
        startShare a: Double, biases: UnsafePointer<Self>, units: Int, into z: UnsafeMutablePointer<Self>)
    /// Adds `factor` times the rows of Δ, of `units` numbers, to the rows of C, of `columns`, that `rows` names, if they are
    /// among some.
    static func addRows(
        _ deltas: UnsafePointer<Self>, units: Int, times factor: Double, to c: UnsafeMutablePointer<Double>,
        columns: Int, rows: UnsafeBufferPointer<Int>, among: Range<Int>)

    /// Finds out which numbers of X aren't 0.
    static func markNonzero(_ inputs: SparseInputs<Self>, into marks: UnsafeMutablePointer<UInt32>)
    /// Z = X·W + b, with W of shape `inputs.columns × units` and Z of `inputs.rows × units`.
    static func weighNonzero(
        _ inputs: SparseInputs<Self>, by weights: UnsafePointer<Self>, biases: UnsafePointer<Self>, units: Int,
        into z: UnsafeMutablePointer<Self>)
    /// scale · Xᵀ·Δ of some columns of X, whole words of marks; of shape `columns.count × units`.
    static func differentiateNonzero(
        _ inputs: SparseInputs<Self>, columns: Range<Int>, deltas: UnsafePointer<Self>, units: Int, scale: Self,
        into gradient: UnsafeMutablePointer<Self>)
}

extension Float: TrainingReal {
    public static func weighRows(
        _ examples: UnsafeBufferPointer<Int>, of products: ExampleProductsView, by c: UnsafePointer<Double>,
        startShare a: Double, biases: UnsafePointer<Float>, units: Int, into z: UnsafeMutablePointer<Float>
    ) {
        examples.withMemoryRebound(to: size_t.self) {
            nn_weigh_rows_f32(
                products.kernel, products.count, $0.baseAddress, $0.count, c, products.start, products.columns, a,
                biases,
                units, z)
        }
    }

    public static func markNonzero(_ inputs: SparseInputs<Float>, into marks: UnsafeMutablePointer<UInt32>) {
        nn_mark_nonzero_f32(view(inputs), marks)
    }

    public static func weighNonzero(
        _ inputs: SparseInputs<Float>, by weights: UnsafePointer<Float>, biases: UnsafePointer<Float>, units: Int,
        into z: UnsafeMutablePointer<Float>
    ) {
        nn_weigh_nonzero_f32(view(inputs), weights, biases, units, z)
    }

    public static func differentiateNonzero(
        _ inputs: SparseInputs<Float>, columns: Range<Int>, deltas: UnsafePointer<Float>, units: Int, scale: Float,
        into gradient: UnsafeMutablePointer<Float>
    ) {
        nn_differentiate_nonzero_f32(
            view(inputs), columns.lowerBound, columns.upperBound, deltas, units, scale, gradient)
    }

    private static func view(_ inputs: SparseInputs<Float>) -> nn_nonzero_f32 {
        nn_nonzero_f32(numbers: inputs.numbers, marks: inputs.marks, rows: inputs.rows, columns: inputs.columns)
    }

    public static func addRows(
        _ deltas: UnsafePointer<Float>, units: Int, times factor: Double, to c: UnsafeMutablePointer<Double>,
        columns: Int, rows: UnsafeBufferPointer<Int>, among: Range<Int>
    ) {
        rows.withMemoryRebound(to: size_t.self) {
            nn_add_rows_f32(
                c, columns, among.lowerBound, among.upperBound, $0.baseAddress, $0.count, deltas, units, factor)
        }
    }

    public static func descend(
        _ values: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, count: Int, scale: Float, rate: Float,
        decay: Float
    ) {
        nn_descend_f32(values, gradient, count, scale, rate, decay)
    }

    public static func roll(
        _ values: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, _ m: UnsafeMutablePointer<Float>,
        count: Int, scale: Float, momentum: Float, along: Float, rolled: Float, decay: Float
    ) {
        nn_roll_f32(values, gradient, m, count, scale, momentum, along, rolled, decay)
    }

    public static func normalize(
        _ values: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, _ v: UnsafeMutablePointer<Float>,
        count: Int, scale: Float, rate: Float, keep: Float, take: Float, epsilon: Float, decay: Float
    ) {
        nn_normalize_f32(values, gradient, v, count, scale, rate, keep, take, epsilon, decay)
    }

    public static func adapt(
        _ values: UnsafeMutablePointer<Float>, _ gradient: UnsafePointer<Float>, _ m: UnsafeMutablePointer<Float>,
        _ v: UnsafeMutablePointer<Float>, count: Int, scale: Float, step: Float, correction: Float,
        moments: (keep1: Float, take1: Float, keep2: Float, take2: Float), epsilon: Float, decay: Float,
        shrinkage: Float
    ) {
        nn_adapt_f32(
            values, gradient, m, v, count, scale, step, correction, moments.keep1, moments.take1, moments.keep2,
            moments.take2, epsilon, decay, shrinkage)
    }
}

extension Double: TrainingReal {
    public static func weighRows(
        _ examples: UnsafeBufferPointer<Int>, of products: ExampleProductsView, by c: UnsafePointer<Double>,
        startShare a: Double, biases: UnsafePointer<Double>, units: Int, into z: UnsafeMutablePointer<Double>
    ) {
        examples.withMemoryRebound(to: size_t.self) {
            nn_weigh_rows_f64(
                products.kernel, products.count, $0.baseAddress, $0.count, c, products.start, products.columns, a,
                biases,
                units, z)
        }
    }

    public static func markNonzero(_ inputs: SparseInputs<Double>, into marks: UnsafeMutablePointer<UInt32>) {
        nn_mark_nonzero_f64(view(inputs), marks)
    }

    public static func weighNonzero(
        _ inputs: SparseInputs<Double>, by weights: UnsafePointer<Double>, biases: UnsafePointer<Double>, units: Int,
        into z: UnsafeMutablePointer<Double>
    ) {
        nn_weigh_nonzero_f64(view(inputs), weights, biases, units, z)
    }

    public static func differentiateNonzero(
        _ inputs: SparseInputs<Double>, columns: Range<Int>, deltas: UnsafePointer<Double>, units: Int, scale: Double,
        into gradient: UnsafeMutablePointer<Double>
    ) {
        nn_differentiate_nonzero_f64(
            view(inputs), columns.lowerBound, columns.upperBound, deltas, units, scale, gradient)
    }

    private static func view(_ inputs: SparseInputs<Double>) -> nn_nonzero_f64 {
        nn_nonzero_f64(numbers: inputs.numbers, marks: inputs.marks, rows: inputs.rows, columns: inputs.columns)
    }

    public static func addRows(
        _ deltas: UnsafePointer<Double>, units: Int, times factor: Double, to c: UnsafeMutablePointer<Double>,
        columns: Int, rows: UnsafeBufferPointer<Int>, among: Range<Int>
    ) {
        rows.withMemoryRebound(to: size_t.self) {
            nn_add_rows_f64(
                c, columns, among.lowerBound, among.upperBound, $0.baseAddress, $0.count, deltas, units, factor)
        }
    }

    public static func descend(
        _ values: UnsafeMutablePointer<Double>, _ gradient: UnsafePointer<Double>, count: Int, scale: Double,
        rate: Double, decay: Double
    ) {
        nn_descend_f64(values, gradient, count, scale, rate, decay)
    }

    public static func roll(
        _ values: UnsafeMutablePointer<Double>, _ gradient: UnsafePointer<Double>, _ m: UnsafeMutablePointer<Double>,
        count: Int, scale: Double, momentum: Double, along: Double, rolled: Double, decay: Double
    ) {
        nn_roll_f64(values, gradient, m, count, scale, momentum, along, rolled, decay)
    }

    public static func normalize(
        _ values: UnsafeMutablePointer<Double>, _ gradient: UnsafePointer<Double>, _ v: UnsafeMutablePointer<Double>,
        count: Int, scale: Double, rate: Double, keep: Double, take: Double, epsilon: Double, decay: Double
    ) {
        nn_normalize_f64(values, gradient, v, count, scale, rate, keep, take, epsilon, decay)
    }

    public static func adapt(
        _ values: UnsafeMutablePointer<Double>, _ gradient: UnsafePointer<Double>, _ m: UnsafeMutablePointer<Double>,
        _ v: UnsafeMutablePointer<Double>, count: Int, scale: Double, step: Double, correction: Double,
        moments: (keep1: Double, take1: Double, keep2: Double, take2: Double), epsilon: Double, decay: Double,
        shrinkage: Double
    ) {
        nn_adapt_f64(
            values, gradient, m, v, count, scale, step, correction, moments.keep1, moments.take1, moments.keep2,
            moments.take2, epsilon, decay, shrinkage)
    }
}
