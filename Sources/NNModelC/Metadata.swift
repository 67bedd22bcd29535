// swift-format-ignore-file: AlwaysUseLowerCamelCase

import NNCModel

@c @implementation
public func nnm_get_metadata_count(
    _ model: OpaquePointer?, _ count: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    reporting(to: error) { try required(count, "count").pointee = Handle.of(model).metadata().entries.count }
}

@c @implementation
public func nnm_get_metadata(
    _ model: OpaquePointer?, _ index: Int, _ key: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
    _ value: UnsafeMutablePointer<UnsafePointer<CChar>?>?, _ value_size: UnsafeMutablePointer<Int>?,
    _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    reporting(to: error) {
        let handle = try Handle.of(model)
        let (key, value) = (try required(key, "key"), try required(value, "value"))
        let entries = try handle.metadata().entries
        guard entries.indices.contains(index) else {
            throw Misuse("index \(UInt(bitPattern: index)) of \(entries.count) entries")
        }
        key.pointee = entries[index].key
        value.pointee = entries[index].value
        value_size?.pointee = entries[index].valueSize
    }
}

@c @implementation
public func nnm_find_metadata(
    _ model: OpaquePointer?, _ key: UnsafePointer<CChar>?, _ value: UnsafeMutablePointer<UnsafePointer<CChar>?>?,
    _ value_size: UnsafeMutablePointer<Int>?, _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    reporting(to: error) {
        let handle = try Handle.of(model)
        let (key, value) = (String(cString: try required(key, "key")), try required(value, "value"))
        let entry = try handle.metadata()[key]
        value.pointee = entry?.value
        value_size?.pointee = entry?.valueSize ?? 0
    }
}
