// swift-format-ignore-file: AlwaysUseLowerCamelCase

import NNCModel

// Never freed: it is the program's for as long as that runs.
nonisolated(unsafe) private let version = UnsafePointer(CMemory.copy(of: NNM_VERSION_STRING))

@c @implementation
public func nnm_version() -> UnsafePointer<CChar>? { version }

@c @implementation
public func nnm_version_number() -> Int32 { NNM_VERSION_NUMBER }

@c @implementation
public func nnm_status_text(_ status: nnm_status) -> UnsafePointer<CChar>? {
    let text: StaticString =
        switch status {
        case NNM_OK: "no error"
        case NNM_DIFFERS: "other outputs than expected"
        case NNM_USAGE: "wrong use"
        case NNM_MALFORMED: "malformed input"
        case NNM_MISSING: "missing input"
        case NNM_INTERNAL: "internal error"
        case NNM_IO: "input or output failed"
        default: "unknown status"
        }
    return UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}
