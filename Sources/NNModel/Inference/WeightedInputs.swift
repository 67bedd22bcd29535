internal import NNCKernels

// Numbers of every type that a model stores, for arithmetic in Float or Double.
extension Float {
    public static func weigh(
        _ a: UnsafePointer<Float>, by weights: Tensor, rows: Range<Int>, biases: UnsafePointer<Float>,
        into z: UnsafeMutablePointer<Float>
    ) {
        let kernel =
            switch weights.dataType {
            case .float64: nn_weigh_float64_f32
            case .float32: nn_weigh_float32_f32
            case .float16: nn_weigh_float16_f32
            case .bfloat16: nn_weigh_bfloat16_f32
            case .int8: nn_weigh_int8_f32
            }
        weights.withStored(rows) { kernel($0, $1, biases, a, rows.count, weights.shape[1], z) }
    }

    public static func widen(
        _ stored: UnsafeRawPointer, _ dataType: DataType, scale: Float, count: Int,
        into numbers: UnsafeMutablePointer<Float>
    ) {
        switch dataType {
        case .float64: nn_widen_float64_f32(stored, scale, count, numbers)
        case .float32: nn_widen_float32_f32(stored, scale, count, numbers)
        case .float16: nn_widen_float16_f32(stored, scale, count, numbers)
        case .bfloat16: nn_widen_bfloat16_f32(stored, scale, count, numbers)
        case .int8: nn_widen_int8_f32(stored, scale, count, numbers)
        }
    }
}

extension Double {
    public static func weigh(
        _ a: UnsafePointer<Double>, by weights: Tensor, rows: Range<Int>, biases: UnsafePointer<Double>,
        into z: UnsafeMutablePointer<Double>
    ) {
        let kernel =
            switch weights.dataType {
            case .float64: nn_weigh_float64_f64
            case .float32: nn_weigh_float32_f64
            case .float16: nn_weigh_float16_f64
            case .bfloat16: nn_weigh_bfloat16_f64
            case .int8: nn_weigh_int8_f64
            }
        weights.withStored(rows) { kernel($0, $1, biases, a, rows.count, weights.shape[1], z) }
    }

    public static func widen(
        _ stored: UnsafeRawPointer, _ dataType: DataType, scale: Float, count: Int,
        into numbers: UnsafeMutablePointer<Double>
    ) {
        switch dataType {
        case .float64: nn_widen_float64_f64(stored, scale, count, numbers)
        case .float32: nn_widen_float32_f64(stored, scale, count, numbers)
        case .float16: nn_widen_float16_f64(stored, scale, count, numbers)
        case .bfloat16: nn_widen_bfloat16_f64(stored, scale, count, numbers)
        case .int8: nn_widen_int8_f64(stored, scale, count, numbers)
        }
    }
}

extension Tensor {
    /// Lends the stored numbers and the scales, from the first of some rows on.
    @inline(__always)
    fileprivate func withStored(
        _ rows: Range<Int>, _ body: (UnsafeRawPointer?, UnsafePointer<Float>?) -> Void
    ) {
        precondition(rows.lowerBound >= 0 && rows.upperBound <= shape[0], "\(rows) of \(shape[0]) rows")
        withUnsafeBytes { bytes in
            scales.withUnsafeBufferPointer { scales in
                body(
                    bytes.baseAddress.map { $0 + rows.lowerBound * shape[1] * dataType.size },
                    scales.baseAddress.map { $0 + (dataType == .int8 ? rows.lowerBound : 0) })
            }
        }
    }
}
