internal import NNCKernels

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The arithmetic of a network: `Float` or `Double`, with the elementary functions of the C library in that precision.
public protocol Real: BinaryFloatingPoint, Sendable, BitwiseCopyable {
    /// How the format stores numbers of this type.
    static var dataType: DataType { get }
    /// eˣ
    static func exp(_ x: Self) -> Self
    /// eˣ − 1, exact for small x
    static func expm1(_ x: Self) -> Self
    /// ln x
    static func log(_ x: Self) -> Self
    /// ln(1 + x), exact for small x
    static func log1p(_ x: Self) -> Self
    /// The hyperbolic tangent
    static func tanh(_ x: Self) -> Self
    /// The complementary error function, 2/√π ∫ₓ^∞ e^(−t²) dt
    static func erfc(_ x: Self) -> Self
    /// max(z, 0) in place of each z; NaN stays NaN
    static func relu(_ z: UnsafeMutableBufferPointer<Self>)
    /// Z = W·A + b of one example in some units, with W read in the type in which it is stored.
    ///
    /// - Parameters:
    ///   - a: as many numbers as `weights` has columns.
    ///   - weights: of two axes.
    ///   - rows: the units' rows of `weights`; what one comes to doesn't depend on which others there are.
    ///   - biases: a number a row.
    ///   - z: receives as many.
    static func weigh(
        _ a: UnsafePointer<Self>, by weights: Tensor, rows: Range<Int>, biases: UnsafePointer<Self>,
        into z: UnsafeMutablePointer<Self>)
    /// `count` stored numbers in this arithmetic; those of int8, which are of one row, times its scale as float32.
    static func widen(
        _ stored: UnsafeRawPointer, _ dataType: DataType, scale: Float, count: Int,
        into numbers: UnsafeMutablePointer<Self>)
    /// (x − offset) / divisor of each of `count` numbers, in their own place or elsewhere.
    static func scale(
        _ values: UnsafePointer<Self>, into target: UnsafeMutablePointer<Self>, count: Int, offset: Self, divisor: Self)
    /// The same with an offset and a divisor for each.
    static func scale(
        _ values: UnsafePointer<Self>, into target: UnsafeMutablePointer<Self>, count: Int,
        offsets: UnsafePointer<Self>, divisors: UnsafePointer<Self>)
}

extension Float: Real {
    public static var dataType: DataType { .float32 }
    public static func exp(_ x: Float) -> Float { expf(x) }
    public static func expm1(_ x: Float) -> Float { expm1f(x) }
    public static func log(_ x: Float) -> Float { logf(x) }
    public static func log1p(_ x: Float) -> Float { log1pf(x) }
    public static func tanh(_ x: Float) -> Float { tanhf(x) }
    public static func erfc(_ x: Float) -> Float { erfcf(x) }
    public static func relu(_ z: UnsafeMutableBufferPointer<Float>) {
        z.baseAddress.map { nn_relu_f32($0, z.count) }
    }
    public static func scale(
        _ values: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int, offset: Float,
        divisor: Float
    ) {
        nn_scale_f32(values, target, count, offset, divisor)
    }
    public static func scale(
        _ values: UnsafePointer<Float>, into target: UnsafeMutablePointer<Float>, count: Int,
        offsets: UnsafePointer<Float>, divisors: UnsafePointer<Float>
    ) {
        nn_scale_each_f32(values, target, count, offsets, divisors)
    }
}

extension Double: Real {
    public static var dataType: DataType { .float64 }
    public static func exp(_ x: Double) -> Double { libmExp(x) }
    public static func expm1(_ x: Double) -> Double { libmExpm1(x) }
    public static func log(_ x: Double) -> Double { libmLog(x) }
    public static func log1p(_ x: Double) -> Double { libmLog1p(x) }
    public static func tanh(_ x: Double) -> Double { libmTanh(x) }
    public static func erfc(_ x: Double) -> Double { libmErfc(x) }
    public static func relu(_ z: UnsafeMutableBufferPointer<Double>) {
        z.baseAddress.map { nn_relu_f64($0, z.count) }
    }
    public static func scale(
        _ values: UnsafePointer<Double>, into target: UnsafeMutablePointer<Double>, count: Int, offset: Double,
        divisor: Double
    ) {
        nn_scale_f64(values, target, count, offset, divisor)
    }
    public static func scale(
        _ values: UnsafePointer<Double>, into target: UnsafeMutablePointer<Double>, count: Int,
        offsets: UnsafePointer<Double>, divisors: UnsafePointer<Double>
    ) {
        nn_scale_each_f64(values, target, count, offsets, divisors)
    }
}

// The C library's functions for Double bear the names that the protocol gives its own, which would call themselves.
private func libmExp(_ x: Double) -> Double { exp(x) }
private func libmExpm1(_ x: Double) -> Double { expm1(x) }
private func libmLog(_ x: Double) -> Double { log(x) }
private func libmLog1p(_ x: Double) -> Double { log1p(x) }
private func libmTanh(_ x: Double) -> Double { tanh(x) }
private func libmErfc(_ x: Double) -> Double { erfc(x) }
