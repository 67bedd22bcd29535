// swift-format-ignore-file: AlwaysUseLowerCamelCase

import NNCModel
import NNModel

@c @implementation
public func nnm_predict_f32(
    _ model: OpaquePointer?, _ examples: Int, _ raw: UnsafePointer<Float>?, _ raw_count: Int,
    _ outputs: UnsafeMutablePointer<Float>?, _ output_count: Int, _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    reporting(to: error) { try predict(model, examples, raw, raw_count, outputs, output_count) }
}

@c @implementation
public func nnm_predict_f64(
    _ model: OpaquePointer?, _ examples: Int, _ raw: UnsafePointer<Double>?, _ raw_count: Int,
    _ outputs: UnsafeMutablePointer<Double>?, _ output_count: Int, _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    reporting(to: error) { try predict(model, examples, raw, raw_count, outputs, output_count) }
}

@c @implementation
public func nnm_classify_f32(
    _ model: OpaquePointer?, _ outputs: UnsafePointer<Float>?, _ output_count: Int,
    _ class_index: UnsafeMutablePointer<Int>?, _ probabilities: UnsafeMutablePointer<Double>?,
    _ probability_count: Int, _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    reporting(to: error) { try classify(model, outputs, output_count, class_index, probabilities, probability_count) }
}

@c @implementation
public func nnm_classify_f64(
    _ model: OpaquePointer?, _ outputs: UnsafePointer<Double>?, _ output_count: Int,
    _ class_index: UnsafeMutablePointer<Int>?, _ probabilities: UnsafeMutablePointer<Double>?,
    _ probability_count: Int, _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    reporting(to: error) { try classify(model, outputs, output_count, class_index, probabilities, probability_count) }
}

@c @implementation
public func nnm_self_test(
    _ model: OpaquePointer?, _ count: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    reporting(to: error) {
        let handle = try Handle.of(model)
        let checks = try handle.file.verification()
        let predictor = try handle.predictor()
        for (index, check) in checks.enumerated() {
            let deviation = check.deviation(of: predictor.predict(check.example(for: handle.file.input)))
            guard deviation <= 1 else {
                throw FailedCheck(path: handle.file.path, number: index + 1, deviation: deviation)
            }
        }
        count?.pointee = checks.count
    }
}

private func predict<Scalar: Real>(
    _ model: OpaquePointer?, _ examples: Int, _ raw: UnsafePointer<Scalar>?, _ rawCount: Int,
    _ outputs: UnsafeMutablePointer<Scalar>?, _ outputCount: Int
) throws {
    let handle = try Handle.of(model)
    let (features, units) = (handle.description.info.feature_count, handle.description.info.unit_count)
    try check(rawCount, "raw_count", isProductOf: examples, features)
    try check(outputCount, "output_count", isProductOf: examples, units)
    guard examples > 0 else { return }
    let (raw, outputs) = (try required(raw, "raw"), try required(outputs, "outputs"))
    try handle.predictor().predict(raw, examples: examples, into: outputs)
}

private func classify<Scalar: Real>(
    _ model: OpaquePointer?, _ outputs: UnsafePointer<Scalar>?, _ outputCount: Int,
    _ classIndex: UnsafeMutablePointer<Int>?, _ probabilities: UnsafeMutablePointer<Double>?, _ probabilityCount: Int
) throws {
    let handle = try Handle.of(model)
    let outputs = try required(outputs, "outputs")
    try check(outputCount, "output_count", isProductOf: 1, handle.description.info.unit_count)
    let activations = Array(UnsafeBufferPointer(start: outputs, count: outputCount))
    guard case .classes(let index, let all) = Answer(activations, output: handle.file.output) else {
        throw Misuse("the output is a value and no class")
    }
    try check(probabilityCount, "probability_count", isProductOf: 1, probabilities == nil ? 0 : all.count)
    classIndex?.pointee = index
    probabilities?.update(from: all, count: all.count)
}

private func check(_ count: Int, _ name: StaticString, isProductOf rows: Int, _ width: Int) throws(Misuse) {
    let (expected, overflow) = rows.multipliedReportingOverflow(by: width)
    // What C passes as more than the largest Int arrives as a negative number.
    guard rows >= 0, !overflow, count == expected else {
        let rows = UInt(bitPattern: rows)
        let wanted = rows == 1 ? "\(width)" : "\(rows) x \(width)"
        throw Misuse("expected \(name) to be \(wanted), found \(UInt(bitPattern: count))")
    }
}
