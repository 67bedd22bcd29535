// swift-format-ignore-file: AlwaysUseLowerCamelCase

import NNCModel
import NNModel

@c @implementation
public func nnm_open(
    _ path: UnsafePointer<CChar>?, _ options: UnsafePointer<nnm_options>?,
    _ model: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    model?.pointee = nil
    return reporting(to: error) {
        let model = try required(model, "model")
        let opening = try Opening(options)
        guard let path = String(validatingCString: try required(path, "path")) else {
            throw Misuse("path is not UTF-8")
        }
        model.pointee = try opening.handle { limits, checking, threads in
            try ModelFile(path: path, limits: limits, checking: checking, threads: threads)
        }
    }
}

@c @implementation
public func nnm_open_memory(
    _ bytes: UnsafeRawPointer?, _ size: Int, _ name: UnsafePointer<CChar>?, _ options: UnsafePointer<nnm_options>?,
    _ model: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    model?.pointee = nil
    return reporting(to: error) {
        let model = try required(model, "model")
        let opening = try Opening(options)
        guard size >= 0 else { throw Misuse("size is more than there can be") }
        let start = size == 0 ? nil : try required(bytes, "bytes")
        let bytes = [UInt8](UnsafeRawBufferPointer(start: start, count: size))
        let name = name.map { String(cString: $0) } ?? "model"
        model.pointee = try opening.handle { limits, checking, threads in
            try ModelFile(bytes: bytes, name: name, limits: limits, checking: checking, threads: threads)
        }
    }
}

@c @implementation
public func nnm_close(_ model: OpaquePointer?) {
    if let model { Handle.close(model) }
}

@c @implementation
public func nnm_verify(
    _ model: OpaquePointer?, _ finite: Int32, _ error: UnsafeMutablePointer<nnm_error>?
) -> nnm_status {
    reporting(to: error) { try Handle.of(model).file.verify(finite: finite != 0) }
}

/// What the options ask for.
private struct Opening {
    private let limits: Limits
    private let checking: ModelFile.Checking
    private let verifies: Bool
    private let threads: Int?

    init(_ options: UnsafePointer<nnm_options>?) throws(Misuse) {
        let options = options?.pointee ?? nnm_options()
        let reserved = options.reserved
        guard reserved == (0, 0, 0, 0) else { throw Misuse("options.reserved is not zero") }
        switch options.checking {
        case NNM_CHECK_ON_FIRST_TOUCH: (checking, verifies) = (.onFirstTouch, false)
        // What has been verified needs no other look.
        case NNM_CHECK_EVERYTHING: (checking, verifies) = (.never, true)
        case NNM_CHECK_NONE: (checking, verifies) = (.never, false)
        default: throw Misuse("options.checking is \(options.checking.rawValue)")
        }
        limits = options.byte_budget == 0 ? Limits() : Limits(bytes: Int(clamping: options.byte_budget))
        threads = options.threads == 0 ? nil : Int(min(options.threads, 1_024))
    }

    func handle(of open: (Limits, ModelFile.Checking, Int?) throws -> ModelFile) throws -> OpaquePointer {
        let file = try open(limits, checking, threads)
        if verifies { try file.verify() }
        return Handle(file).opened()
    }
}
