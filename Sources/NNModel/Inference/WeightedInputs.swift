internal import NNCKernels

// Z = W·A + b of one example, with W in whatever type the model stores it: nothing is converted beforehand, and nothing copied.
extension Float {
    public static func weigh(
        _ a: UnsafePointer<Float>, by weights: Tensor, biases: UnsafePointer<Float>, into z: UnsafeMutablePointer<Float>
    ) {
        let kernel =
            switch weights.dataType {
            case .float64: nn_weigh_float64_f32
            case .float32: nn_weigh_float32_f32
            case .float16: nn_weigh_float16_f32
            case .bfloat16: nn_weigh_bfloat16_f32
            case .int8: nn_weigh_int8_f32
            }
        weights.withStored { kernel($0, $1, biases, a, weights.shape[0], weights.shape[1], z) }
    }
}

extension Double {
    public static func weigh(
        _ a: UnsafePointer<Double>, by weights: Tensor, biases: UnsafePointer<Double>,
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
        weights.withStored { kernel($0, $1, biases, a, weights.shape[0], weights.shape[1], z) }
    }
}

extension Tensor {
    /// Lends the stored numbers and the scales.
    @inline(__always)
    fileprivate func withStored(_ body: (UnsafeRawPointer?, UnsafePointer<Float>?) -> Void) {
        withUnsafeBytes { bytes in
            scales.withUnsafeBufferPointer { body(bytes.baseAddress, $0.baseAddress) }
        }
    }
}
