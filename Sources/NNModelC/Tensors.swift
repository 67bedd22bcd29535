// swift-format-ignore-file: AlwaysUseLowerCamelCase

import NNCModel
import NNModel

@c @implementation
public func nnm_get_tensor_f32(
    _ model: OpaquePointer?, _ layer: Int, _ role: nnm_role,
    _ values: UnsafeMutablePointer<UnsafePointer<Float>?>?, _ count: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    reporting(to: error) { try view(model, layer, role, values, count) }
}

@c @implementation
public func nnm_get_tensor_f64(
    _ model: OpaquePointer?, _ layer: Int, _ role: nnm_role,
    _ values: UnsafeMutablePointer<UnsafePointer<Double>?>?, _ count: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    reporting(to: error) { try view(model, layer, role, values, count) }
}

private func view<Scalar: Real>(
    _ model: OpaquePointer?, _ layer: Int, _ role: nnm_role,
    _ values: UnsafeMutablePointer<UnsafePointer<Scalar>?>?, _ count: UnsafeMutablePointer<Int>?
) throws {
    let handle = try Handle.of(model)
    let values = try required(values, "values")
    try handle.check(layer: layer)
    let part: ChunkEntry.Role =
        switch role {
        case NNM_WEIGHTS: .weights
        case NNM_BIASES: .biases
        default: throw Misuse("role is \(role.rawValue)")
        }
    let view = try handle.view(of: part, layer: layer, as: Scalar.self)
    values.pointee = view.start.assumingMemoryBound(to: Scalar.self)
    count?.pointee = view.count
}
