// swift-format-ignore-file: AlwaysUseLowerCamelCase

import NNCModel

@c @implementation
public func nnm_get_info(
    _ model: OpaquePointer?, _ info: UnsafeMutablePointer<nnm_info>?, _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    reporting(to: error) { try required(info, "info").pointee = Handle.of(model).description.info }
}

@c @implementation
public func nnm_get_input(
    _ model: OpaquePointer?, _ input: UnsafeMutablePointer<nnm_input>?, _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    reporting(to: error) { try required(input, "input").pointee = Handle.of(model).description.input }
}

@c @implementation
public func nnm_get_output(
    _ model: OpaquePointer?, _ output: UnsafeMutablePointer<nnm_output>?, _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    reporting(to: error) { try required(output, "output").pointee = Handle.of(model).description.output }
}

@c @implementation
public func nnm_get_layer(
    _ model: OpaquePointer?, _ number: Int, _ layer: UnsafeMutablePointer<nnm_layer>?,
    _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    reporting(to: error) {
        let handle = try Handle.of(model)
        let layer = try required(layer, "layer")
        try handle.check(layer: number)
        layer.pointee = handle.description.layers[number - 1]
    }
}
